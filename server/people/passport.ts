import passport from 'passport'
import type { Ctx } from '../context.ts'

/** How a session is turned into an actor. */
export function configurePassport(_base: Omit<Ctx, 'actor' | 'now'>): void {
  passport.serializeUser((user, done) => done(null, { id: (user as { id: string }).id }))
}
