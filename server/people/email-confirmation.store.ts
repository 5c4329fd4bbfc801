import { insert, remove, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'

export interface EmailConfirmation {
  hash: string
  personId: string
  expiresAt: string
}

/** Whether a link to confirm an address is somebody's, and not over yet. */
export async function findConfirmation({ db, now }: Pick<Ctx, 'db' | 'now'>, personId: string, hash: string): Promise<boolean> {
  const row = await db.read.selectFrom('email_confirmation').select('hash').where('hash', '=', hash).where('person_id', '=', personId).where('expires_at', '>', now.toISOString()).executeTakeFirst()
  return row !== undefined
}

export const insertConfirmation = ({ hash, personId, expiresAt }: EmailConfirmation): Statement => insert('email_confirmation', { hash, person_id: personId, expires_at: expiresAt })
/** Uses a link up: of two who come with it at once, one is refused. */
export const useUpConfirmation = (personId: string, hash: string): Statement => remove('email_confirmation', { hash, person_id: personId }, 1)
export const removeConfirmations = (personId: string): Statement => remove('email_confirmation', { person_id: personId })
