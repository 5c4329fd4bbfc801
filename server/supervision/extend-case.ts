import { getDossier } from '../cases/case.store.ts'
import type { Dossier } from '../cases/case.ts'
import { caseExtended } from '../cases/procedure-acts.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { inScope } from '../people/permissions.ts'
import { supervise } from './supervise.ts'

/** A case that was filed in the actor's regions. Throws `NotFound` for any other. */
export async function caseUnderSupervision(ctx: Ctx, number: string): Promise<Dossier> {
  const dossier = await getDossier(ctx, number)
  if (!inScope(ctx.actor, 'supervision.read', { region: dossier.theCase.regionCode })) throw new NotFound('page')
  return dossier
}

export interface CaseExtension {
  /** Working days, fifteen at most. */
  value: number
  reason: string
  /** Who of the government approved it (行政许可法第四十二条第二款), by office. */
  approver: string
}

/** Records that the government's head has lengthened the joint limit of a case. Throws `Conflict('extension.…')` where the law gives no more time. */
export const extendCase = (ctx: Ctx, number: string, extension: CaseExtension): Promise<void> =>
  supervise(ctx, () => caseUnderSupervision(ctx, number), (dossier, act) => caseExtended(dossier, extension, act))
