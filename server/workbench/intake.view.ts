import { reasonsFor } from '../catalogue/reasons.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import type { Speaker } from './desk-data.view.ts'
import type { Target } from './intake.form.ts'
import { isAskedBefore } from '../cases/intake-acts.ts'

/** Own item's fields and papers that the applicant can put right: not what the case itself creates. */
export function targetsOf({ plan }: Pick<Dossier, 'plan'>, task: Pick<Task, 'itemCode'>): Target[] {
  const { fieldIds, materialIds } = itemOf({ plan }, task)
  const isProduced = (id: string) => plan.fields.some(({ field, source }) => field.id === id && source.kind === 'produced')
  const isMade = (id: string) => plan.materials.every(({ material, obtaining }) => material.id !== id || obtaining === 'produced' || obtaining === 'generated')
  return [...fieldIds.filter(id => !isProduced(id)).map((id): Target => `field.${id}`), ...materialIds.filter(id => !isMade(id)).map((id): Target => `material.${id}`)]
}

/** What can be asked for, why, and whether it would be a second time. */
export function noteForm({ text }: Pick<Speaker, 'text'>, dossier: Dossier, task: Task) {
  const choices = (kind: 'field' | 'material') => reasonsFor(kind).map(reason => ({ value: reason.id, text: text(reason), disabled: false }))
  return { targets: targetsOf(dossier, task), isRepeat: isAskedBefore(task), reasons: { field: choices('field'), material: choices('material') } }
}
