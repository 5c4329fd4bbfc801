import type { RequestHandler } from 'express'
import { Forbidden, NotSignedIn } from '../errors.ts'
import { isAllowed, type Permission } from '../people/permissions.ts'

export type Guard = RequestHandler & { permission: Permission }

/** Stands on every route's line: lets those through who hold the permission. */
export function can(permission: Permission): Guard {
  const guard: RequestHandler = (_req, res, next) => {
    const { actor } = res.locals.ctx
    if (isAllowed(actor, permission)) return next()
    throw actor.kind === 'anonymous' ? new NotSignedIn('notSignedIn') : new Forbidden('forbidden')
  }
  return Object.assign(guard, { permission })
}
