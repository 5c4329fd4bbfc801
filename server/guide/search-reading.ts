import { pinyin } from 'pinyin-pro'

/** The pinyin syllables of the Chinese characters in a text, without tones; `v` stands for ü. */
export const readingOf = (text: string): string[] =>
  pinyin(text.replace(/[^\p{Script=Han}]/gu, ''), { toneType: 'none', type: 'array', v: true })

/** Where a typed reading was found: how far in, how many syllables, and how many of those were only hinted at by their initial. */
export interface ReadingMatch {
  start: number
  syllables: number
  initials: number
}

/** Finds `letters` in the syllables: each typed in full or by its initial (xse, xinshe, xsheng), the last as far as one got. */
export function findReading(letters: string, syllables: readonly string[]): ReadingMatch | undefined {
  for (let start = 0; start < syllables.length; start++) {
    const match = readFrom(letters, syllables, start, 0)
    if (match) return { start, ...match }
  }
  return undefined
}

function readFrom(letters: string, syllables: readonly string[], at: number, initials: number): Omit<ReadingMatch, 'start'> | undefined {
  const syllable = syllables[at]
  if (syllable === undefined) return undefined
  if (letters.startsWith(syllable)) {
    const rest = letters.slice(syllable.length)
    if (rest === '') return { syllables: 1, initials }
    const next = readFrom(rest, syllables, at + 1, initials)
    if (next) return { ...next, syllables: next.syllables + 1 }
  }
  if (syllable.startsWith(letters)) return { syllables: 1, initials: initials + 1 }
  for (const initial of new Set([/^[zcs]h/.exec(syllable)?.[0] ?? syllable.charAt(0), syllable.charAt(0)])) {
    if (!letters.startsWith(initial)) continue
    const next = readFrom(letters.slice(initial.length), syllables, at + 1, initials + 1)
    if (next) return { ...next, syllables: next.syllables + 1 }
  }
  return undefined
}
