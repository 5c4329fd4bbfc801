import type { Value } from '../../drafts/draft.ts'
import { companyFields, parcelFields, projectFields, propertyFields } from './other-fields.ts'
import { companyPapers, companyRows, parcelPapers, parcelRows, permitPapers, permitRows, projectPapers, projectRows, propertyPapers, propertyRows, vehiclePapers, vehicleRows } from './other-papers.ts'
import type { Paper, Rows } from './paper.ts'
import { ofEverybody, personFields } from './person-fields.ts'
import { personPapers } from './person-papers.ts'
import { personRows } from './person-rows.ts'
import type { Subject } from './subject.ts'

type Bound = Readonly<Record<string, () => Value | undefined>>

/** All that the registers together hold about one key. */
export interface Entries {
  key: string
  /** The township. */
  regionCode: string
  fields: Bound
  /** By the field's own name, for fields of whatever group. */
  alike: Bound
  papers: Readonly<Record<string, Paper>>
  rows: Rows
  numbers: Readonly<Record<string, string>>
}

const bound = <File>(table: Record<string, (file: File) => Value | undefined>, file: File): Bound =>
  Object.fromEntries(Object.entries(table).map(([id, entry]) => [id, () => entry(file)]))

export function entriesAbout(file: Subject, key: string): Entries {
  const common = { key, regionCode: townTownship, fields: {}, alike: {}, numbers: {} }
  switch (file.kind) {
    case 'person': {
      const numbers = { title: file.me.home.certificateNumber, disability: file.disability.number, account: file.card.account, diploma: file.education.diplomaNumber }
      return { ...common, regionCode: file.me.home.regionCode, fields: bound(personFields, file), alike: bound(ofEverybody, file), papers: personPapers, rows: personRows(file), numbers }
    }
    case 'company':
      return { ...common, regionCode: file.company.regionCode, fields: bound(companyFields, file), papers: companyPapers, rows: companyRows(file), numbers: { seal: String(companyFields['seal.number']?.(file)), account: file.company.account } }
    case 'property':
      return { ...common, regionCode: file.property.regionCode, fields: bound(propertyFields, file), papers: propertyPapers, rows: propertyRows(file) }
    case 'project': {
      const numbers = { planning: file.project.planningPermitNumber, construction: file.project.constructionPermitNumber }
      return { ...common, regionCode: file.project.regionCode, fields: bound(projectFields, file), papers: projectPapers, rows: projectRows(file), numbers }
    }
    case 'parcel':
      return { ...common, regionCode: file.parcel.regionCode, fields: bound(parcelFields, file), papers: parcelPapers, rows: parcelRows(file), numbers: { permit: file.parcel.permitNumber } }
    case 'vehicle':
      return { ...common, papers: vehiclePapers, rows: vehicleRows(file) }
    case 'permit':
      return { ...common, papers: permitPapers, rows: permitRows(file) }
  }
}

const townTownship = '330106005000'
