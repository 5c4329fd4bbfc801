import type { Field } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Value } from '../drafts/draft.ts'
import { fieldBox, type FieldBox } from '../drafts/field-box.ts'
import { typedAs } from '../drafts/field-value.ts'
import type { RequestLocals } from '../web/locals.ts'
import { itemOf, producedValues, type Dossier, type Task } from '../cases/case.ts'

/** The data that approving creates. */
export const resultFields = ({ version: { definition } }: Pick<Dossier, 'version'>, { itemCode }: Pick<Task, 'itemCode'>): Field[] =>
  (definition.items[itemCode]?.result.fields ?? []).flatMap(id => definition.fields[id] ?? [])

export interface ResultForm {
  boxes: FieldBox[]
  values: Record<string, Value>
}

/** The form of a result, filled with what was typed, with what was proposed before, or with what the item already sees of it. */
export async function resultForm({ db }: Pick<Ctx, 'db'>, { text }: Pick<RequestLocals, 'text'>, dossier: Dossier, task: Task, typed: Record<string, unknown>): Promise<ResultForm> {
  const seen = itemOf(dossier, task).fieldIds
  const produced = producedValues(dossier.tasks)
  const boxes = await Promise.all(resultFields(dossier, task).map(async field => {
    const known = task.result?.fields[field.id] ?? (seen.includes(field.id) ? (produced[field.id] ?? effectiveValue(dossier.theCase.content, field.id)) : undefined)
    const value = (typed[field.id] as Value | undefined) ?? (known === undefined ? '' : typedAs(field.type, known))
    const planned = { field, group: { id: field.id, name: field.name }, constraints: field, isRequired: true, needs: [], source: { kind: 'asked' as const }, contradictions: [] }
    return { box: await fieldBox(db, planned, value, text), value }
  }))
  return { boxes: boxes.map(({ box }) => box), values: Object.fromEntries(boxes.map(({ box, value }) => [box.name, value])) }
}
