import { readFieldValue, type World } from '../drafts/field-value.ts'
import { emptyCode } from '../drafts/completeness.ts'
import { readTyped } from '../drafts/read-fields.ts'
import type { Value } from '../drafts/draft.ts'
import { form, type Body, type Form, type Problem } from '../web/form.ts'
import type { Correction } from '../cases/correction.ts'

/** The control of a paper to be sent again. */
export const paperName = (materialId: string): string => `paper.${materialId}`

/** Every listed field has to be given and every listed paper sent: then the corrections are complete. */
export function readSupplement(body: Body, { fields, materials }: Correction, world: World, found: readonly Problem[]): Form<Record<string, Value>> {
  const typed = readTyped(body, fields.map(({ planned }) => planned.field), () => true)
  const values: Record<string, Value> = {}
  const problems: Problem[] = [...found]
  for (const { planned } of fields) {
    const { id } = planned.field
    const { value, problem } = readFieldValue(planned, typed[id] ?? '', world)
    if (problem) problems.push({ ...problem, field: id })
    else if (value === undefined) problems.push({ field: id, code: emptyCode(planned) })
    else values[id] = value
  }
  for (const { material, sent } of materials) {
    const field = paperName(material.id)
    if (sent.length === 0 && !problems.some(problem => problem.field === field)) problems.push({ field, code: 'fileMissing' })
  }
  return form(body, typed, problems, () => values)
}
