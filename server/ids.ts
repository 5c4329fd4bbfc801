import { randomBytes, randomInt } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32, in lower case

const last = { time: 0, order: 0 }

/** An id that sorts by the time it was made, and within a millisecond by its order: 9 characters of time, 3 of order, 7 of chance. */
export function newId(now = Date.now()): string {
  // The order begins anywhere in the lower half, so that two processes don't count alike.
  last.order = last.time === now ? last.order + 1 : randomInt(16_384)
  last.time = now
  return inBase32(now, 9) + inBase32(last.order % 32_768, 3) + Array.from(randomBytes(7), byte => alphabet[byte % 32]).join('')
}

function inBase32(value: number, length: number): string {
  let text = ''
  for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / 32)) text = alphabet[rest % 32] + text
  return text
}

/** The id of something in a case: begins with the county, so that its shard is known from the id. */
export const newRegionalId = (region: string, now?: number): string => `${region}-${newId(now)}`

/** The six-digit county of a regional id; empty for anything else, which then is not found. */
export const regionOfId = (id: string): string => /^(\d{6})-[0-9a-z]{19}$/.exec(id)?.[1] ?? ''
