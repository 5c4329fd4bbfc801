import type { Ctx } from '../context.ts'
import { Conflict, TooMany } from '../errors.ts'
import type { Problem } from '../web/form.ts'
import { insertLetter } from './account-letter.store.ts'
import { countOne } from './attempts.ts'
import { createPerson } from './create-person.ts'
import { hashPassword } from './password.ts'
import { identityNumber, type Person } from './person.ts'
import { findPersonByIdentity, findPersonByUsername } from './person.store.ts'
import type { Registration } from './register.form.ts'

/** Somebody who tries numbers one after the other is stopped, and the owner of each hears of it once a day. */
const registrationsPerAddress = { times: 30, minutes: 60 }
const lettersToOwner = { times: 1, minutes: 24 * 60 }

/**
 * Opens an account for somebody who registers himself, or says that it can't be done with these data. What
 * stands in the way, a number or a username that has an account, is not told, nor by how long it took. Throws `TooMany`.
 */
export async function register(ctx: Ctx, registration: Registration, address: string): Promise<Person | Problem[]> {
  await countOne(ctx, `register ${ctx.vault.index(address)}`, registrationsPerAddress)
  const { password, ...person } = registration
  const passwordHash = await hashPassword(password)
  if (await isTaken(ctx, registration)) return [taken]
  return createPerson(ctx, { ...person, passwordHash }, 'applicant').catch(async error => {
    // Somebody registered the same number or name while this password was hashed.
    if (error instanceof Conflict && error.code === 'duplicate') return [taken]
    throw error
  })
}

const taken: Problem = { field: 'form', code: 'people:problem.cannotRegister' }

/** What two accounts can't share: the username, and the ID number or credit code. The owner of the number is written to. */
async function isTaken(ctx: Ctx, { username, identity }: Pick<Registration, 'username' | 'identity'>): Promise<boolean> {
  const [owner, other] = [await findPersonByIdentity(ctx, identityNumber(identity) ?? ''), await findPersonByUsername(ctx, username)]
  if (owner) await countOne(ctx, `registration told ${owner.id}`, lettersToOwner).then(() => ctx.db.commit([insertLetter(ctx, { kind: 'registrationTried', personId: owner.id })]), asTold)
  return owner !== undefined || other !== undefined
}

function asTold(error: unknown): void {
  if (!(error instanceof TooMany)) throw error
}
