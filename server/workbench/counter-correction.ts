import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Value } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import { itemOf, type Dossier } from '../cases/case.ts'
import { passed } from '../cases/change.ts'
import { actAtCounter } from './counter.ts'
import { correctedOnTheSpot } from '../cases/intake-acts.ts'
import { isUnspoken } from '../cases/lifecycle.ts'

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
