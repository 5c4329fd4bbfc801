import { Store, type SessionData } from 'express-session'
import type { Db } from '../../db/connect.ts'
import { remove, update, upsert } from '../../db/statement.ts'

const hour = 3600_000
/** A session is not written at every request: being seen within this time is being seen. */
const glance = 5 * 60_000

/** `__Host-` binds the cookie to this host and to TLS. */
export const sessionCookie = (isSecure: boolean): string => (isSecure ? '__Host-session' : 'session')

type Kept = SessionData & { passport?: { user?: { id: string; at: string } }; seenAt?: string }

/** Sessions in the database: any process can serve any visitor, and all of a person's can be ended at once. */
export class DatabaseSessions extends Store {
  readonly #db: Db
  constructor(db: Db) {
    super()
    this.#db = db
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#db.read.selectFrom('session').select(['data', 'expires_at', 'seen_at']).where('id', '=', id).executeTakeFirst().then(
      row => done(null, row && row.expires_at > new Date().toISOString() ? ({ ...JSON.parse(row.data), seenAt: row.seen_at } as Kept) : null),
      done,
    )
  }

  override set(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    const now = new Date()
    const { user } = (session as Kept).passport ?? {}
    this.#db.commit([upsert('session', {
      id,
      person_id: user?.id ?? null,
      data: JSON.stringify(session),
      created_at: user?.at ?? now.toISOString(),
      seen_at: now.toISOString(),
      expires_at: expiry(session, now),
    }, ['id'])]).then(() => done?.(), done)
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    this.#db.commit([remove('session', { id })]).then(() => done?.(), done)
  }

  override touch(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    const now = new Date()
    const { seenAt } = session as Kept
    if (seenAt && now.getTime() - Date.parse(seenAt) < glance) return done?.()
    this.#db.commit([update('session', { seen_at: now.toISOString(), expires_at: expiry(session, now) }, { id }, 'any')]).then(() => done?.(), () => done?.())
  }
}

const expiry = (session: SessionData, now: Date): string =>
  (session.cookie.expires ? new Date(session.cookie.expires) : new Date(now.getTime() + hour)).toISOString()
