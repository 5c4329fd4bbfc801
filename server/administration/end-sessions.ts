import type { Ctx } from '../context.ts'
import { accountsStream } from '../people/person.ts'
import { getPerson, removeSessions, updatePerson } from '../people/person.store.ts'
import { administer } from './administer.ts'

/** Signs somebody out on all his devices: a telephone that was lost, a session that somebody else may sit at. */
export async function endSessionsOf(ctx: Ctx, personId: string): Promise<void> {
  await administer(ctx, 'credentials.reset', accountsStream, 'person.sessionsEnded', { personId }, async () => {
    const person = await getPerson(ctx, personId)
    return [updatePerson(ctx.vault, { ...person, sessionEpoch: person.sessionEpoch + 1 }), removeSessions(personId)]
  })
}
