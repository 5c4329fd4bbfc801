import { partInWords, type Speech } from '../cases/said-words.ts'
import type { Letter } from './letter.ts'

export const titleOf = ({ kind }: Pick<Letter, 'kind'>, { t }: Pick<Speech, 't'>): string => t(`letters:title.${kind}`)

/** A letter in a list: what it is, about which items, and when. */
export interface ListedLetter {
  seq: number
  title: string
  items: string
  at: string
}

export const listedLetter = (letter: Letter, speech: Speech): ListedLetter => ({
  seq: letter.seq,
  title: titleOf(letter, speech),
  items: ['conclusion', 'caseExtension', 'wholeAcceptance'].includes(letter.kind) ? '' : String(partInWords({ items: letter.items }, speech)),
  at: letter.at,
})
