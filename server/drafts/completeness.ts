import type { Plan } from '../catalogue/plan.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import type { Problem } from '../web/form.ts'
import { effectiveValue, type DraftContent, type HandedIn } from './draft.ts'
import { materialState } from './material-state.ts'
import { shownFields } from './situation.ts'

/** Something without which the draft can't be submitted. `code` is a problem text. */
export interface Missing {
  kind: 'question' | 'item' | 'field' | 'material'
  id: string
  code: string
  /** The section of a field. */
  group?: string
}

/** Everything that is missing, at once and in the order of the form; an empty list means that it may be signed. */
export function missing(plan: Plan, content: DraftContent, handedIn: readonly HandedIn[]): Missing[] {
  const questions = plan.questions.filter(({ id }) => plan.answers[id] === undefined)
  if (questions.length > 0) return questions.map(({ id }) => ({ kind: 'question', id, code: 'choose' }))
  if (plan.items.length === 0) return [{ kind: 'item', id: '', code: 'drafts:problem.nothingChosen' }]
  const materials = plan.materials.filter(material => materialState(material, content, handedIn) === 'missing').map(({ material }) => material.id)
  return [
    ...shownFields(plan).flatMap(planned => missingField(planned, content)),
    ...[...new Set(materials)].map((id): Missing => ({ kind: 'material', id, code: 'drafts:problem.handIn' })),
  ]
}

function missingField(planned: PlannedField, content: DraftContent): Missing[] {
  const { id } = planned.field
  const told = (code: string): Missing[] => [{ kind: 'field', id, code, group: planned.group.id }]
  if (!isTyped(content, id)) return []
  if (content.unfinished[id] !== undefined) return told('drafts:problem.unfinished')
  return effectiveValue(content, id) === undefined && isNeeded(planned, content) ? told(emptyCode(planned)) : []
}

/** Whether what was typed counts: nothing is known, or what is known is contested. */
export const isTyped = (content: DraftContent, fieldId: string): boolean => content.known[fieldId]?.isContested ?? true

/** Whoever says that a register is wrong has to say what is right. */
export const isNeeded = ({ field, isRequired }: PlannedField, content: DraftContent): boolean => isRequired || content.known[field.id]?.isContested === true

export const emptyCode = ({ field: { type } }: PlannedField): Problem['code'] =>
  type === 'choice' || type === 'choices' || type === 'yesNo' ? 'choose' : type === 'region' ? 'region' : 'required'
