import type { Ctx } from '../context.ts'
import { createPerson } from '../people/create-person.ts'
import { hashPassword } from '../people/password.ts'
import { accountsStream, type Person } from '../people/person.ts'
import { getPerson, removeSessions, updatePerson } from '../people/person.store.ts'
import { newTemporaryPassword, temporaryPasswordEnd } from '../people/temporary-password.ts'
import { administer } from './administer.ts'

/** A password to hand over: it is shown once and kept only as a hash. */
export interface Handover {
  person: Person
  password: string
  until: string
}

/** Opens an account for a member of staff, who gets his roles afterwards. */
export async function createStaff(ctx: Ctx, { name, username, phone }: { name: string; username: string; phone: string }): Promise<Handover> {
  const [password, until] = [newTemporaryPassword(), temporaryPasswordEnd(ctx.now)]
  const identity = phone === '' ? {} : { phone }
  const passwordHash = await hashPassword(password)
  const person = await createPerson(ctx, { kind: 'person', name, username, identity, passwordHash, passwordExpiresAt: until }, 'systemAdministrator')
  return { person, password, until }
}

/** Replaces a forgotten password by a temporary one and ends the account's sessions. */
export async function resetPassword(ctx: Ctx, personId: string): Promise<Handover> {
  const [password, until] = [newTemporaryPassword(), temporaryPasswordEnd(ctx.now)]
  const passwordHash = await hashPassword(password)
  await administer(ctx, 'credentials.reset', accountsStream, 'person.passwordReset', { personId }, async () => {
    const person = await getPerson(ctx, personId)
    return [updatePerson(ctx.vault, { ...person, passwordExpiresAt: until, sessionEpoch: person.sessionEpoch + 1 }, passwordHash), removeSessions(personId)]
  })
  return { person: await getPerson(ctx, personId), password, until }
}
