import type { Field } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Value } from '../drafts/draft.ts'
import { fieldBox, type FieldBox } from '../drafts/field-box.ts'
import { typedAs } from '../drafts/field-value.ts'
import type { RequestLocals } from '../web/locals.ts'
import { itemOf, producedValues, type Dossier, type Task } from './case.ts'
import type { Target } from './decision.form.ts'

/** The data that approving creates. */
export const resultFields = ({ version: { definition } }: Pick<Dossier, 'version'>, { itemCode }: Pick<Task, 'itemCode'>): Field[] =>
  (definition.items[itemCode]?.result.fields ?? []).flatMap(id => definition.fields[id] ?? [])

export interface ResultForm {
  boxes: FieldBox[]
  values: Record<string, Value>
}

/** The form of a result, filled with what was typed, or with what the item already sees of it. */
export async function resultForm({ db }: Pick<Ctx, 'db'>, { text }: Pick<RequestLocals, 'text'>, dossier: Dossier, task: Task, typed: Record<string, unknown>): Promise<ResultForm> {
  const seen = itemOf(dossier, task).fieldIds
  const produced = producedValues(dossier.tasks)
  const boxes = await Promise.all(resultFields(dossier, task).map(async field => {
    const known = seen.includes(field.id) ? (produced[field.id] ?? effectiveValue(dossier.theCase.content, field.id)) : undefined
    const value = (typed[field.id] as Value | undefined) ?? (known === undefined ? '' : typedAs(field.type, known))
    const planned = { field, group: { id: field.id, name: field.name }, constraints: field, isRequired: true, needs: [], source: { kind: 'asked' as const }, contradictions: [] }
    return { box: await fieldBox(db, planned, value, text), value }
  }))
  return { boxes: boxes.map(({ box }) => box), values: Object.fromEntries(boxes.map(({ box, value }) => [box.name, value])) }
}

/** Own item's fields and papers that the applicant can put right: not what the case itself creates. */
export function targetsOf({ plan }: Pick<Dossier, 'plan'>, task: Pick<Task, 'itemCode'>): Target[] {
  const { fieldIds, materialIds } = itemOf({ plan }, task)
  const isProduced = (id: string) => plan.fields.some(({ field, source }) => field.id === id && source.kind === 'produced')
  const isMade = (id: string) => plan.materials.every(({ material, obtaining }) => material.id !== id || obtaining === 'produced' || obtaining === 'generated')
  return [...fieldIds.filter(id => !isProduced(id)).map((id): Target => `field.${id}`), ...materialIds.filter(id => !isMade(id)).map((id): Target => `material.${id}`)]
}
