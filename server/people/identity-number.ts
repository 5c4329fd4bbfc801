/**
 * Numbers and names that identify people and companies: how they are tidied, and when they are right.
 *
 * Tidying makes one text out of the ways people type the same thing (full-width digits, gaps, small x),
 * so that the keyed index finds it again; the checks expect tidied text.
 */

/** Full-width to half-width, gaps and hyphens out, letters in capitals. */
export const compactNumber = (typed: string): string => typed.normalize('NFKC').replace(/[\s\u200b\-－—]/g, '').toUpperCase()

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character for the first seventeen digits of an ID number (GB 11643). */
export const idNumberCheck = (digits: string): string => '10X98765432'[weighted(digits, idWeights, Number) % 11] ?? ''

/** A citizen's ID number (GB 11643): a real day of birth that is not after `today`, and the right check character. */
export function isIdNumber(number: string, today = '9999-12-31'): boolean {
  if (!/^[1-8]\d{16}[\dX]$/.test(number)) return false
  const birth = birthDayOf(number)
  return isRealDay(birth) && birth > '1850-01-01' && birth <= today && idNumberCheck(number) === number[17]
}

/** The day of birth in an ID number, as YYYY-MM-DD. */
export const birthDayOf = (idNumber: string): string => `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`

export const sexOf = (idNumber: string): 'male' | 'female' => (Number(idNumber[16]) % 2 === 1 ? 'male' : 'female')

/** A day that the calendar has, as YYYY-MM-DD. */
export function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The check character for the first seventeen of a unified social credit code (GB 32100). */
export const usccCheck = (code: string): string => usccAlphabet[(31 - (weighted(code, usccWeights, one => usccAlphabet.indexOf(one)) % 31)) % 31] ?? ''

/** A unified social credit code (GB 32100): body, kind, region, organisation, and the right check character. */
export const isUscc = (code: string): boolean =>
  /^[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}$/.test(code) && usccCheck(code) === code[17]

const weighted = (text: string, weights: number[], value: (one: string) => number): number =>
  weights.reduce((sum, weight, index) => sum + weight * value(text[index] ?? ''), 0)

/** A telephone number as it is kept: no gaps, no country code, the hyphen after an area code. */
export function tidyPhone(typed: string): string {
  const digits = compactNumber(typed).replace(/[()]/g, '').replace(/^(\+|00)86/, '')
  const landline = /^(010|02\d|0[3-9]\d{2})(\d{7,8})$/.exec(digits)
  return landline ? `${landline[1]}-${landline[2]}` : digits
}

/** A mainland mobile number, or a landline with its area code. */
export const isPhone = (phone: string): boolean => /^1[3-9]\d{9}$/.test(phone) || /^(010|02\d|0[3-9]\d{2})-\d{7,8}$/.test(phone)

/** Only mobile numbers reach a person: results and codes are sent there. */
export const isMobile = (phone: string): boolean => /^1[3-9]\d{9}$/.test(phone)

/** One space between words, and one kind of dot in names such as 阿依古丽·买买提. */
export const tidyName = (typed: string): string => typed.normalize('NFC').replace(/\s+/g, ' ').replace(/[•．・‧]/g, '·').trim()

/** A person's name in any script: letters, with dots, hyphens, apostrophes and spaces between them. */
export const isPersonName = (name: string): boolean => name.length <= 50 && /^\p{L}[\p{L}\p{M}]*([ ·'’.-]{1,2}[\p{L}\p{M}]+)*\.?$/u.test(name) && [...name].length >= 2

/** A company's name: at least two letters, and no control characters or markup. */
export const isCompanyName = (name: string): boolean => name.length <= 100 && /\p{L}.*\p{L}/u.test(name) && !/[<>{}\p{Cc}]/u.test(name)

export const tidyEmail = (typed: string): string => typed.normalize('NFKC').replace(/\s/g, '')

export const isEmail = (email: string): boolean =>
  email.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/.test(email)
