import type { Ctx } from '../context.ts'
import { Conflict, TooMany } from '../errors.ts'
import { isIdNumber, isUscc, compactNumber } from './identity-number.ts'
import { isPassword } from './password.ts'
import { tidyUsername, type Person } from './person.ts'
import { findPasswordHash, findPersonByIdentity, findPersonByUsername } from './person.store.ts'
import { countAttempt, findAttempt, forgetAttempts, type Attempts } from './sign-in-attempt.store.ts'

/** Wrong passwords for one account, and from one address, within the window; then it is time to wait. */
export const signInLimits = { perAccount: 5, perAddress: 50, windowMinutes: 15 }

export interface Credentials {
  /** A username, or the ID number or credit code of the account. */
  username: string
  password: string
  address: string
}

/**
 * The person whose credentials these are, or undefined: unknown name, closed account and wrong
 * password look alike and take the same time. Throws `TooMany` when it was wrong too often.
 */
export async function authenticate(ctx: Ctx, { username, password, address }: Credentials): Promise<Person | undefined> {
  const account = `account ${ctx.vault.index(tidyUsername(username))}`
  const place = `address ${ctx.vault.index(address)}`
  await requireRoom(ctx, place, signInLimits.perAddress)
  // Counted before the password is looked at: a hundred guesses sent at once are a hundred guesses.
  await countOne(ctx, account, signInLimits.perAccount)
  const person = await findByName(ctx, username)
  const isRight = await isPassword(password, person && (await findPasswordHash(ctx, person.id)))
  if (!isRight) {
    await countOne(ctx, place, Infinity)
    return undefined
  }
  await ctx.db.commit([forgetAttempts(account)])
  return person
}

function findByName(ctx: Ctx, typed: string): Promise<Person | undefined> {
  const number = compactNumber(typed)
  return isIdNumber(number) || isUscc(number) ? findPersonByIdentity(ctx, number) : findPersonByUsername(ctx, typed)
}

async function requireRoom(ctx: Ctx, key: string, limit: number): Promise<Attempts | undefined> {
  const attempts = await findAttempt(ctx.db, key)
  if (attempts && attempts.failures >= limit && attempts.windowEndsAt > ctx.now.toISOString()) throw tooMany(ctx.now, attempts.windowEndsAt)
  return attempts
}

/** Adds one, guarded by what was read: of attempts that come at once, each is counted or refused. */
async function countOne(ctx: Ctx, key: string, limit: number): Promise<void> {
  const tries = 10
  for (let turn = 0; turn < tries; turn++) {
    const read = await requireRoom(ctx, key, limit)
    const isOver = !read || read.windowEndsAt <= ctx.now.toISOString()
    const next = isOver ? { failures: 1, windowEndsAt: windowEnd(ctx.now) } : { ...read, failures: read.failures + 1 }
    if (await ctx.db.commit([countAttempt(key, read, next)]).then(() => true, unlessOvertaken)) return
  }
  throw tooMany(ctx.now, new Date(ctx.now.getTime() + 1000).toISOString())
}

function unlessOvertaken(error: unknown): false {
  if (error instanceof Conflict) return false
  throw error
}

const windowEnd = (now: Date): string => new Date(now.getTime() + signInLimits.windowMinutes * 60_000).toISOString()

function tooMany(now: Date, until: string): TooMany {
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000))
  return new TooMany('tooManyAttempts', { seconds: String(seconds), minutes: String(Math.ceil(seconds / 60)) })
}
