import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Problem } from '../web/form.ts'
import { countOne } from './attempts.ts'
import { createPerson } from './create-person.ts'
import { hashPassword } from './password.ts'
import { identityNumber, type Person } from './person.ts'
import { findPersonByIdentity, findPersonByUsername } from './person.store.ts'
import type { Registration } from './register.form.ts'

/** Whether a number has an account is told to nobody who asks it too often. */
const registrationsPerAddress = { times: 30, minutes: 60 }

/** Opens an account for somebody who registers himself, or says what is taken already. Throws `TooMany`. */
export async function register(ctx: Ctx, registration: Registration, address: string): Promise<Person | Problem[]> {
  await countOne(ctx, `register ${ctx.vault.index(address)}`, registrationsPerAddress)
  const taken = await takenProblems(ctx, registration)
  if (taken.length > 0) return taken
  const { password, ...person } = registration
  const passwordHash = await hashPassword(password)
  return createPerson(ctx, { ...person, passwordHash }, 'applicant').catch(async error => {
    // Somebody registered the same number or name while this password was hashed.
    if (error instanceof Conflict && error.code === 'duplicate') return takenProblems(ctx, registration)
    throw error
  })
}

/** What two accounts can't share: the username, and the ID number or credit code. */
async function takenProblems(ctx: Ctx, { username, identity }: Pick<Registration, 'username' | 'identity'>): Promise<Problem[]> {
  const number = identityNumber(identity)
  const problems: Problem[] = []
  if (number && (await findPersonByIdentity(ctx, number))) problems.push({ field: identity.uscc ? 'uscc' : 'idNumber', code: 'people:problem.identityTaken' })
  if (await findPersonByUsername(ctx, username)) problems.push({ field: 'username', code: 'people:problem.usernameTaken' })
  return problems
}
