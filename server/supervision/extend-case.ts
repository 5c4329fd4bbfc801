import { getDossier } from '../cases/case.store.ts'
import { caseExtended } from '../cases/procedure-acts.ts'
import type { Ctx } from '../context.ts'
import { supervise } from './supervise.ts'

export interface CaseExtension {
  /** Working days, fifteen at most. */
  value: number
  reason: string
  /** Who of the government approved it (行政许可法第四十二条第二款), by office. */
  approver: string
}

/** Records that the government's head has lengthened the joint limit of a case. Throws `Conflict('extension.…')` where the law gives no more time. */
export const extendCase = (ctx: Ctx, number: string, extension: CaseExtension): Promise<void> =>
  supervise(ctx, () => getDossier(ctx, number), (dossier, act) => caseExtended(dossier, extension, act))
