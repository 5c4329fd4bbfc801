import type { Ctx } from '../context.ts'
import { TooMany } from '../errors.ts'
import { countOne, requireRoom } from './attempts.ts'
import { compactNumber, isIdNumber, isUscc } from './identity-number.ts'
import { isPassword } from './password.ts'
import { tidyUsername, type Person } from './person.ts'
import { findPasswordHash, findPersonByIdentity, findPersonByUsername } from './person.store.ts'
import { forgetAttempts } from './sign-in-attempt.store.ts'

/** Wrong passwords for one name from one address; in all, from browsers that don't know it; and from one address. */
const perAccount = { times: 5, minutes: 15 }
const perAccountEverywhere = { times: 50, minutes: 60 }
const perAddress = { times: 50, minutes: 15 }

export interface Credentials {
  /** A username, or the ID number or credit code of the account. */
  username: string
  password: string
  address: string
  /** Whose browser it is, by their ids: who has signed in here before is counted apart from strangers. */
  knownAs?: readonly string[]
}

/**
 * The person whose credentials these are, or undefined: unknown name, closed account and wrong
 * password look alike and take the same time. Throws `TooMany` when it was wrong too often.
 *
 * Nobody is locked out by others: a stranger uses up his own address's tries first, all strangers
 * together those of unknown browsers, and the owner's own browser has tries that only it can use up.
 */
export async function authenticate(ctx: Ctx, credentials: Credentials): Promise<Person | undefined> {
  // Who was guessed at stands in the log as an id, and from where as a digest: names and addresses do not.
  const tell = (outcome: 'right' | 'wrong' | 'tooMany', person?: Person) =>
    ctx.log.info({ outcome, personId: person?.id, place: ctx.vault.index(credentials.address).slice(0, 16) }, 'password tried')
  return tried(ctx, credentials, tell).catch((error: unknown) => {
    if (error instanceof TooMany) tell('tooMany')
    throw error
  })
}

async function tried(ctx: Ctx, { username, password, address, knownAs = [] }: Credentials, tell: (outcome: 'right' | 'wrong', person?: Person) => void): Promise<Person | undefined> {
  const person = await findByName(ctx, username)
  const isKnown = person !== undefined && knownAs.includes(person.id)
  const place = `address ${ctx.vault.index(address)}`
  if (!isKnown) await requireRoom(ctx, place, perAddress)
  // Counted before the password is looked at: a hundred guesses sent at once are a hundred guesses.
  const counted = keysOf(ctx, { username, address, isKnown })
  for (const { key, allowance } of counted) await countOne(ctx, key, allowance)
  if (await isPassword(password, person && (await findPasswordHash(ctx, person.id)))) {
    await ctx.db.commit(counted.map(({ key }) => forgetAttempts(key)))
    tell('right', person)
    return person
  }
  tell('wrong', person)
  if (!isKnown) await countOne(ctx, place, { ...perAddress, times: Infinity })
  return undefined
}

/** By the name as typed, whether anybody has it or not: what is told must not depend on that. */
function keysOf({ vault }: Ctx, { username, address, isKnown }: { username: string; address: string; isKnown: boolean }) {
  const name = vault.index(tidyUsername(username))
  if (isKnown) return [{ key: `account ${name} known`, allowance: perAccount }]
  return [
    { key: `account ${name} from ${vault.index(address)}`, allowance: perAccount },
    { key: `account ${name}`, allowance: perAccountEverywhere },
  ]
}

export function findByName(ctx: Ctx, typed: string): Promise<Person | undefined> {
  const number = compactNumber(typed)
  return isIdNumber(number) || isUscc(number) ? findPersonByIdentity(ctx, number) : findPersonByUsername(ctx, typed)
}
