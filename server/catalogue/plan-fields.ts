import { doesApply, type Answers } from './condition.ts'
import type { BundleDefinition, Constraints, Field, FieldGroup, FieldRequirement } from './definition.ts'
import type { Need, PlannedItem } from './planned-item.ts'

/** A datum of the one form: asked once for all items that need it, or not at all. */
export interface PlannedField {
  field: Field
  group: FieldGroup
  /** The strictest of the field's own constraints and of every item that needs it. */
  constraints: Constraints
  isRequired: boolean
  needs: Need[]
  source: FieldSource
  /** Constraints that no value can keep, in words of the definition (`min > max`): `verify` reports them. */
  contradictions: string[]
}

export type FieldSource =
  | { kind: 'asked' }
  | { kind: 'account'; key: NonNullable<Field['account']> }
  | { kind: 'register'; register: string; by: string }
  | { kind: 'produced'; by: string }

interface Requirement extends FieldRequirement {
  need: Need
}

/** Merges the fields of all items by identity, in the order of the form's sections. */
export function plannedFields(definition: BundleDefinition, items: readonly PlannedItem[], answers: Answers, isFinal: boolean): PlannedField[] {
  const requirements = withLookUpKeys(definition, items.flatMap(({ item }) =>
    item.fields
      .filter(({ when }) => doesApply(when, answers, isFinal))
      .map(requirement => ({ ...requirement, need: { item: item.code, itemName: item.name, basis: requirement.basis } }))), items)
  const byField = Map.groupBy(requirements, ({ field }) => field)
  const groups = new Map(definition.groups.map(group => [group.id, group]))
  const order = groupsByFirstUse(definition)
  return Object.values(definition.fields)
    .filter(({ id }) => byField.has(id))
    .map(field => mergedField(field, groups.get(groupOf(field.id)) as FieldGroup, byField.get(field.id) as Requirement[], items))
    .sort((a, b) => order.indexOf(a.group.id) - order.indexOf(b.group.id))
}

/** The form's sections stand in the order in which the bundle's items first need them, whatever the situation. */
const groupsByFirstUse = ({ bundle, items }: BundleDefinition): string[] =>
  [...new Set(bundle.items.flatMap(({ item }) => items[item]?.fields.map(({ field }) => groupOf(field)) ?? []))]

export const groupOf = (fieldId: string): string => fieldId.slice(0, fieldId.indexOf('.'))

/** What a register is asked by has to be known too, although no item needs it for itself. */
function withLookUpKeys(definition: BundleDefinition, requirements: readonly Requirement[], items: readonly PlannedItem[]): Requirement[] {
  const all = [...requirements]
  const known = new Set(all.map(({ field, need }) => `${field}/${need.item}`))
  for (const requirement of all) { // grows while it is gone through: a key may be held by a register itself
    const source = sourceOf(definition.fields[requirement.field] as Field, items)
    const key = source.kind === 'register' ? `${source.by}/${requirement.need.item}` : ''
    if (source.kind !== 'register' || known.has(key)) continue
    known.add(key)
    all.push({ ...requirement, field: source.by, required: false, ...noConstraints })
  }
  return all
}

const noConstraints = { minLength: undefined, maxLength: undefined, min: undefined, max: undefined, notBefore: undefined, notAfter: undefined, regionLevel: undefined }

function mergedField(field: Field, group: FieldGroup, requirements: readonly Requirement[], items: readonly PlannedItem[]): PlannedField {
  const constraints = requirements.reduce<Constraints>(strictest, constraintsOf(field))
  return {
    field,
    group,
    constraints,
    isRequired: requirements.some(({ required }) => required),
    needs: needsOf(requirements),
    source: sourceOf(field, items),
    contradictions: contradictionsIn(constraints),
  }
}

/** Each item once, with every basis it names. */
const needsOf = (requirements: readonly Requirement[]): Need[] =>
  [...Map.groupBy(requirements, ({ need }) => need.item).values()].map(group => ({
    ...(group[0] as Requirement).need,
    basis: [...new Set(group.flatMap(({ need }) => need.basis ?? []))].join('；') || undefined,
  }))

const constraintsOf = ({ minLength, maxLength, min, max, notBefore, notAfter, regionLevel }: Constraints): Constraints =>
  ({ minLength, maxLength, min, max, notBefore, notAfter, regionLevel })

const depth = { city: 1, county: 2, township: 3 }

export function strictest(a: Constraints, b: Constraints): Constraints {
  const deeper = (a.regionLevel ? depth[a.regionLevel] : 0) >= (b.regionLevel ? depth[b.regionLevel] : 0)
  return {
    minLength: pick(Math.max, a.minLength, b.minLength),
    maxLength: pick(Math.min, a.maxLength, b.maxLength),
    min: pick(Math.max, a.min, b.min),
    max: pick(Math.min, a.max, b.max),
    notBefore: [a.notBefore, b.notBefore].filter(day => day !== undefined).sort().at(-1), // “today” sorts after every date
    notAfter: [a.notAfter, b.notAfter].filter(day => day !== undefined).sort().at(0),
    regionLevel: deeper ? a.regionLevel : b.regionLevel,
  }
}

const pick = (choose: (...values: number[]) => number, a: number | undefined, b: number | undefined) =>
  a === undefined ? b : b === undefined ? a : choose(a, b)

/** Bounds that no value can keep. `today` moves, so it contradicts no date. */
export function contradictionsIn({ minLength, maxLength, min, max, notBefore, notAfter }: Constraints): string[] {
  const found: string[] = []
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) found.push(`minLength ${minLength} > maxLength ${maxLength}`)
  if (min !== undefined && max !== undefined && min > max) found.push(`min ${min} > max ${max}`)
  if (isDate(notBefore) && isDate(notAfter) && notBefore > notAfter) found.push(`notBefore ${notBefore} > notAfter ${notAfter}`)
  return found
}

const isDate = (day: string | undefined): day is string => day !== undefined && day !== 'today'

/**
 * What the case itself creates is never asked; then what the account and the registers know. A
 * register that is asked by something the case still has to create (a company being founded) knows
 * nothing yet: then the applicant is asked.
 */
function sourceOf(field: Field, items: readonly PlannedItem[]): FieldSource {
  const producer = producerOf(field.id, items)
  if (producer) return { kind: 'produced', by: producer.code }
  if (field.account) return { kind: 'account', key: field.account }
  if (field.register && !producerOf(field.register.by, items)) return { kind: 'register', register: field.register.id, by: field.register.by }
  return { kind: 'asked' }
}

const producerOf = (fieldId: string, items: readonly PlannedItem[]): PlannedItem | undefined => items.find(({ item }) => item.result.fields.includes(fieldId))
