import { Store, type SessionData } from 'express-session'
import type { Db } from '../../db/connect.ts'
import { remove, update, upsert } from '../../db/statement.ts'

const hour = 3600_000

/** Sessions in the database: any process can serve any visitor, and all of a person's can be ended at once. */
export class DatabaseSessions extends Store {
  readonly #db: Db
  constructor(db: Db) {
    super()
    this.#db = db
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#db.read.selectFrom('session').select(['data', 'expires_at']).where('id', '=', id).executeTakeFirst().then(
      row => done(null, row && row.expires_at > new Date().toISOString() ? (JSON.parse(row.data) as SessionData) : null),
      done,
    )
  }

  override set(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    const now = new Date()
    const data = session as SessionData & { passport?: { user?: { id?: string } }; createdAt?: string }
    this.#db.commit([upsert('session', {
      id,
      person_id: data.passport?.user?.id ?? null,
      data: JSON.stringify(session),
      created_at: data.createdAt ?? now.toISOString(),
      seen_at: now.toISOString(),
      expires_at: expiry(session, now),
    }, ['id'])]).then(() => done?.(), done)
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    this.#db.commit([remove('session', { id })]).then(() => done?.(), done)
  }

  override touch(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    const now = new Date()
    this.#db.commit([update('session', { seen_at: now.toISOString(), expires_at: expiry(session, now) }, { id }, 'any')]).then(() => done?.(), () => done?.())
  }
}

const expiry = (session: SessionData, now: Date): string =>
  (session.cookie.expires ? new Date(session.cookie.expires) : new Date(now.getTime() + hour)).toISOString()
