import type { Catalogue, Field } from '../../catalogue/definition.ts'
import type { Value } from '../../drafts/draft.ts'
import type { RegisterAnswer, RegisterQuery } from '../../materials/register.ts'
import { sexOf } from '../../people/identity-number.ts'
import { exampleValue } from '../town-values.ts'
import { digits } from './draw.ts'
import { entriesAbout, type Entries } from './entries.ts'
import { paperOf, type Paper } from './paper.ts'
import { subjectOf, type World } from './subject.ts'

/** Entries that are fixed, by key and field; null: the register has none. */
export type FixedEntries = Readonly<Record<string, Readonly<Record<string, Value | null>>>>

/** What a register of the sandbox answers when it is well. `about` differs from `key` when it has mixed up its entries. */
export function answerOf(catalogue: Catalogue, world: World, fixed: FixedEntries, query: RegisterQuery, about = query.key): RegisterAnswer {
  const subject = subjectOf(query.key, world) && subjectOf(about, world)
  if (!subject) return { status: 'notFound' }
  const entries = entriesAbout(subject, about)
  const fields: Record<string, Value> = {}
  for (const id of query.fields) {
    const field = catalogue.fields.get(id)
    if (field?.register?.id !== query.register) continue
    const own = fixed[about]?.[id]
    const value = own === undefined ? valueOf(field, entries, world) : own
    if (value !== undefined && value !== null) fields[id] = value
  }
  return { status: 'found', fields, materials: papersOf(catalogue, query, entries, world), asOf: `${world.today}T00:00:00+08:00` }
}

/** What is written of exactly this field, else of its like, else what fits its type: the catalogue grows, and the sandbox answers for all of it. */
function valueOf(field: Field, entries: Entries, world: World): Value | undefined {
  const own = entries.fields[field.id]
  if (own) return own()
  const alike = entries.alike[field.id.slice(field.id.indexOf('.') + 1)]?.()
  return alike !== undefined && isOffered(field, alike) ? alike : exampleOf(field, entries, world)
}

/** Options are each field's own. */
const isOffered = ({ options }: Field, value: Value): boolean => !options || [value].flat().every(one => options.some(option => option.value === one))

function exampleOf(field: Field, { key, regionCode, rows }: Entries, { today, places }: World): Value {
  const name = rows.holder ?? rows.representative ?? '陈明'
  return exampleValue(field, field, {
    name, today, regionCode, sex: rows.idNumber ? sexOf(rows.idNumber) : 'male', phone: `140${digits(8, key, 'phone')}`, spouseName: rows.spouse,
    address: rows.address ?? rows.premises ?? rows.location ?? places.fullName(regionCode), values: {}, digits: count => digits(count, key, field.id),
  })
}

function papersOf({ materials, departments }: Catalogue, query: RegisterQuery, entries: Entries, world: World) {
  const found: Extract<RegisterAnswer, { status: 'found' }>['materials'] = {}
  for (const id of query.materials) {
    const material = materials.get(id)
    if (material?.register?.id !== query.register) continue
    const department = departments.get(material.heldBy ?? '')
    const authority = department && authorities.includes(department.kind) ? world.places.countyName(entries.regionCode) + department.name.zh : undefined
    const paper = paperOf(id, paperLike(id, entries.papers), { ...entries, county: entries.regionCode, today: world.today }, authority)
    if (paper) found[id] = paper
  }
  return found
}

/** Hospitals, banks and suppliers go by their own names. */
const authorities: readonly string[] = ['government', 'vertical', 'people', 'military', 'judicial', 'party']

/** `elder-id-card` is written like `id-card`. */
function paperLike(id: string, papers: Entries['papers']): Paper {
  const found = papers[id]
  if (found) return found
  const end = id.indexOf('-') + 1
  return end > 0 ? paperLike(id.slice(end), papers) : anyPaper
}

const anyPaper: Paper = { number: '{county}{10}', issued: 30, rows: ['holder', 'idNumber', 'company', 'uscc', 'project', 'parcel', 'vin', 'reference', 'validUntil'] }
