import type { Ctx } from '../context.ts'
import type { Upload } from '../materials/upload.ts'
import { asApplicant } from './act.ts'
import { saved } from './case.store.ts'
import { awaitsDeferred, deferredHandedIn } from './intake-acts.ts'
import { judgedAnew } from './judged-anew.ts'
import { getOwnDossier } from './own-case.ts'
import { putOff } from './put-off.ts'
import { checkedPapers, keptPapers, papersOf, requireRoom, type PaperProblem } from './send-paper.ts'

/**
 * Hands in a paper that was put off (容缺): its files are kept and the departments that accepted without
 * it are told in one write set. Returns what is wrong with the files, when none will do; those that will
 * are kept. Throws `Conflict('case.nothingDeferred')` when nobody waits for it any more.
 */
export async function handInDeferred(ctx: Ctx, number: string, materialId: string, uploads: readonly Upload[]): Promise<PaperProblem[]> {
  const { theCase } = await getOwnDossier(ctx, number)
  const { checked, problems } = await checkedPapers(ctx, theCase, uploads)
  if (checked.length === 0) return problems
  requireRoom(await papersOf(ctx, theCase), materialId, checked.length)
  const kept = await keptPapers(ctx, theCase, materialId, checked)
  await judgedAnew(async () => {
    const dossier = await getOwnDossier(ctx, number)
    const missing = dossier.tasks.filter(task => awaitsDeferred(task)).map(task => [task.id, putOff(dossier, task).filter(id => id !== materialId)] as const)
    const change = deferredHandedIn(dossier, materialId, new Map(missing), asApplicant(ctx, theCase))
    await ctx.db.commit([...saved(change, ctx, kept.map(({ paper }) => paper)), ...kept.flatMap(({ set }) => set)])
  })
  return problems
}
