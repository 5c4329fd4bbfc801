import type { Names } from './compile.ts'
import type { Constraints, Field, FieldType, Material } from './definition.ts'
import { error, warning, type Diagnostic, type Path, type Subject } from './diagnostic.ts'
import { contradictionsIn, groupOf } from './plan-fields.ts'

/** What is wrong with departments, registers, fields and materials beyond their shape. */
export const faultsOfThings = (names: Names): Diagnostic[] => [
  ...[...names.catalogue.registers.values()].filter(({ id }) => names.own('register', id)).flatMap(({ id, department }) =>
    names.isKnown('department', department) ? [] : [unknown('department', department, names, { kind: 'register', id, path: ['department'] })]),
  ...[...names.catalogue.fields.values()].filter(({ id }) => names.own('field', id)).flatMap(field => faultsOfField(field, names)),
  ...[...names.catalogue.materials.values()].filter(({ id }) => names.own('material', id)).flatMap(material => faultsOfMaterial(material, names)),
  ...unused(names),
]

function faultsOfField(field: Field, names: Names): Diagnostic[] {
  const at = (...path: Path): Subject => ({ kind: 'field', id: field.id, path })
  const found: Diagnostic[] = []
  const hasOptions = field.type === 'choice' || field.type === 'choices'
  if (!names.isKnown('group', groupOf(field.id))) found.push(unknown('group', groupOf(field.id), names, at('id')))
  if (hasOptions && (field.options ?? []).length < 2) found.push(error('optionsMissing', at('options'), { field: field.id }))
  if (!hasOptions && field.options) found.push(error('optionsNotHere', at('options'), { field: field.id, type: field.type }))
  found.push(...doubles(field.options ?? [], ({ value }) => value).map(index => error('doubleOption', at('options', index), { value: field.options?.[index]?.value ?? '' })))
  found.push(...faultsOfConstraints(field, field.type, at()))
  if (field.register) {
    const { id, by } = field.register
    if (!names.isKnown('register', id)) found.push(unknown('register', id, names, at('register', 'id')))
    if (!names.isKnown('field', by)) found.push(unknown('field', by, names, at('register', 'by')))
    else if (asksInCircle(field, names)) found.push(error('lookUpCircle', at('register', 'by'), { field: field.id, by }))
  }
  return found
}

/** A register that is asked by a field which is itself known only from a register asked by the first … */
function asksInCircle(field: Field, { catalogue }: Names): boolean {
  const seen = new Set<string>()
  let next: Field | undefined = field
  while (next && !seen.has(next.id)) {
    seen.add(next.id)
    next = next.register && catalogue.fields.get(next.register.by)
  }
  return next?.id === field.id
}

function faultsOfMaterial({ id, heldBy, register }: Material, names: Names): Diagnostic[] {
  const at = (...path: Path): Subject => ({ kind: 'material', id, path })
  const found: Diagnostic[] = []
  if (heldBy && !names.isKnown('department', heldBy)) found.push(unknown('department', heldBy, names, at('heldBy')))
  if (register && !names.isKnown('register', register.id)) found.push(unknown('register', register.id, names, at('register', 'id')))
  if (register && !names.isKnown('field', register.by)) found.push(unknown('field', register.by, names, at('register', 'by')))
  return found
}

/** What nobody refers to is harmless, but usually a slip of the pen. */
function unused({ catalogue, own }: Names): Diagnostic[] {
  const items = [...catalogue.items.values()]
  const fields = new Set(items.flatMap(({ fields, result, competence }) => [...fields.map(({ field }) => field), ...result.fields, competence.field]))
  const materials = new Set(items.flatMap(({ materials, result }) => [...materials.map(({ material }) => material), result.material]))
  const lookUps = [...catalogue.fields.values(), ...catalogue.materials.values()].map(({ register }) => register?.by)
  const used = new Set([...fields, ...lookUps])
  const inBundles = new Set([...catalogue.bundles.values()].flatMap(({ items }) => items.map(({ item }) => item)))
  return [
    ...[...catalogue.fields.keys()].filter(id => own('field', id) && !used.has(id)).map(id => warning('unused', { kind: 'field', id, path: [] }, { id })),
    ...[...catalogue.materials.keys()].filter(id => own('material', id) && !materials.has(id)).map(id => warning('unused', { kind: 'material', id, path: [] }, { id })),
    ...[...catalogue.items.keys()].filter(id => own('item', id) && !inBundles.has(id)).map(id => warning('unused', { kind: 'item', id, path: [] }, { id })),
  ]
}

// ── shared with the checks of items and bundles ─────────────────────────────────────────────────

const lengths = ['minLength', 'maxLength'] as const
const bounds = ['min', 'max'] as const
const allowedFor: Partial<Record<FieldType, readonly (keyof Constraints)[]>> = {
  text: lengths, longText: lengths, personName: lengths, address: lengths, email: lengths, bankAccount: lengths,
  integer: bounds, decimal: bounds, money: bounds, date: ['notBefore', 'notAfter'], region: ['regionLevel'],
}
export const constraintNames = ['minLength', 'maxLength', 'min', 'max', 'notBefore', 'notAfter', 'regionLevel'] as const

/** Bounds that mean nothing for the type, that are no dates, or that no value can keep. */
export function faultsOfConstraints(constraints: Constraints, type: FieldType, at: Subject): Diagnostic[] {
  const within = (name: string): Subject => ({ ...at, path: [...at.path, name] })
  const allowed = allowedFor[type] ?? []
  const given = constraintNames.filter(name => constraints[name] !== undefined)
  return [
    ...given.filter(name => !allowed.includes(name)).map(name => error('constraintNotHere', within(name), { constraint: name, type })),
    ...(['notBefore', 'notAfter'] as const).filter(name => !isDay(constraints[name])).map(name => error('badDate', within(name), { value: constraints[name] ?? '' })),
    ...contradictionsIn(constraints).map(contradiction => error('contradiction', at, { contradiction })),
  ]
}

const isDay = (day: string | undefined): boolean =>
  day === undefined || day === 'today' || (/^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day)

/** Indexes of entries whose key an earlier entry has. */
export function doubles<T>(entries: readonly T[], keyOf: (entry: T) => string): number[] {
  const seen = new Set<string>()
  return entries.flatMap((entry, index) => (seen.has(keyOf(entry)) ? [index] : (seen.add(keyOf(entry)), [])))
}

type Referable = 'department' | 'register' | 'group' | 'field' | 'material' | 'item'

/** Names in a catalogue for which another was suggested: whoever mistypes more has the wrong catalogue. */
const suggested = new WeakMap<Names['catalogue'], number>()
const mostSuggested = 200

export function unknown(kind: Referable, id: string, { catalogue }: Names, subject: Subject): Diagnostic {
  const count = (suggested.get(catalogue) ?? 0) + 1
  suggested.set(catalogue, count)
  const candidates = count > mostSuggested ? [] : kind === 'group' ? catalogue.groups.map(group => group.id) : [...catalogue[`${kind}s`].keys()]
  return error(`unknown.${kind}`, subject, { id, nearest: nearest(id, candidates) })
}

/** The known name that looks most like a mistyped one, or a dash. */
export function nearest(wanted: string, candidates: readonly string[]): string {
  let [best, least] = ['—', Math.max(2, wanted.length / 4) + 1]
  if (wanted.length > 64) return best
  for (const id of candidates.slice(0, 5000)) {
    const distance = editDistance(wanted, id, least)
    if (distance < least) [best, least] = [id, distance]
  }
  return best
}

/** How many letters differ, or `most` when they are no fewer: most names are put aside after a few letters. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const distance = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
      next.push(distance)
      if (distance < least) least = distance
    }
    if (least >= most) return most
    row = next
  }
  return row[b.length] ?? most
}
