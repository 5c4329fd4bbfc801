import type { Db } from '../../db/connect.ts'
import { insert, remove, update, type Statement } from '../../db/statement.ts'

/** How often somebody was refused, until the window ends. */
export interface Attempts {
  failures: number
  windowEndsAt: string
}

export async function findAttempt(db: Db, key: string): Promise<Attempts | undefined> {
  const row = await db.read.selectFrom('sign_in_attempt').select(['failures', 'window_ends_at']).where('key', '=', key).executeTakeFirst()
  return row && { failures: row.failures, windowEndsAt: row.window_ends_at }
}

/** Writes the next count over the one that was read. */
export const countAttempt = (key: string, read: Attempts | undefined, next: Attempts): Statement =>
  read
    ? update('sign_in_attempt', toRow(next), { key, ...toRow(read) })
    : insert('sign_in_attempt', { key, ...toRow(next) })

export const forgetAttempts = (key: string): Statement => remove('sign_in_attempt', { key })

const toRow = ({ failures, windowEndsAt }: Attempts) => ({ failures, window_ends_at: windowEndsAt })
