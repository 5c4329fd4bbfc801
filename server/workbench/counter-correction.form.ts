import type { PlannedField } from '../catalogue/plan-fields.ts'
import { emptyCode } from '../drafts/completeness.ts'
import { effectiveValue, type DraftContent, type Value } from '../drafts/draft.ts'
import { readFieldValue, typedAs, type World } from '../drafts/field-value.ts'
import { readTyped } from '../drafts/read-fields.ts'
import { regionAtLevel } from '../offices/region.ts'
import { compactNumber } from '../people/identity-number.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'

/** The number on the card of whoever stands at the counter. */
export function readIdentity(body: Body): Form<string> {
  const identity = compactNumber(text(body.identity))
  return form(body, { identity: text(body.identity) }, identity === '' ? [{ field: 'identity', code: 'required' }] : [], () => identity)
}

/** What stands in a field's control before anybody has touched it. */
export function shownNow(content: DraftContent, { field: { id, type } }: PlannedField): Value {
  const kept = effectiveValue(content, id)
  return kept === undefined ? (type === 'choices' ? [] : '') : typedAs(type, kept)
}

export const typedNow = (body: Body, fields: readonly PlannedField[]): Record<string, Value> => readTyped(body, fields.map(({ field }) => field), () => true)

/** Only what was changed: what stands there already is not judged a second time. Papers alone are a correction too. */
export function readCorrection(body: Body, fields: readonly PlannedField[], content: DraftContent, world: World, hasPapers: boolean): Form<Record<string, Value>> {
  const typed = typedNow(body, fields)
  const confirmed = text(body.confirmed)
  const values = { ...typed, identity: text(body.identity), confirmed }
  if (body._next !== undefined) return { values, problems: [] }
  const changed = fields.filter(planned => typed[planned.field.id] !== undefined && !isSame(planned, shownNow(content, planned), typed[planned.field.id] as Value))
  const read = changed.map(planned => ({ planned, ...readFieldValue(planned, typed[planned.field.id] as Value, world) }))
  const problems = read.flatMap(({ planned, value, problem }): Problem[] => {
    if (problem) return [{ ...problem, field: planned.field.id }]
    return value === undefined && planned.isRequired ? [{ field: planned.field.id, code: emptyCode(planned) }] : []
  })
  const corrections = Object.fromEntries(read.map(({ planned, value }) => [planned.field.id, value ?? (planned.field.type === 'choices' ? [] : '')])
    .filter(([id, value]) => JSON.stringify(value) !== JSON.stringify(effectiveValue(content, id as string)))) as Record<string, Value>
  if (problems.length === 0 && !hasPapers && Object.keys(corrections).length === 0) problems.push({ field: 'corrections', code: 'counter:problem.nothingChanged' })
  if (confirmed !== 'yes') problems.push({ field: 'confirmed', code: 'counter:problem.confirmed' })
  return form(body, values, problems, () => corrections)
}

/** A region that is kept more deeply than its control can show it is not changed by being shown. */
function isSame({ field: { type }, constraints }: PlannedField, shown: Value, typed: Value): boolean {
  if (type === 'region' && typeof shown === 'string' && typeof typed === 'string' && typed !== '') return shown === typed || regionAtLevel(shown, constraints.regionLevel ?? 'county') === typed
  return JSON.stringify(shown) === JSON.stringify(typed)
}
