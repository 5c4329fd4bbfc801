import type { Catalogue, Field } from '../../catalogue/definition.ts'
import type { Value } from '../../drafts/draft.ts'
import type { RegisterAnswer, RegisterQuery } from '../../materials/register.ts'
import { sexOf } from '../../people/identity-number.ts'
import { exampleValue } from '../town-values.ts'
import { digits } from './draw.ts'
import { companyFields, parcelFields, projectFields, propertyFields } from './other-fields.ts'
import { companyPapers, companyRows, parcelPapers, parcelRows, permitPapers, permitRows, projectPapers, projectRows, propertyPapers, propertyRows } from './other-papers.ts'
import { paperOf, type Holder, type Paper, type Rows } from './paper.ts'
import { personFields } from './person-fields.ts'
import { personPapers } from './person-papers.ts'
import { personRows } from './person-rows.ts'
import { subjectOf, type Subject, type World } from './subject.ts'

/** Entries that are fixed, by key and field; null: the register has none. */
export type FixedEntries = Readonly<Record<string, Readonly<Record<string, Value | null>>>>

/** What a register holds about one key. */
interface Entries {
  county: string
  /** Undefined: no entry; missing: nothing is written about such a field. */
  fields: Readonly<Record<string, () => Value | undefined>>
  papers: Readonly<Record<string, Paper>>
  rows: Rows
  numbers: Readonly<Record<string, string>>
}

const boundTo = <File>(table: Record<string, (file: File) => Value | undefined>, file: File): Entries['fields'] =>
  Object.fromEntries(Object.entries(table).map(([id, entry]) => [id, () => entry(file)]))

function entriesAbout(file: Subject): Entries {
  switch (file.kind) {
    case 'person':
      return { county: file.county, fields: boundTo(personFields, file), papers: personPapers, rows: personRows(file), numbers: { title: file.me.home.certificateNumber, disability: file.disability.number, account: file.card.account } }
    case 'company':
      return { county: file.company.regionCode, fields: boundTo(companyFields, file), papers: companyPapers, rows: companyRows(file), numbers: { seal: String(companyFields['seal.number']?.(file)) } }
    case 'property':
      return { county: file.property.regionCode, fields: boundTo(propertyFields, file), papers: propertyPapers, rows: propertyRows(file), numbers: {} }
    case 'project':
      return { county: file.project.regionCode, fields: boundTo(projectFields, file), papers: projectPapers, rows: projectRows(file), numbers: { planning: file.project.planningPermitNumber, construction: file.project.constructionPermitNumber } }
    case 'parcel':
      return { county: file.parcel.regionCode, fields: boundTo(parcelFields, file), papers: parcelPapers, rows: parcelRows(file), numbers: { permit: file.parcel.permitNumber } }
    case 'permit':
      return { county: '330106000000', fields: {}, papers: permitPapers, rows: permitRows(file), numbers: {} }
  }
}

/** What a register of the sandbox answers when it is well. `about` differs from `key` when it has mixed up its entries. */
export function answerOf(catalogue: Catalogue, world: World, fixed: FixedEntries, query: RegisterQuery, about = query.key): RegisterAnswer {
  const subject = subjectOf(query.key, world) && subjectOf(about, world)
  if (!subject) return { status: 'notFound' }
  const entries = entriesAbout(subject)
  const fields: Record<string, Value> = {}
  for (const id of query.fields) {
    const field = catalogue.fields.get(id)
    if (field?.register?.id !== query.register) continue
    const own = fixed[about]?.[id]
    const value = own === undefined ? (entries.fields[id] ?? (() => exampleOf(field, about, entries, world)))() : own
    if (value !== undefined && value !== null) fields[id] = value
  }
  return { status: 'found', fields, materials: papersOf(catalogue, query, { key: about, today: world.today, ...entries }, entries.papers, world), asOf: `${world.today}T00:00:00+08:00` }
}

function papersOf(catalogue: Catalogue, query: RegisterQuery, holder: Holder, papers: Entries['papers'], { places }: World) {
  const found: Extract<RegisterAnswer, { status: 'found' }>['materials'] = {}
  for (const id of query.materials) {
    const material = catalogue.materials.get(id)
    if (material?.register?.id !== query.register) continue
    const department = material.heldBy && catalogue.departments.get(material.heldBy)?.name.zh
    const paper = paperOf(id, papers[id] ?? anyPaper, holder, department && places.countyName(holder.county) + department)
    if (paper) found[id] = paper
  }
  return found
}

/** A paper that came into the catalogue after this sandbox was written. */
const anyPaper: Paper = { number: '{county}{10}', issued: 30, rows: ['holder', 'idNumber', 'company', 'uscc', 'title', 'project', 'parcel'] }

/** A field that came into the catalogue after this sandbox was written. */
function exampleOf(field: Field, key: string, { county, rows }: Entries, { today }: World): Value {
  const name = rows.holder ?? rows.representative ?? '陈明'
  return exampleValue(field, field, {
    name, today, sex: rows.idNumber ? sexOf(rows.idNumber) : 'male', phone: `140${digits(8, key, 'phone')}`, spouseName: rows.spouse,
    regionCode: county, address: rows.address ?? rows.premises ?? rows.location ?? '', values: {}, digits: count => digits(count, key, field.id),
  })
}
