import type { Field } from '../catalogue/definition.ts'
import type { Value } from '../drafts/draft.ts'
import type { RegisterDocument } from '../materials/register.ts'
import { maskEmail, maskName, maskNumber, maskPhone } from '../people/mask.ts'

/** Numbers that open something: shown in part whatever class of personal data the catalogue gives them. */
const numbers: Partial<Record<Field['type'], (value: string) => string>> = { idNumber: maskNumber, bankAccount: maskNumber, phone: maskPhone, email: maskEmail }

/** A paper that a register gave: numbers that open something are shown in part, wherever they stand in it. */
export const coverDocument = (document: RegisterDocument): RegisterDocument =>
  ({ ...document, number: inPart(document.number), facts: document.facts.map(fact => ({ ...fact, value: inPart(fact.value) })) })

const inPart = (words: string): string =>
  words.replace(/(?<![0-9A-Za-z])(?:\d{17}[\dXx]|[0-9A-HJ-NP-RTUW-Y]{18}|\d{16,19})(?![0-9A-Za-z])/g, maskNumber).replace(/(?<!\d)1\d{10}(?!\d)/g, maskPhone)

/** In place of a value of which no part is shown. */
export const covered = '＊＊＊＊'

/**
 * A value as it stands on a screen until somebody says what he needs it for: undefined where it may stand there
 * as it is. What the catalogue calls sensitive (个人信息保护法第二十八条: health, money, minors …) is covered.
 */
export function coverOf({ type, personal }: Pick<Field, 'type' | 'personal'>, value: Value | undefined): string | undefined {
  if (value === undefined || value.length === 0 || personal === 'none') return undefined
  const inPart = numbers[type]
  if (inPart && typeof value === 'string') return inPart(value)
  if (personal !== 'sensitive') return undefined
  return type === 'personName' && typeof value === 'string' ? maskName(value) : covered
}
