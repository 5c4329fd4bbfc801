import type { Ctx } from '../context.ts'
import { commitAct } from '../ledger/act.store.ts'
import { NotFound, TooMany } from '../errors.ts'
import { insertLetter } from './account-letter.store.ts'
import { countOne } from './attempts.ts'
import { hashPassword } from './password.ts'
import { personStream, tidyUsername, type Person } from './person.ts'
import { getPerson, removeSessions, updatePerson } from './person.store.ts'
import { resetHash } from './reset-token.ts'
import { findReset, removeResets, useUpReset } from './reset.store.ts'

/** Letters to one account, and wishes from one address. */
const letters = { times: 3, minutes: 60 }
const wishes = { times: 20, minutes: 60 }

/**
 * Wishes for a letter with a link to a new password. The same is done for every name, and the account
 * is looked for later, by a job: neither the answer nor its time tells whether there is one.
 */
export async function wishForReset(ctx: Ctx, { name, address }: { name: string; address: string }): Promise<void> {
  await countOne(ctx, `reset from ${ctx.vault.index(address)}`, wishes)
  const hasRoom = await countOne(ctx, `reset ${ctx.vault.index(tidyUsername(name))}`, letters).then(() => true, asFull)
  if (hasRoom) await ctx.db.commit([insertLetter(ctx, { kind: 'reset', name })])
}

/** Too many for one name: whoever asks is told the same, and no further letter goes out. */
function asFull(error: unknown): false {
  if (error instanceof TooMany) return false
  throw error
}

/** Whose link this is. Throws `NotFound` when it was used or its time is over. */
export async function personOfReset(ctx: Ctx, token: string): Promise<Person> {
  const reset = await findReset(ctx, resetHash(token))
  const person = reset && (await getPerson(ctx, reset.personId))
  if (person?.status !== 'active') throw new NotFound('people.resetOver')
  return person
}

/** Gives the account behind a link a new password: once; every session ends, and the owner is written to. */
export async function resetOwnPassword(ctx: Ctx, token: string, password: string): Promise<void> {
  const { id } = await personOfReset(ctx, token)
  const passwordHash = await hashPassword(password)
  await commitAct(ctx.db, personStream(id), async () => {
    const reset = await findReset(ctx, resetHash(token))
    if (!reset) throw new NotFound('people.resetOver')
    const person = await getPerson(ctx, id)
    return {
      act: { at: ctx.now.toISOString(), actorId: id, actorRole: 'self', type: 'person.passwordRecovered', data: { personId: id } },
      set: [
        useUpReset(reset), removeResets(id), removeSessions(id), insertLetter(ctx, { kind: 'passwordRecovered', personId: id }),
        updatePerson(ctx.vault, { ...person, passwordExpiresAt: null, sessionEpoch: person.sessionEpoch + 1 }, passwordHash),
      ],
    }
  })
}
