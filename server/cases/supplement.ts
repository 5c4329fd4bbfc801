import type { Ctx } from '../context.ts'
import type { Value } from '../drafts/draft.ts'
import { asApplicant } from './act.ts'
import { answered } from './applicant-acts.ts'
import { saved } from './case.store.ts'
import { judgedAnew } from './judged-anew.ts'
import { getOwnDossier } from './own-case.ts'
import { papersOf } from './send-paper.ts'

/**
 * Answers every open deficiency of the case at once, whichever departments asked: corrected values
 * here, corrected papers uploaded before. Throws `Conflict` when nothing was asked.
 */
export const supplement = (ctx: Ctx, number: string, values: Record<string, Value>): Promise<void> =>
  judgedAnew(async () => {
    const dossier = await getOwnDossier(ctx, number)
    const change = answered(dossier, values, asApplicant(ctx, dossier.theCase))
    await ctx.db.commit(saved(change, ctx, await papersOf(ctx, dossier.theCase)))
  })
