import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { insertLetter } from './account-letter.store.ts'
import { confirmationHash, countConfirmationLetter } from './email-confirmation.ts'
import { findConfirmation, removeConfirmations, useUpConfirmation } from './email-confirmation.store.ts'
import { changeOwn } from './own-account.ts'
import { getPerson, updatePerson } from './person.store.ts'
import type { Person } from './person.ts'

/** Has the letter sent once more to the address that waits. Throws `TooMany`, and `NotFound` when none waits. */
export async function sendConfirmationAgain(ctx: Ctx): Promise<void> {
  const { newEmail } = (await getPerson(ctx, ctx.actor.id)).identity
  if (!newEmail) throw new NotFound('page')
  await countConfirmationLetter(ctx, newEmail)
  await ctx.db.commit([insertLetter(ctx, { kind: 'confirmEmail', personId: ctx.actor.id, email: newEmail })])
}

/** The address that a link confirms for whoever is signed in. Throws `NotFound` when it was used, is over, or another's. */
export async function addressOfLink(ctx: Ctx, token: string): Promise<string> {
  return (await waiting(ctx, await getPerson(ctx, ctx.actor.id), token)).email
}

async function waiting(ctx: Ctx, { id, identity: { newEmail } }: Person, token: string): Promise<{ email: string; hash: string }> {
  const hash = newEmail === undefined ? '' : confirmationHash(token, newEmail)
  if (newEmail === undefined || !(await findConfirmation(ctx, id, hash))) throw new NotFound('people.confirmationOver')
  return { email: newEmail, hash }
}

/** The address serves from now on: for resets and for messages. The one before hears of it. */
export async function confirmEmail(ctx: Ctx, token: string): Promise<void> {
  await changeOwn(ctx, 'person.emailConfirmed', async person => {
    const { email, hash } = await waiting(ctx, person, token)
    const { newEmail: _, email: before, ...identity } = person.identity
    const letters = before ? [insertLetter(ctx, { kind: 'emailChanged', personId: person.id, email: before })] : []
    return [useUpConfirmation(person.id, hash), removeConfirmations(person.id), ...letters, updatePerson(ctx.vault, { ...person, identity: { ...identity, email } })]
  })
}
