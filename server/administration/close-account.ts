import type { Ctx } from '../context.ts'
import { releaseTasksOf } from '../workbench/release.ts'
import { Conflict } from '../errors.ts'
import { accountsStream, type Person } from '../people/person.ts'
import { getPerson, removeSessions, updatePerson } from '../people/person.store.ts'
import { isErasedUsername } from '../privacy/account.store.ts'
import { administer } from './administer.ts'
import { requireAnotherAdministrator } from './last-administrator.ts'

/** Closes an account: its sessions end, nobody signs in to it, the tasks it had go back to their offices; what it did stays. */
export async function closeAccount(ctx: Ctx, personId: string): Promise<void> {
  await administer(ctx, 'people.manage', accountsStream, 'person.closed', { personId }, async () => {
    const person = await inStatus(ctx, personId, 'active')
    await requireAnotherAdministrator(ctx, person, person.grants)
    return [updatePerson(ctx.vault, { ...person, status: 'closed', sessionEpoch: person.sessionEpoch + 1 }), removeSessions(personId)]
  })
  await releaseTasksOf(ctx, personId)
}

export async function reopenAccount(ctx: Ctx, personId: string): Promise<void> {
  await administer(ctx, 'people.manage', accountsStream, 'person.reopened', { personId }, async () =>
    [updatePerson(ctx.vault, { ...(await reopenable(ctx, personId)), status: 'active' })])
}

/** An account that its owner had erased has nobody to open it for. */
async function reopenable(ctx: Ctx, personId: string): Promise<Person> {
  const person = await inStatus(ctx, personId, 'closed')
  if (isErasedUsername(person.username)) throw new Conflict('changedMeanwhile')
  return person
}

async function inStatus(ctx: Ctx, personId: string, status: Person['status']): Promise<Person> {
  const person = await getPerson(ctx, personId)
  if (person.status !== status) throw new Conflict('changedMeanwhile')
  return person
}
