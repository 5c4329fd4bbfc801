import { insert, remove, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'

export interface PasswordReset {
  hash: string
  personId: string
  expiresAt: string
}

/** Whose new password a link is for; undefined when it was used or its time is over. */
export async function findReset({ db, now }: Pick<Ctx, 'db' | 'now'>, hash: string): Promise<PasswordReset | undefined> {
  const row = await db.read.selectFrom('password_reset').selectAll().where('hash', '=', hash).where('expires_at', '>', now.toISOString()).executeTakeFirst()
  return row && { hash: row.hash, personId: row.person_id, expiresAt: row.expires_at }
}

export const insertReset = ({ hash, personId, expiresAt }: PasswordReset): Statement => insert('password_reset', { hash, person_id: personId, expires_at: expiresAt })
/** Uses a link up: of two who come with it at once, one is refused. */
export const useUpReset = ({ hash }: PasswordReset): Statement => remove('password_reset', { hash }, 1)
export const removeResets = (personId: string): Statement => remove('password_reset', { person_id: personId })
