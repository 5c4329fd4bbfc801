import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { insertLetter } from '../people/account-letter.store.ts'
import { accountsStream } from '../people/person.ts'
import { getPerson, removeSessions, updatePerson } from '../people/person.store.ts'
import { listFactors, removeFactors, removeRecoveryCodes } from '../people/second-factor.store.ts'
import { administer } from './administer.ts'

/** Takes away somebody's second factors, who has lost them all: his sessions end, he is written to, and sets up new ones when he next signs in. */
export async function resetSecondFactor(ctx: Ctx, personId: string): Promise<void> {
  await administer(ctx, 'credentials.reset', accountsStream, 'person.factorsReset', { personId }, async () => {
    const person = await getPerson(ctx, personId)
    // Nobody helps himself past his own second factor.
    if (personId === ctx.actor.id) throw new Conflict('people.ownFactors')
    if ((await listFactors(ctx, personId)).length === 0) throw new Conflict('changedMeanwhile')
    return [
      removeFactors(personId), removeRecoveryCodes(personId), removeSessions(personId), insertLetter(ctx, { kind: 'factorsReset', personId }),
      updatePerson(ctx.vault, { ...person, sessionEpoch: person.sessionEpoch + 1 }),
    ]
  })
}
