import type { Ctx } from '../context.ts'
import { releaseTasksOf } from '../workbench/release.ts'
import { Conflict } from '../errors.ts'
import { findOffice } from '../offices/office.store.ts'
import { officeRoles, type Grant } from '../people/actor.ts'
import { accountsStream, type Person } from '../people/person.ts'
import { getPerson, insertGrant, removeGrant } from '../people/person.store.ts'
import { administer } from './administer.ts'
import { requireAnotherAdministrator } from './last-administrator.ts'

/**
 * Gives somebody a role, at an open office where the role means one.
 * Throws `Conflict` when the person can't hold it or holds it already.
 */
export async function grantRole(ctx: Ctx, personId: string, grant: Grant): Promise<void> {
  await administer(ctx, accountsStream, 'role.granted', { personId, ...grant }, async () => {
    const person = await getPerson(ctx, personId)
    if (person.kind !== 'person') throw new Conflict('administration.notAPerson')
    if (holds(person, grant)) throw new Conflict('administration.alreadyGranted')
    if (officeRoles.includes(grant.role) !== (grant.officeId !== '')) throw new Conflict('administration.officeNeeded')
    if (grant.officeId !== '' && (await findOffice(ctx.db, grant.officeId))?.closedAt !== null) throw new Conflict('administration.noOffice')
    return [insertGrant(personId, grant, ctx.actor.id, ctx.now.toISOString())]
  })
}

/** Takes a role away; it is gone with the person's next request, and so are the tasks he had by it. The last system administrator keeps his. */
export async function withdrawRole(ctx: Ctx, personId: string, grant: Grant): Promise<void> {
  await administer(ctx, accountsStream, 'role.withdrawn', { personId, ...grant }, async () => {
    const person = await getPerson(ctx, personId)
    if (!holds(person, grant)) throw new Conflict('changedMeanwhile')
    if (grant.role === 'systemAdministrator') await requireAnotherAdministrator(ctx, person)
    return [removeGrant(personId, grant)]
  })
  await releaseTasksOf(ctx, personId, grant.officeId)
}

export const holds = ({ grants }: Pick<Person, 'grants'>, { role, officeId }: Grant): boolean =>
  grants.some(grant => grant.role === role && grant.officeId === officeId)
