import { Store, type SessionData } from 'express-session'
import type { Db } from '../../db/connect.ts'
import { query } from '../../db/query.ts'
import { remove, update, upsert, type Statement } from '../../db/statement.ts'
import { sessionEnd, type Remembered, type SessionLimits } from '../people/session.ts'

/** What is kept for somebody who is not signed in (yet): a second factor, a way through another's sign-in. */
const strangersMinutes = 15
/** A session is not written at every request: being seen within this time is being seen. */
const glance = 60_000

/** `__Host-` binds the cookie to this host and to TLS. */
export const sessionCookie = (isSecure: boolean): string => (isSecure ? '__Host-session' : 'session')

export interface LimitsByKind {
  applicant: SessionLimits
  staff: SessionLimits
}

type Kept = SessionData & { passport?: { user?: Remembered }; seenAt?: string }

const sessionById = query((db, at: { id: string }) => db.selectFrom('session').select(['data', 'expires_at', 'seen_at']).where('id', '=', at.id))

/** Sessions in the database: any process can serve any visitor, and all of a person's can be ended at once. */
export class DatabaseSessions extends Store {
  readonly #db: Db
  readonly #limits: LimitsByKind
  readonly #clock: () => Date
  constructor(db: Db, limits: LimitsByKind, clock: () => Date) {
    super()
    this.#db = db
    this.#limits = limits
    this.#clock = clock
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    sessionById.first(this.#db, { id }).then(
      row => done(null, row && row.expires_at > this.#clock().toISOString() ? ({ ...JSON.parse(row.data), seenAt: row.seen_at } as Kept) : null),
      done,
    )
  }

  override set(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    this.#db.commit([this.#written(id, session as Kept)]).then(() => done?.(), done)
  }

  #written(id: string, session: Kept): Statement {
    const { seenAt, ...kept } = session
    const user = kept.passport?.user
    const now = this.#clock().toISOString()
    const row = { person_id: user?.id ?? null, data: JSON.stringify(kept), seen_at: now, expires_at: this.#end(session, now) }
    // One that was read before is only written over: ended meanwhile, it must not come back.
    return seenAt ? update('session', row, { id }, 'any') : upsert('session', { id, created_at: user?.at ?? now, ...row }, ['id'])
  }

  #end({ passport }: Kept, now: string): string {
    const user = passport?.user
    if (!user) return new Date(Date.parse(now) + strangersMinutes * 60_000).toISOString()
    return sessionEnd(user, now, this.#limits[user.isStaff ? 'staff' : 'applicant']).toISOString()
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    this.#db.commit([remove('session', { id })]).then(() => done?.(), done)
  }

  override touch(id: string, session: SessionData, done?: (error?: unknown) => void): void {
    const now = this.#clock().toISOString()
    const { seenAt } = session as Kept
    if (seenAt && Date.parse(now) - Date.parse(seenAt) < glance) return done?.()
    this.#db.commit([update('session', { seen_at: now, expires_at: this.#end(session as Kept, now) }, { id }, 'any')]).then(() => done?.(), () => done?.())
  }
}
