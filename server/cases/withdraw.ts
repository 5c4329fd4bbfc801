import type { Ctx } from '../context.ts'
import { asApplicant } from './act.ts'
import { withdrawnWhole } from './applicant-acts.ts'
import { saved } from './case.store.ts'
import { getOwnDossier } from './own-case.ts'

/** Withdraws everything that is not decided yet. Throws `Conflict` when nothing is left to withdraw. */
export async function withdraw(ctx: Ctx, number: string): Promise<void> {
  const dossier = await getOwnDossier(ctx, number)
  await ctx.db.commit(saved(dossier, withdrawnWhole(dossier, asApplicant(ctx, dossier.theCase.applicantId)), ctx.vault))
}
