import type { Response } from 'express'
import { TooMany } from '../errors.ts'
import type { Problem } from '../web/form.ts'
import { homesOf } from '../web/page.ts'
import { localPath, paths } from '../web/paths.ts'
import type { Actor } from './actor.ts'

/** Where somebody goes who has just signed in: where he wanted to, or to his work. */
export const placeOf = (actor: Actor, next: unknown): string =>
  localPath(next) ?? (actor.grants.length > 0 ? homesOf(actor)[0]?.href : undefined) ?? paths.home()

/** Whoever came too often stays on his page with what he typed, and reads how long to wait. */
export function waitProblem(res: Response, field: string, { details }: TooMany): Problem {
  res.set('Retry-After', details.seconds)
  return { field, code: 'people:problem.tooManyAttempts', params: details }
}

export function asTooMany(error: unknown): TooMany {
  if (error instanceof TooMany) return error
  throw error
}
