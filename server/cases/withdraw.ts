import type { Ctx } from '../context.ts'
import { asApplicant } from './act.ts'
import { withdrawnPart, withdrawnWhole } from './applicant-acts.ts'
import { saved } from './case.store.ts'
import { judgedAnew } from './judged-anew.ts'
import { getOwnDossier } from './own-case.ts'

/** Withdraws everything that is not decided yet, or just these tasks. Throws `Conflict` when nothing is left to withdraw. */
export const withdraw = (ctx: Ctx, number: string, taskIds?: readonly string[]): Promise<void> =>
  judgedAnew(async () => {
    const dossier = await getOwnDossier(ctx, number)
    const act = asApplicant(ctx, dossier.theCase)
    await ctx.db.commit(saved(taskIds ? withdrawnPart(dossier, taskIds, act) : withdrawnWhole(dossier, act), ctx))
  })
