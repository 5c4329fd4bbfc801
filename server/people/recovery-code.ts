import { randomInt } from 'node:crypto'

/** Without the characters that are read as another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'
const codesInASet = 10

/** Codes to print and keep: 50 bits each, kept only as slow hashes (ASVS 6.5.2), each good once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: codesInASet }, () => `${letters(5)}-${letters(5)}`)

const letters = (length: number) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** However it was typed; undefined when it can't be one. */
export function tidyRecoveryCode(typed: string): string | undefined {
  const tidy = typed.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '')
  return tidy.length === 10 ? `${tidy.slice(0, 5)}-${tidy.slice(5)}` : undefined
}
