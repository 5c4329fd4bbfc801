import { randomUUID } from 'node:crypto'
import type { Request } from 'express'
import type { SessionData } from 'express-session'
import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import type { Actor } from '../people/actor.ts'
import { deviceOf } from '../people/device.ts'
import { actorOf, type Person } from '../people/person.ts'
import { findActor } from '../people/person.store.ts'
import { sessionEnd, type Remembered, type SignIn } from '../people/session.ts'
import { authenticate } from '../people/sign-in.ts'
import { clientAddress } from './client-address.ts'
import { knownBrowser } from './known-browser.ts'
import { sessionCookie, type LimitsByKind } from './session.store.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface User extends Actor {
      /** Known when somebody has just signed in: the session remembers it. */
      sessionEpoch?: number
      /** Known then, too: the password is a temporary one and wants to be replaced. */
      isPasswordTemporary?: boolean
      /** Known then, too: how he signed in. */
      signIn?: SignIn
    }
    interface Locals {
      /** The session of whoever is signed in, and when it will have ended if nothing more comes. */
      session?: { remembered: Remembered; endsAt: Date; lastsUntil: Date; idleMinutes: number }
    }
  }
}
declare module 'express-session' {
  interface SessionData {
    passport?: { user?: Remembered }
    seenAt?: string
  }
}

/** Ways of signing in (local accounts; other strategies can stand beside it), and how a session is turned into an actor. */
export const identification = new passport.Passport()

const minute = 60_000
const limitsOf = (req: Request, isStaff: boolean) => (req.app.locals.sessionLimits as LimitsByKind)[isStaff ? 'staff' : 'applicant']

identification.serializeUser((req: Request, user: Express.User, done: (error: unknown, remembered?: Remembered) => void) => {
  const at = req.res!.locals.ctx.now.toISOString()
  done(null, {
    id: user.id, epoch: user.sessionEpoch ?? 0, at, provedAt: at, handle: randomUUID(), isStaff: user.grants.length > 0,
    device: deviceOf(req.get('user-agent') ?? '', req.ip ?? ''), ...(user.signIn ?? byPassword),
  })
})

identification.deserializeUser((req: Request, remembered: Remembered, done: (error: unknown, user?: Actor | false) => void) => {
  recall(req, remembered).then(actor => done(null, actor ?? false), done)
})

/** Nobody, when the account was closed, its sessions were ended, or the time of this one is over. */
async function recall(req: Request, remembered: Remembered): Promise<Actor | undefined> {
  const { ctx } = req.res!.locals
  const actor = await findActor(ctx, remembered.id, remembered.epoch)
  if (!actor) return undefined
  // By the roles he has now: who was appointed a minute ago is held to the limits of staff already.
  const limits = limitsOf(req, actor.grants.length > 0)
  if (sessionEnd(remembered, req.session.seenAt ?? remembered.at, limits) <= ctx.now) return undefined
  const lastsUntil = new Date(Date.parse(remembered.at) + limits.hours * 60 * minute)
  req.res!.locals.session = { remembered, endsAt: sessionEnd(remembered, ctx.now.toISOString(), limits), lastsUntil, idleMinutes: limits.idleMinutes }
  return { ...actor, assurance: remembered.assurance }
}

const byPassword: SignIn = { by: 'password', isSecond: false, assurance: 1 }

const asUser = (person: Person): Express.User => ({ ...actorOf(person), sessionEpoch: person.sessionEpoch, isPasswordTemporary: person.passwordExpiresAt !== null })

identification.use(new LocalStrategy({ passReqToCallback: true }, (req, username, password, done) => {
  authenticate(req.res!.locals.ctx, { username, password, address: clientAddress(req), knownAs: knownBrowser(req) }).then(person => done(null, person ? asUser(person) : false), done)
}))

/** Asks the strategy of local accounts, without opening a session. Throws what `authenticate` throws. */
export const identify = (req: Request): Promise<Express.User | false> =>
  new Promise((resolve, reject) => {
    const answer = (error: unknown, user?: Express.User | false) => (error ? reject(error as Error) : resolve(user || false))
    identification.authenticate('local', answer)(req, req.res, reject)
  })

/** Opens a session under a new id: one that was planted before signing in is worth nothing. */
export function openSession(req: Request, user: Express.User | Person, signIn: SignIn = byPassword): Promise<void> {
  const who = { ...('identity' in user ? asUser(user) : user), signIn }
  return new Promise((resolve, reject) => {
    req.logIn(who, error => {
      if (error) return reject(error as Error)
      req.session.cookie.maxAge = limitsOf(req, who.grants.length > 0).hours * 60 * minute
      req.res?.locals.ctx.log.info({ personId: who.id, ...signIn }, 'session opened')
      resolve()
    })
  })
}

/** How the present session began, for one that takes its place. */
export const presentSignIn = (req: Request): SignIn => {
  const { by, isSecond, assurance } = req.res!.locals.session?.remembered ?? byPassword
  return { by, isSecond, assurance }
}

/** Who has proved anew that it is he goes on as before, under a new id. */
export async function renewProof(req: Request, at: Date): Promise<void> {
  const { passport, cookie: { maxAge } } = req.session
  if (!passport?.user) return
  await renewSession(req)
  req.session.cookie.maxAge = maxAge as number
  await keepInSession(req, { passport: { ...passport, user: { ...passport.user, provedAt: at.toISOString() } } })
}

/** An empty session under a new id, for what comes between the first proof and the second. */
export const renewSession = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    req.session.regenerate(error => (error ? reject(error as Error) : resolve()))
  })

/** Keeps something in the session before the browser is sent on: it follows a redirect before the session is written. */
export function keepInSession(req: Request, what: Partial<SessionData>): Promise<void> {
  Object.assign(req.session, what)
  return new Promise((resolve, reject) => {
    req.session.save(error => (error ? reject(error as Error) : resolve()))
  })
}

/** Ends the session here and in the browser. */
export const endSession = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    const { secure } = req.session.cookie
    req.res!.clearCookie(sessionCookie(secure === true), { path: '/', httpOnly: true, sameSite: 'lax', secure: secure === true })
    req.session.destroy(error => (error ? reject(error as Error) : resolve()))
  })
