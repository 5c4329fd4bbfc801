import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import type { Actor } from './actor.ts'
import { actorOf } from './person.ts'
import { findActor } from './person.store.ts'
import { authenticate } from './sign-in.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface User extends Actor {
      /** Known when somebody has just signed in: the session remembers it. */
      sessionEpoch?: number
    }
  }
}

/** What a session keeps of a person: the rest is read at each request, so that a role withdrawn is gone at once. */
interface Remembered {
  id: string
  epoch: number
}

/** Ways of signing in (local accounts; other strategies can stand beside it), and how a session is turned into an actor. */
export const identification = new passport.Passport()

identification.serializeUser<Remembered>((user, done) => done(null, { id: user.id, epoch: user.sessionEpoch ?? 0 }))

identification.deserializeUser((req, { id, epoch }: Remembered, done) => {
  findActor(req.res!.locals.ctx, id, epoch).then(actor => done(null, actor ?? false), done)
})

identification.use(new LocalStrategy({ passReqToCallback: true }, (req, username, password, done) => {
  authenticate(req.res!.locals.ctx, { username, password, address: req.ip ?? '' }).then(
    person => done(null, person ? { ...actorOf(person), sessionEpoch: person.sessionEpoch } : false),
    done,
  )
}))
