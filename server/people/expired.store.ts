import type { Db } from '../../db/connect.ts'
import { remove } from '../../db/statement.ts'

const atOnce = 500

/** Removes sessions, links to a new password or to confirm an address, and counts of attempts whose time is over; several processes may do it at once. */
export async function removeExpired(db: Db, now: Date): Promise<void> {
  const at = now.toISOString()
  for (;;) {
    const sessions = await db.read.selectFrom('session').select('id').where('expires_at', '<=', at).limit(atOnce).execute()
    const attempts = await db.read.selectFrom('sign_in_attempt').select('key').where('window_ends_at', '<=', at).limit(atOnce).execute()
    const resets = await db.read.selectFrom('password_reset').select('hash').where('expires_at', '<=', at).limit(atOnce).execute()
    const confirmations = await db.read.selectFrom('email_confirmation').select('hash').where('expires_at', '<=', at).limit(atOnce).execute()
    await db.commit([...confirmations.map(({ hash }) => remove('email_confirmation', { hash })), ...resets.map(({ hash }) => remove('password_reset', { hash })), ...sessions.map(({ id }) => remove('session', { id })), ...attempts.map(({ key }) => remove('sign_in_attempt', { key }))])
    if (sessions.length < atOnce && attempts.length < atOnce && resets.length < atOnce && confirmations.length < atOnce) return
  }
}
