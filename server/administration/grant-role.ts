import type { Ctx } from '../context.ts'
import { releaseTasksOf } from '../workbench/release.ts'
import { Conflict } from '../errors.ts'
import { findOffice, findRegion } from '../offices/office.store.ts'
import { officeRoles, regionRoles, type Grant } from '../people/actor.ts'
import { accountsStream, type Person } from '../people/person.ts'
import { getPerson, insertGrant, removeGrant } from '../people/person.store.ts'
import { isOneOffice, isWholeRegion, regionOfOffice } from '../people/scope.ts'
import { clashWith } from '../people/separation.ts'
import { administer } from './administer.ts'
import { requireAnotherAdministrator } from './last-administrator.ts'

/**
 * Gives somebody a role, at an open office or in a region where the role means one. Throws `Conflict` when the
 * person can't hold it, holds it already, holds another that must be apart from it (`separation.ts`), or when it
 * is the administrator himself.
 */
export async function grantRole(ctx: Ctx, personId: string, grant: Grant): Promise<void> {
  await administer(ctx, 'roles.grant', accountsStream, 'role.granted', { personId, ...grant }, async () => {
    const person = await getPerson(ctx, personId)
    if (personId === ctx.actor.id) throw new Conflict('administration.ownRoles')
    if (person.kind !== 'person') throw new Conflict('administration.notAPerson')
    if (holds(person, grant)) throw new Conflict('administration.alreadyGranted')
    if (clashWith(person.grants, grant.role)) throw new Conflict('administration.apart')
    await requirePlace(ctx, grant)
    return [insertGrant(personId, grant, ctx.actor.id, ctx.now.toISOString())]
  })
}

async function requirePlace({ db }: Ctx, { role, officeId }: Grant): Promise<void> {
  if (officeRoles.includes(role) !== isOneOffice(officeId) || regionRoles.includes(role) !== isWholeRegion(officeId)) throw new Conflict('administration.officeNeeded')
  if (isOneOffice(officeId) && (await findOffice(db, officeId))?.closedAt !== null) throw new Conflict('administration.noOffice')
  if (isWholeRegion(officeId) && !(await findRegion(db, regionOfOffice(officeId)))) throw new Conflict('administration.noOffice')
}

/** Takes a role away; it is gone with the person's next request, and so are the tasks he had by it. The last administrator of each kind keeps his. */
export async function withdrawRole(ctx: Ctx, personId: string, grant: Grant): Promise<void> {
  await administer(ctx, 'roles.grant', accountsStream, 'role.withdrawn', { personId, ...grant }, async () => {
    const person = await getPerson(ctx, personId)
    if (!holds(person, grant)) throw new Conflict('changedMeanwhile')
    await requireAnotherAdministrator(ctx, person, [grant])
    return [removeGrant(personId, grant)]
  })
  await releaseTasksOf(ctx, personId, grant.officeId)
}

export const holds = ({ grants }: Pick<Person, 'grants'>, { role, officeId }: Grant): boolean =>
  grants.some(grant => grant.role === role && grant.officeId === officeId)
