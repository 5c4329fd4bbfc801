import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { hasRole } from '../people/actor.ts'
import { actorOf, type Person } from '../people/person.ts'
import { countHolders } from '../people/person.store.ts'

/**
 * Without a system administrator nobody could ever appoint one again: the last one stays.
 * Asked inside `administer` on the stream of accounts, so that of two who remove each other one is refused.
 */
export async function requireAnotherAdministrator(ctx: Ctx, person: Person): Promise<void> {
  if (person.status !== 'active' || !hasRole(actorOf(person), 'systemAdministrator')) return
  if ((await countHolders(ctx, 'systemAdministrator')) <= 1) throw new Conflict('administration.lastAdministrator')
}
