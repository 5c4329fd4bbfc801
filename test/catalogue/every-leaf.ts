import type { z } from 'zod'
import {
  bundleSchema, departmentSchema, fieldGroupSchema, fieldSchema, materialSchema, registerSchema, serviceItemSchema, type BundleDefinition,
} from '../../server/catalogue/definition.ts'

/** One change of one place of a definition, named by the place in the schemas: `items.fields[].basis`. */
export interface Change {
  place: string
  kind: 'another' | 'left out' | 'one fewer' | 'turned round'
  apply(definition: BundleDefinition): BundleDefinition
}

type Pointer = readonly (string | number)[]
interface Node { type: string; shape?: Record<string, z.ZodType>; element?: z.ZodType; innerType?: z.ZodType; entries?: Record<string, string> }
const nodeOf = (schema: z.ZodType): Node => schema.def as unknown as Node

const sections: Record<string, z.ZodType> = {
  bundle: bundleSchema, items: serviceItemSchema, fields: fieldSchema, groups: fieldGroupSchema, materials: materialSchema, departments: departmentSchema, registers: registerSchema,
}

/** Every place that a definition can have, as the schemas say. */
export const everyPlace = (): string[] => Object.entries(sections).flatMap(([name, schema]) => [...placesIn(schema, name)])

function* placesIn(schema: z.ZodType, place: string): Iterable<string> {
  const { shape, element, innerType } = nodeOf(schema)
  if (innerType) return yield* placesIn(innerType, place)
  if (element) return yield* placesIn(element, `${place}[]`)
  if (!shape) return yield place
  for (const [key, inner] of Object.entries(shape)) yield* placesIn(inner, `${place}.${key}`)
}

/** Everything that can be changed about a definition, one place at a time; things called “spare” are there to be referred to instead. */
export function everyChange(definition: BundleDefinition): Change[] {
  return Object.entries(sections).flatMap(([name, schema]) => {
    const section = definition[name as keyof BundleDefinition] as unknown as Record<string, object>
    const things: [Pointer, object][] = name === 'bundle' ? [[[name], section]] : Object.entries(section).map(([key, thing]) => [[name, key], thing])
    return things.filter(([pointer]) => !String(pointer[1]).includes('spare')).flatMap(([pointer, thing]) => [...changesIn(schema, thing, pointer, name, definition)])
  })
}

function* changesIn(schema: z.ZodType, value: unknown, pointer: Pointer, place: string, definition: BundleDefinition): Iterable<Change> {
  if (value === undefined) return
  const { type, shape, element, innerType, entries } = nodeOf(schema)
  const put = (kind: Change['kind'], by: unknown): Change => ({ place, kind, apply: given => withAt(given, pointer, by) })
  if (innerType) {
    if (type === 'optional') yield put('left out', undefined)
    return yield* changesIn(innerType, value, pointer, place, definition)
  }
  if (element) {
    const list = value as unknown[]
    if (list.length > 0) yield put('one fewer', list.slice(0, -1))
    if (list.length > 1) yield put('turned round', list.toReversed())
    for (const [index, one] of list.entries()) yield* changesIn(element, one, [...pointer, index], `${place}[]`, definition)
  } else if (shape) {
    for (const [key, inner] of Object.entries(shape)) yield* changesIn(inner, (value as Record<string, unknown>)[key], [...pointer, key], `${place}.${key}`, definition)
  } else if (entries) yield put('another', Object.values(entries).find(other => other !== value))
  else if (type === 'boolean') yield put('another', !value)
  else if (type === 'number') yield put('another', Number(value) + 1)
  else yield isOwnId(place) ? { place, kind: 'another', apply: given => renamed(given, String(value)) } : put('another', anotherText(String(value), place, definition))
}

const isOwnId = (place: string): boolean => /^(bundle|fields|groups|materials|departments|registers)\.id$|^items\.code$|questions\[\]\.id$|phases\[\]\.id$|\.value$/.test(place)

/** The same under another id, wherever it is spoken of; a group's id is the beginning of its fields' ids. */
const renamed = (definition: BundleDefinition, id: string): BundleDefinition =>
  JSON.parse(JSON.stringify(definition).replaceAll(new RegExp(`(?<!"(?:zh|en)":)"${id}(?=[".])`, 'g'), `"${id}Renamed`)) as BundleDefinition

/** Another thing where an id stands for one, other words where words stand. */
function anotherText(text: string, place: string, { bundle, ...definition }: BundleDefinition): string {
  const of = (things: object) => Object.keys(things).find(id => id !== text && id.includes('spare')) ?? `${text}X`
  if (/\.(department|leadDepartment|heldBy)$/.test(place)) return of(definition.departments)
  if (/register\.id$/.test(place)) return of(definition.registers)
  if (/(\.field|register\.by|result\.fields\[\]|coApplicants\[\]\.(identity|fullName|agreesTo\[\]))$/.test(place)) return of(definition.fields)
  if (/\.material$/.test(place)) return of(definition.materials)
  if (/(\.item|after\[\]|phases\[\]\.items\[\])$/.test(place)) return of(definition.items)
  if (/when\[\]\.question$/.test(place)) return bundle.questions.find(({ id }) => id !== text)?.id ?? text
  if (/when\[\]\.in\[\]$/.test(place)) return text === 'yes' ? 'no' : 'yes'
  return /not(Before|After)$/.test(place) ? '2031-01-01' : `${text}X`
}

function withAt(definition: BundleDefinition, pointer: Pointer, value: unknown): BundleDefinition {
  const copy = structuredClone(definition)
  const holder = pointer.slice(0, -1).reduce<Record<string, unknown>>((inside, key) => inside[key] as Record<string, unknown>, copy as unknown as Record<string, unknown>)
  const last = String(pointer.at(-1))
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}
