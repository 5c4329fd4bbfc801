import type { RequestHandler } from 'express'
import type { Config } from '../config.ts'
import { Forbidden } from '../errors.ts'
import { mustHaveSecond } from '../people/second-factor.ts'
import { paths } from './paths.ts'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Locals {
      /** Somebody with a role who has shown no second factor yet. */
      isHeldBack?: boolean
    }
  }
}

/** What he may reach until then: getting one, his own password, and the way out. */
const open = /^\/(me\/security|me\/password|me\/confirm|sign-out|session)(\/|$)/

/** Whoever holds a role and has shown no second factor has no power, and gets to one page: where he sets one up. */
export function secondFactorGate({ secondFactor }: Pick<Config, 'secondFactor'>): RequestHandler {
  return (req, res, next) => {
    const { ctx, session } = res.locals
    if (!session || session.remembered.isSecond || !mustHaveSecond(ctx.actor, secondFactor)) return next()
    res.locals.ctx = { ...ctx, actor: { ...ctx.actor, grants: [], mandates: [] } }
    res.locals.isHeldBack = true
    if (open.test(req.path)) return next()
    if (!req.accepts('html')) return next(new Forbidden('forbidden'))
    res.redirect(303, paths.security())
  }
}
