import type { Value } from '../../drafts/draft.ts'
import { between, digits, pick, recently } from './draw.ts'
import type { Subject } from './subject.ts'

type Of<K extends Subject['kind']> = Extract<Subject, { kind: K }>
type Fields<K extends Subject['kind']> = Record<string, (file: Of<K>) => Value | undefined>

// prettier-ignore
export const companyFields: Fields<'company'> = {
  'company.type': ({ company }) => (company.isSoleTrader ? undefined : company.type),
  'company.industry': ({ company }) => company.industry,
  'company.businessScope': ({ company }) => company.scope,
  'company.registeredCapital': ({ company }) => (company.isSoleTrader ? undefined : company.capital),
  'company.term': ({ company }) => company.term,
  'company.region': ({ company }) => company.regionCode,
  'company.address': ({ company }) => company.address,
  'company.registeredOn': ({ company }) => company.registeredOn,
  'closing.cancelledOn': ({ company, world }) => recently(world.today, 2, company.uscc, 'deregistration-notice'),
  'legalRepresentative.name': ({ representative }) => representative.name,
  'legalRepresentative.idNumber': ({ representative }) => representative.idNumber,
  'company.bank': ({ company, world }) => `${company.bank}${world.places.shortName(company.regionCode)}支行`,
  'company.bankAccount': ({ company }) => company.account,
  'tax.taxpayerKind': ({ company }) => company.taxpayerKind,
  'seal.number': ({ company }) => company.regionCode.slice(0, 6) + digits(7, company.uscc, 'seal'),
  'employer.socialInsuranceNumber': ({ company }) => company.regionCode.slice(0, 4) + digits(8, company.uscc, 'social insurance'),
  'employer.medicalInsuranceNumber': ({ company }) => company.regionCode.slice(0, 4) + digits(8, company.uscc, 'medical insurance'),
  'contribution.headcount': ({ company }) => String(between(3, 160, company.uscc, 'staff')),
  'taxCredit.grade': ({ company }) => pick(['A', 'B', 'B', 'C'], company.uscc, 'credit'),
  'taxReturn.kinds': ({ company }) => (company.isSoleTrader ? ['stamp'] : ['property', 'land', 'stamp']),
  'taxReturn.propertyValue': ({ company }) => (company.isSoleTrader ? undefined : String(between(200, 4000, company.uscc, 'premises') * 1_000_000)),
  'taxReturn.landArea': ({ company }) => (company.isSoleTrader ? undefined : String(between(300, 12_000, company.uscc, 'land'))),
  'upgrade.startedOn': ({ company }) => company.registeredOn,
  'upgrade.fixedAmount': ({ company }) => (company.taxpayerKind === 'small' ? 'yes' : 'no'),
  'debtor.name': ({ company }) => company.name,
  'debtor.region': ({ company, world }) => world.places.countyOf(company.regionCode.slice(0, 6)).code,
  'employer.fundAccount': ({ company }) => `0108${digits(8, company.uscc, 'housing fund')}`,
}

// prettier-ignore
export const propertyFields: Fields<'property'> = {
  'property.region': ({ property }) => property.regionCode,
  'property.address': ({ property, world }) => world.places.fullAddress(property),
  'property.unitNumber': ({ property }) => property.unitNumber,
  'property.area': ({ property }) => property.area,
  'property.use': ({ property }) => property.use,
  'property.acquiredOn': ({ property }) => property.acquiredOn,
  'property.mortgageCertificate': ({ property }) => property.mortgageNumber,
  'property.mortgagee': ({ property }) => property.mortgagee,
  'meters.power': ({ property }) => `33${digits(8, property.certificateNumber, 'power')}`,
  'meters.water': ({ property }) => `10${digits(7, property.certificateNumber, 'water')}`,
  'meters.gas': ({ property }) => `21${digits(7, property.certificateNumber, 'gas')}`,
}

// prettier-ignore
export const projectFields: Fields<'project'> = {
  'project.name': ({ project }) => project.name,
  'project.nature': ({ project }) => project.nature,
  'project.industry': ({ project }) => project.industry,
  'project.region': ({ project }) => project.regionCode,
  'project.address': ({ project }) => project.address,
  'project.content': ({ project }) => project.content,
  'project.investment': ({ project }) => String(project.investment),
  'project.startsOn': ({ project }) => project.startsOn,
  'project.endsOn': ({ project }) => project.endsOn,
  'standardLand.reachesOn': ({ project }) => project.reachesOn,
  'land.contractNumber': ({ project }) => project.parcel.contractNumber,
  'building.planningPermitNumber': ({ project }) => project.planningPermitNumber,
  'construction.permitNumber': ({ project }) => project.constructionPermitNumber,
}

export const parcelFields: Fields<'parcel'> = {
  'land.parcelNumber': ({ parcel }) => parcel.number,
  'land.area': ({ parcel }) => String(parcel.area),
  'land.use': ({ parcel }) => parcel.use,
  'land.permitNumber': ({ parcel }) => parcel.permitNumber,
}
