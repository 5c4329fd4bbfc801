import type { Db } from '../../db/connect.ts'
import type { Text } from '../catalogue/definition.ts'
import type { PlannedField } from '../catalogue/plan-fields.ts'
import { regionLevels, type RegionLevel } from '../offices/region-levels.ts'
import type { Value } from './draft.ts'

/** One field as the form shows it: what `views/drafts/field.ejs` draws. */
export interface FieldBox {
  name: string
  type: PlannedField['field']['type']
  label: string
  hint: string | undefined
  why: { items: string[]; basis: string[] } | undefined
  optional: boolean
  options: { value: string; text: string; hint: string | undefined }[]
  /** For a region: the selects of its cascade. */
  levels: RegionLevel[]
  maxLength: number | undefined
}

/** The box of a field in a language, with what stands in it now (regions need to know). */
export async function fieldBox(db: Db, { field, constraints, isRequired, needs }: PlannedField, shown: Value, text: (text: Text) => string): Promise<FieldBox> {
  const basis = [...new Set(needs.flatMap(need => need.basis ?? []))]
  return {
    name: field.id,
    type: field.type,
    label: text(field.name),
    hint: field.hint && text(field.hint),
    why: needs.length > 0 ? { items: [...new Set(needs.map(({ itemName }) => text(itemName)))], basis } : undefined,
    optional: !isRequired,
    options: (field.options ?? []).map(option => ({ value: option.value, text: text(option), hint: option.hint && text(option.hint) })),
    levels: field.type === 'region' ? await regionLevels(db, typeof shown === 'string' ? shown : '', constraints.regionLevel ?? 'county') : [],
    maxLength: field.type === 'longText' ? (constraints.maxLength ?? 2000) : undefined,
  }
}
