import { randomInt } from 'node:crypto'

/** Without the characters that are read as another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

/** A password to be read out or written down once: four groups, 79 bits. */
export const newTemporaryPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-')

/** How long it may be used before its owner has given himself another. */
export const temporaryPasswordEnd = (now: Date): string => new Date(now.getTime() + 24 * 3600_000).toISOString()
