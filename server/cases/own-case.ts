import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { hasRole } from '../people/actor.ts'
import { getDossier } from './case.store.ts'
import type { Case, Dossier } from './case.ts'

/** Whether the actor stands on the applicant's side of this case: he himself, or the counter officer who files for walk-ins. */
export const isOwn = (ctx: Ctx, { applicantId, authorId }: Pick<Case, 'applicantId' | 'authorId'>): boolean =>
  ctx.actor.id === applicantId || (ctx.actor.id === authorId && hasRole(ctx.actor, 'counterOfficer'))

/** The applicant's own case. Throws `NotFound` for anybody else's. */
export async function getOwnDossier(ctx: Ctx, number: string): Promise<Dossier> {
  const dossier = await getDossier(ctx, number)
  if (!isOwn(ctx, dossier.theCase)) throw new NotFound('page')
  return dossier
}
