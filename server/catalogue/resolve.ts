import type { Bundle, BundleDefinition, Catalogue, Field, FieldGroup, Material, ServiceItem } from './definition.ts'
import { groupOf } from './plan-fields.ts'

/**
 * A bundle with everything it refers to and nothing else, always in the same order: fields as the
 * catalogue has them, sections of the form as the bundle's items first need them. Undefined when
 * something it refers to is not there, which `compile` has told.
 */
export function resolve(catalogue: Catalogue, bundleId: string): BundleDefinition | undefined {
  const bundle = catalogue.bundles.get(bundleId)
  const items = bundle?.items.map(({ item }) => catalogue.items.get(item))
  if (!bundle || !items || !items.every(item => item !== undefined)) return undefined
  const materials = chosen(catalogue.materials, materialsOf(items))
  const fields = materials && chosen(catalogue.fields, fieldsOf(items, materials, catalogue))
  const registers = fields && chosen(catalogue.registers, [...Object.values(fields), ...Object.values(materials)].flatMap(({ register }) => register?.id ?? []))
  const departments = registers && chosen(catalogue.departments, departmentsOf(bundle, items, Object.values(materials), Object.values(registers)))
  if (!departments) return undefined
  const groups = groupsOf(fields, items, catalogue.groups)
  if (Object.values(fields).some(({ id }) => !groups.some(group => group.id === groupOf(id)))) return undefined
  return { bundle, items: Object.fromEntries(items.map(item => [item.code, item])), fields, groups, materials, departments, registers }
}

const materialsOf = (items: readonly ServiceItem[]): string[] =>
  items.flatMap(({ materials, result }) => [...materials.map(({ material }) => material), ...(result.material ? [result.material] : [])])

/** The fields items need and create, and, behind them, those by which registers are asked. */
function fieldsOf(items: readonly ServiceItem[], materials: Record<string, Material>, { fields }: Catalogue): string[] {
  const found = new Set(items.flatMap(({ fields, result, competence }) =>
    [...fields.map(({ field }) => field), ...result.fields, ...(competence.field ? [competence.field] : [])]))
  for (const { register } of Object.values(materials)) if (register) found.add(register.by)
  // A set is iterated to its end even as it grows.
  for (const id of found) {
    const by = fields.get(id)?.register?.by
    if (by) found.add(by)
  }
  return [...found]
}

const departmentsOf = ({ leadDepartment }: Bundle, items: readonly ServiceItem[], materials: readonly Material[], registers: readonly { department: string }[]): string[] =>
  [leadDepartment, ...items.map(({ department }) => department), ...materials.flatMap(({ heldBy }) => heldBy ?? []), ...registers.map(({ department }) => department)]

function groupsOf(fields: Record<string, Field>, items: readonly ServiceItem[], groups: readonly FieldGroup[]): FieldGroup[] {
  const inUse = [...items.flatMap(item => item.fields.map(({ field }) => field)), ...Object.keys(fields)].map(groupOf)
  return [...new Set(inUse)].flatMap(id => groups.find(group => group.id === id) ?? [])
}

/** The wanted things in the catalogue's order; undefined when one of them is missing. */
function chosen<T>(things: ReadonlyMap<string, T>, ids: readonly string[]): Record<string, T> | undefined {
  const wanted = new Set(ids)
  if (![...wanted].every(id => things.has(id))) return undefined
  return Object.fromEntries([...things].filter(([id]) => wanted.has(id)))
}
