import type { Ctx } from '../context.ts'
import { countOne, requireRoom } from './attempts.ts'
import { compactNumber, isIdNumber, isUscc } from './identity-number.ts'
import { isPassword } from './password.ts'
import { tidyUsername, type Person } from './person.ts'
import { findPasswordHash, findPersonByIdentity, findPersonByUsername } from './person.store.ts'
import { forgetAttempts } from './sign-in-attempt.store.ts'

/** Wrong passwords for one name, and from one address; then it is time to wait. */
export const perAccount = { times: 5, minutes: 15 }
export const perAddress = { times: 50, minutes: 15 }

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
  await requireRoom(ctx, place, perAddress)
  // Counted before the password is looked at: a hundred guesses sent at once are a hundred guesses.
  await countOne(ctx, account, perAccount)
  const person = await findByName(ctx, username)
  if (await isPassword(password, person && (await findPasswordHash(ctx, person.id)))) {
    await ctx.db.commit([forgetAttempts(account)])
    return person
  }
  await countOne(ctx, place, { ...perAddress, times: Infinity })
  return undefined
}

function findByName(ctx: Ctx, typed: string): Promise<Person | undefined> {
  const number = compactNumber(typed)
  return isIdNumber(number) || isUscc(number) ? findPersonByIdentity(ctx, number) : findPersonByUsername(ctx, typed)
}
