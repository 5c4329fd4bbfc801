import { remove, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import type { Remembered } from './session.ts'

/** A session as its owner is shown it. `id` is the key to the session: it stays on the server. */
export interface OpenSession extends Remembered {
  id: string
  person: string
  seenAt: string
}

/** Where somebody is signed in now, the last seen first. */
export async function listSessions({ db, now }: Pick<Ctx, 'db' | 'now'>, personId: string): Promise<OpenSession[]> {
  const rows = await db.read.selectFrom('session').select(['id', 'data', 'seen_at']).where('person_id', '=', personId).where('expires_at', '>', now.toISOString()).orderBy('seen_at', 'desc').execute()
  return rows.map(({ id, data, seen_at }) => ({ ...(JSON.parse(data) as { passport: { user: Remembered } }).passport.user, id, person: personId, seenAt: seen_at }))
}

/** Ends one session of its owner; nothing happens when it has ended meanwhile. */
export const removeSession = ({ id, person }: OpenSession): Statement => remove('session', { id, person_id: person })
