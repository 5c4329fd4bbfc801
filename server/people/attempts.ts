import type { Ctx } from '../context.ts'
import { Conflict, TooMany } from '../errors.ts'
import { countAttempt, findAttempt, type Attempts } from './sign-in-attempt.store.ts'

/** How often something may be tried within a window of time. */
export interface Allowance {
  times: number
  minutes: number
}

/** Throws `TooMany` when the allowance of `key` is used up. */
export async function requireRoom(ctx: Ctx, key: string, { times }: Allowance): Promise<Attempts | undefined> {
  const attempts = await findAttempt(ctx.db, key)
  if (attempts && attempts.failures >= times && attempts.windowEndsAt > ctx.now.toISOString()) throw tooMany(ctx.now, attempts.windowEndsAt)
  return attempts
}

/**
 * Counts one try, guarded by what was read: of tries that come at once, each is counted or refused.
 * Throws `TooMany` when the allowance is used up.
 */
export async function countOne(ctx: Ctx, key: string, allowance: Allowance): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    const read = await requireRoom(ctx, key, allowance)
    const isOver = !read || read.windowEndsAt <= ctx.now.toISOString()
    const next = isOver ? { failures: 1, windowEndsAt: later(ctx.now, allowance.minutes * 60_000) } : { ...read, failures: read.failures + 1 }
    if (await ctx.db.commit([countAttempt(key, read, next)]).then(() => true, unlessOvertaken)) return
  }
  throw tooMany(ctx.now, later(ctx.now, 1000))
}

function unlessOvertaken(error: unknown): false {
  if (error instanceof Conflict) return false
  throw error
}

const later = (now: Date, milliseconds: number): string => new Date(now.getTime() + milliseconds).toISOString()

function tooMany(now: Date, until: string): TooMany {
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000))
  return new TooMany('tooManyAttempts', { seconds: String(seconds), minutes: String(Math.ceil(seconds / 60)) })
}
