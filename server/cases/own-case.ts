import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { mandateFor, type Sides } from '../people/active-mandate.ts'
import { isAllowed } from '../people/permissions.ts'
import { recordForm } from '../readings/record-form.ts'
import { getDossier } from './case.store.ts'
import type { Dossier } from './case.ts'

/** Whether the actor stands on the applicant's side of this case: he himself, his agent while the mandate is in force, or the counter officer who files for walk-ins. */
export const isOwn = ({ actor }: Ctx, sides: Sides): boolean =>
  actor.id === sides.applicantId || mandateFor(actor, sides) !== undefined || (sides.mandateId === null && actor.id === sides.authorId && isAllowed(actor, 'counter.serve'))

/** The applicant's own case. Throws `NotFound` for anybody else's. */
export async function getOwnDossier(ctx: Ctx, number: string): Promise<Dossier> {
  const dossier = await getDossier(ctx, number)
  if (!isOwn(ctx, dossier.theCase)) throw new NotFound('page')
  const { number: caseNumber, region } = dossier.theCase
  await recordForm(ctx, dossier.theCase, { caseNumber, region })
  return dossier
}
