import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { administratorRoles, type Grant } from '../people/actor.ts'
import type { Person } from '../people/person.ts'
import { countHolders } from '../people/person.store.ts'

/**
 * Without a system, a security or an audit administrator nobody could ever appoint one again, or look at what
 * the others do: the last of each kind stays. Asked inside `administer` on the stream of accounts, so that of
 * two who remove each other one is refused.
 */
export async function requireAnotherAdministrator(ctx: Ctx, person: Person, leaving: readonly Grant[]): Promise<void> {
  if (person.status !== 'active') return
  for (const role of administratorRoles) {
    if (!leaving.some(grant => grant.role === role)) continue
    if ((await countHolders(ctx, role)) <= 1) throw new Conflict(`administration.last.${role}`)
  }
}
