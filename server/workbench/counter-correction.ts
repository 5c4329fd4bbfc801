import type { Material } from '../catalogue/definition.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Value } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import { itemOf, type Dossier } from '../cases/case.ts'
import { passed } from '../cases/change.ts'
import { actAtCounter, caseAtCounter } from './counter.ts'
import { correctedOnTheSpot } from '../cases/intake-acts.ts'
import { isUnspoken } from '../cases/lifecycle.ts'
import { checkedPapers, keptPapers, papersOf, requireRoom, type PaperProblem } from '../cases/send-paper.ts'
import type { Upload } from '../materials/upload.ts'

/** What may still be put right at the counter: data of items that nobody has spoken about, and that the applicant gave. */
export function correctableFields(dossier: Pick<Dossier, 'plan' | 'tasks'>): PlannedField[] {
  const ids = new Set(dossier.tasks.filter(({ status }) => isUnspoken(status)).flatMap(task => itemOf(dossier, task).fieldIds))
  return dossier.plan.fields.filter(({ field, source }) => ids.has(field.id) && source.kind !== 'produced')
}

/**
 * Puts right on the spot, with the applicant present, what can be put right on the spot
 * (行政许可法第三十二条第一款第三项). Throws `Conflict('task.changedSince')` when a department has spoken
 * about one of the fields meanwhile.
 */
export const correctOnTheSpot = (ctx: Ctx, number: string, values: Readonly<Record<string, Value>>): Promise<void> =>
  actAtCounter(ctx, number, (dossier, act) => {
    const open = new Set(correctableFields(dossier).map(({ field }) => field.id))
    if (!Object.keys(values).every(id => open.has(id))) throw new Conflict('task.changedSince')
    const changed = Object.entries(values).filter(([id, value]) => JSON.stringify(value) !== JSON.stringify(effectiveValue(dossier.theCase.content, id)))
    // Sent twice is done once.
    if (changed.length === 0) return passed(dossier, act)
    return correctedOnTheSpot(dossier, Object.fromEntries(changed), [], { ...act, onBehalfOf: dossier.theCase.applicantId })
  })

/** Papers that may still be added or brought anew: those that the applicant himself hands in to items that nobody has spoken about. */
export function correctablePapers({ plan, tasks }: Pick<Dossier, 'plan' | 'tasks'>): Material[] {
  const open = new Set(tasks.filter(({ status }) => isUnspoken(status)).map(({ itemCode }) => itemCode))
  return plan.materials.filter(({ obtaining, needs }) => ['handIn', 'deferrable', 'optional'].includes(obtaining) && needs.some(({ item }) => open.has(item))).map(({ material }) => material)
}

/**
 * Takes a paper at the counter that was missing or wrong, read in with the applicant present. Returns what is wrong
 * with the files; those that will do are kept. Throws `Conflict('task.changedSince')` when a department has spoken
 * about it meanwhile.
 */
export async function takeOnTheSpot(ctx: Ctx, number: string, materialId: string, uploads: readonly Upload[]): Promise<PaperProblem[]> {
  const { theCase } = await caseAtCounter(ctx, number)
  const { checked, problems } = await checkedPapers(ctx, theCase, uploads)
  if (checked.length === 0) return problems
  requireRoom(await papersOf(ctx, theCase), materialId, checked.length)
  const kept = await keptPapers(ctx, theCase, materialId, checked)
  await actAtCounter(ctx, number, (dossier, act) => {
    if (!correctablePapers(dossier).some(({ id }) => id === materialId)) throw new Conflict('task.changedSince')
    return correctedOnTheSpot(dossier, {}, [materialId], { ...act, onBehalfOf: theCase.applicantId })
  }, kept)
  return problems
}
