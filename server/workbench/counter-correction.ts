import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { Ctx } from '../context.ts'
import type { Value } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import { itemOf, type Dossier } from '../cases/case.ts'
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
    return correctedOnTheSpot(dossier, values, [], { ...act, onBehalfOf: dossier.theCase.applicantId })
  })
