import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import type { ActType } from '../ledger/act.ts'
import { insertLetter } from './account-letter.store.ts'
import { countConfirmationLetter } from './email-confirmation.ts'
import { listSessions, removeSession } from './device.store.ts'
import type { Notices } from './notices.ts'
import { hashPassword } from './password.ts'
import { personStream, type Person } from './person.ts'
import { getPerson, removeSessions, updatePerson } from './person.store.ts'

/** What one may change of one's own identity; `email` is what was typed, `''` for none. */
export interface Contact {
  phone: string
  email: string
}

/**
 * Telephone and e-mail. A new address serves for nothing until it is confirmed (`confirm-email.ts`): until then
 * the one before stays, and hears of the wish. Throws `TooMany` when too many letters were asked for.
 */
export async function changeContact(ctx: Ctx, { phone, email }: Contact): Promise<void> {
  const { identity: known } = await getPerson(ctx, ctx.actor.id)
  const isNew = email !== '' && email !== known.email && email !== known.newEmail
  if (isNew) await countConfirmationLetter(ctx, email)
  await changeOwn(ctx, 'person.contactChanged', async person => {
    const { email: before, newEmail: _, ...identity } = person.identity
    const told = (kind: 'emailChanged' | 'emailWished') => (before ? [insertLetter(ctx, { kind, personId: person.id, email: before })] : [])
    const letters = isNew ? [insertLetter(ctx, { kind: 'confirmEmail', personId: person.id, email }), ...told('emailWished')] : email === '' ? told('emailChanged') : []
    const kept = { ...(email !== '' && before ? { email: before } : {}), ...(email !== '' && email !== before ? { newEmail: email } : {}) }
    return [...letters, updatePerson(ctx.vault, { ...person, identity: { ...identity, phone, ...kept } })]
  })
}

/** Chooses how one is told, beside the inbox. */
export async function changeNotices(ctx: Ctx, notices: Notices): Promise<void> {
  await changeOwn(ctx, 'person.noticesChanged', async person => [updatePerson(ctx.vault, { ...person, identity: { ...person.identity, notices } })])
}

/** Gives oneself a new password and ends every session, this one too. */
export async function changePassword(ctx: Ctx, password: string): Promise<Person> {
  const passwordHash = await hashPassword(password)
  return changeOwn(ctx, 'person.passwordChanged', async person =>
    [updatePerson(ctx.vault, { ...person, passwordExpiresAt: null, sessionEpoch: person.sessionEpoch + 1 }, passwordHash), removeSessions(person.id)])
}

/** Ends one's sessions on all devices. */
export async function signOutEverywhere(ctx: Ctx): Promise<void> {
  await changeOwn(ctx, 'person.sessionsEnded', async person =>
    [updatePerson(ctx.vault, { ...person, sessionEpoch: person.sessionEpoch + 1 }), removeSessions(person.id)])
}

/** Ends one's session on one device. Throws `NotFound` for a session that isn't one's own, or has ended. */
export async function signOutDevice(ctx: Ctx, handle: string): Promise<void> {
  await changeOwn(ctx, 'person.sessionEnded', async person => {
    const session = (await listSessions(ctx, person.id)).find(one => one.handle === handle)
    if (!session) throw new NotFound('page')
    return [removeSession(session)]
  })
}

/** Changes one's own account, with the act that says so. */
export async function changeOwn(ctx: Ctx, type: ActType, change: (person: Person) => Promise<WriteSet>): Promise<Person> {
  const { id } = ctx.actor
  await commitAct(ctx.db, personStream(id), async () => ({
    act: { at: ctx.now.toISOString(), actorId: id, actorRole: 'self', type, data: { personId: id } },
    set: await change(await getPerson(ctx, id)),
  }))
  return getPerson(ctx, id)
}
