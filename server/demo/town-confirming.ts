import type { Ctx } from '../context.ts'
import { confirmPart } from '../drafts/answer-confirmation.ts'
import { askConfirmation } from '../drafts/ask-confirmation.ts'
import { coStandings, type CoStanding } from '../drafts/co-standing.ts'
import { getDraft } from '../drafts/draft.store.ts'
import { witnessConfirmation } from '../drafts/witness-confirmation.ts'
import { readWork } from '../drafts/work.ts'
import { createPerson } from '../people/create-person.ts'
import { actorOf } from '../people/person.ts'
import { findPersonByIdentity } from '../people/person.store.ts'

const openStandings = async (ctx: Ctx, id: string): Promise<CoStanding[]> =>
  (await coStandings(ctx, await readWork(ctx, id))).filter(({ standing }) => standing !== 'confirmed')

/** Whoever applies together is asked; at the counter he stands there as well. */
export async function askAll(ctx: Ctx, id: string): Promise<void> {
  const { channel } = await getDraft(ctx, id)
  for (const { coApplicant } of await openStandings(ctx, id)) await (channel === 'counter' ? witnessConfirmation : askConfirmation)(ctx, id, coApplicant.id)
}

/** Who is asked opens an account if he has none, signs in as sure as single sign-on makes it, and confirms what he reads. */
export async function confirmAll(ctx: Ctx, id: string): Promise<void> {
  for (const { confirmation, part, number, name } of await openStandings(ctx, id)) {
    const person = (await findPersonByIdentity(ctx, number)) ?? await createPerson(ctx, { kind: 'person', name, identity: { idNumber: number }, passwordHash: null }, 'applicant')
    await confirmPart({ ...ctx, actor: { ...actorOf(person), assurance: 2 } }, confirmation?.id ?? '', part)
  }
}
