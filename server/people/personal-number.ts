import type { Problem } from '../web/form.ts'
import { isIdNumber } from './identity-number.ts'

/**
 * Numbers that have no place in what officials write: their words stand in the history, which others read and which is not
 * sealed (`docs/personal-data.md`). A number counts however it is grouped; a longer one, such as a case number, is none.
 */
export function personalNumberIn(words: string): 'idNumber' | 'bankCard' | undefined {
  for (const [run] of words.slice(0, 20_000).normalize('NFKC').toUpperCase().matchAll(/\d[\dX]*(?:[ \-–—][\dX]+)*/g)) {
    const groups = run.split(/[ \-–—]/)
    for (let from = 0; from < groups.length; from++) {
      let number = ''
      for (let to = from; to < groups.length && number.length < 20; to++) {
        number += groups[to]
        if (isIdNumber(number)) return 'idNumber'
        if (isBankCard(number)) return 'bankCard'
      }
    }
  }
  return undefined
}

/** UnionPay, Visa, Mastercard and JCB, by their first digits and check digit (ISO/IEC 7812-1). */
const isBankCard = (number: string): boolean => /^(?:62\d{14,17}|4\d{15}|5[1-5]\d{14}|35\d{14})$/.test(number) && keepsLuhn(number)

function keepsLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

/** Told beside the field. */
export function personalNumberProblems(field: string, words: string): Problem[] {
  const kind = personalNumberIn(words)
  return kind ? [{ field, code: `personalNumber.${kind}` }] : []
}
