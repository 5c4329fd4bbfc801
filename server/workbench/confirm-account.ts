import type { Ctx } from '../context.ts'
import { Forbidden } from '../errors.ts'
import { confirmInPerson } from '../people/confirm-in-person.ts'
import { placesOf } from '../people/permissions.ts'
import type { Person } from '../people/person.ts'

/**
 * An officer at a counter has seen somebody's card, and heard from him what his account is called: from now on
 * it files what asks for a checked identity. Nobody checks his own card (公务员法第七十六条: 回避).
 */
export async function confirmAccount(ctx: Ctx, { id }: Pick<Person, 'id'>): Promise<void> {
  if (id === ctx.actor.id) throw new Forbidden('task.ownMatter')
  await confirmInPerson(ctx, id, { officeId: placesOf(ctx.actor, 'counter.serve')[0] ?? '', ownsAccount: true })
}
