import type { Request } from 'express'
import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import type { Actor } from '../people/actor.ts'
import { actorOf, type Person } from '../people/person.ts'
import { findActor } from '../people/person.store.ts'
import { authenticate } from '../people/sign-in.ts'
import { sessionCookie } from './session.store.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface User extends Actor {
      /** Known when somebody has just signed in: the session remembers it. */
      sessionEpoch?: number
      /** Known then, too: the password is a temporary one and wants to be replaced. */
      isPasswordTemporary?: boolean
    }
  }
}

/** What a session keeps of a person: the rest is read at each request, so that a role withdrawn is gone at once. */
interface Remembered {
  id: string
  epoch: number
  /** When he signed in. */
  at: string
}

/** Ways of signing in (local accounts; other strategies can stand beside it), and how a session is turned into an actor. */
export const identification = new passport.Passport()

identification.serializeUser((req: Request, user: Express.User, done: (error: unknown, remembered?: Remembered) => void) => {
  done(null, { id: user.id, epoch: user.sessionEpoch ?? 0, at: req.res!.locals.ctx.now.toISOString() })
})

identification.deserializeUser((req: Request, { id, epoch }: Remembered, done: (error: unknown, user?: Actor | false) => void) => {
  findActor(req.res!.locals.ctx, id, epoch).then(actor => done(null, actor ?? false), done)
})

const asUser = (person: Person): Express.User => ({ ...actorOf(person), sessionEpoch: person.sessionEpoch, isPasswordTemporary: person.passwordExpiresAt !== null })

identification.use(new LocalStrategy({ passReqToCallback: true }, (req, username, password, done) => {
  authenticate(req.res!.locals.ctx, { username, password, address: req.ip ?? '' }).then(person => done(null, person ? asUser(person) : false), done)
}))

/** Asks the strategy of local accounts, without opening a session. Throws what `authenticate` throws. */
export const identify = (req: Request): Promise<Express.User | false> =>
  new Promise((resolve, reject) => {
    const answer = (error: unknown, user?: Express.User | false) => (error ? reject(error as Error) : resolve(user || false))
    identification.authenticate('local', answer)(req, req.res, reject)
  })

/** Opens a session under a new id: one that was planted before signing in is worth nothing. */
export const openSession = (req: Request, user: Express.User | Person): Promise<void> =>
  new Promise((resolve, reject) => {
    req.logIn('identity' in user ? asUser(user) : user, error => (error ? reject(error as Error) : resolve()))
  })

/** Ends the session here and in the browser. */
export const endSession = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    const { secure } = req.session.cookie
    req.res!.clearCookie(sessionCookie(secure === true), { path: '/', httpOnly: true, sameSite: 'lax', secure: secure === true })
    req.session.destroy(error => (error ? reject(error as Error) : resolve()))
  })
