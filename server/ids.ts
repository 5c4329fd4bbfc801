import { randomFillSync, randomInt } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32, in lower case

const last = { time: 0, order: 0 }

/** An id that sorts by the time it was made, and within a millisecond by its order: 9 characters of time, 3 of order, 7 of chance. */
export function newId(now = Date.now()): string {
  // The order begins anywhere in the lower half, so that two processes don't count alike.
  last.order = last.time === now ? last.order + 1 : randomInt(16_384)
  last.time = now
  return inBase32(now, 9) + inBase32(last.order % 32_768, 3) + chance(7)
}

/** Drawn many at a time: asking for seven bytes costs as much as asking for thousands, and filing a case takes a dozen ids. */
const drawn = { bytes: Buffer.alloc(4096), used: 4096 }

function chance(length: number): string {
  if (drawn.used + length > drawn.bytes.length) drawn.used = (randomFillSync(drawn.bytes), 0)
  let text = ''
  for (const end = drawn.used + length; drawn.used < end; drawn.used++) text += alphabet[(drawn.bytes[drawn.used] as number) % 32]
  return text
}

function inBase32(value: number, length: number): string {
  let text = ''
  for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / 32)) text = alphabet[rest % 32] + text
  return text
}

/** The id of something in a case: begins with the county, so that its shard is known from the id. */
export const newRegionalId = (region: string, now?: number): string => `${region}-${newId(now)}`

/** In the order in which they were made. Told to sort what a case has by its key, SQLite walks through all that the county has. */
export const inOrder = <T extends { id: string }>(rows: T[]): T[] => rows.sort((one, other) => (one.id < other.id ? -1 : 1))

/** The six-digit county of a regional id; empty for anything else, which then is not found. */
export const regionOfId = (id: string): string => /^(\d{6})-[0-9a-z]{19}$/.exec(id)?.[1] ?? ''
