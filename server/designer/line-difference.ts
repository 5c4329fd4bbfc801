/** One line of a text that changed: what stays is shown around it, and `gap` stands for what is far from any change. */
export interface ChangedLine {
  kind: 'same' | 'added' | 'removed' | 'gap'
  text: string
}

export interface TextDifference {
  added: number
  removed: number
  lines: ChangedLine[]
  /** Changed lines that are not shown. */
  hidden: number
}

/** Beyond this many comparisons the changed part is told as a whole: nobody reads it line by line. */
const mostComparisons = 1_000_000
const mostShown = 160
const around = 2
const longestLine = 400

/** What turns one text into another, line by line; in bounded time and length whatever the texts are. */
export function lineDifference(before: string, after: string): TextDifference {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let end = 0
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1
  const changed = aligned(old.slice(start, old.length - end), now.slice(start, now.length - end))
  const all = [...same(old.slice(0, start)), ...changed, ...same(old.slice(old.length - end))]
  const near = withoutFar(all)
  const count = (kind: ChangedLine['kind'], lines: readonly ChangedLine[]) => lines.filter(line => line.kind === kind).length
  const [added, removed] = [count('added', changed), count('removed', changed)]
  const lines = near.slice(0, mostShown)
  return { added, removed, lines, hidden: added + removed - count('added', lines) - count('removed', lines) }
}

const lineOf = (kind: ChangedLine['kind'], text: string): ChangedLine => ({ kind, text: text.length > longestLine ? `${text.slice(0, longestLine).toWellFormed()}…` : text })
const same = (lines: readonly string[]): ChangedLine[] => lines.map(text => lineOf('same', text))

/** By the longest common sequence of lines. */
function aligned(old: readonly string[], now: readonly string[]): ChangedLine[] {
  const all = (kind: 'added' | 'removed', lines: readonly string[]) => lines.map(text => lineOf(kind, text))
  if (old.length * now.length > mostComparisons) return [...all('removed', old), ...all('added', now)]
  const width = now.length + 1
  const lengths = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const lines: ChangedLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(lineOf('same', old[i] ?? ''))
      i += 1
      j += 1
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) lines.push(lineOf('removed', old[i++] ?? ''))
    else lines.push(lineOf('added', now[j++] ?? ''))
  }
  return lines
}

/** Leaves out what is far from every change; a gap stands only between two changes. */
function withoutFar(lines: readonly ChangedLine[]): ChangedLine[] {
  const near = new Set(lines.flatMap(({ kind }, index) => (kind === 'same' ? [] : Array.from({ length: 2 * around + 1 }, (_, step) => index - around + step))))
  const last = lines.findLastIndex(({ kind }) => kind !== 'same')
  return lines.flatMap((line, index) => (near.has(index) ? [line] : near.has(index - 1) && index < last ? [{ kind: 'gap' as const, text: '' }] : []))
}
