import { randomBytes } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32, in lower case

/** An id that sorts by the time it was made: 9 characters of milliseconds, 10 of chance. */
export function newId(now = Date.now()): string {
  let time = ''
  for (let rest = now, i = 0; i < 9; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time
  return time + Array.from(randomBytes(10), byte => alphabet[byte % 32]).join('')
}

/** The id of something in a case: begins with the county, so that its shard is known from the id. */
export const newRegionalId = (region: string, now?: number): string => `${region}-${newId(now)}`

/** The six-digit county of a regional id; empty for anything else, which then is not found. */
export const regionOfId = (id: string): string => /^(\d{6})-[0-9a-z]{19}$/.exec(id)?.[1] ?? ''
