import { between, pick } from './draw.ts'
import type { Paper, Rows } from './paper.ts'
import type { Subject } from './subject.ts'

type Of<K extends Subject['kind']> = Extract<Subject, { kind: K }>

const landUse = { industrial: '工业用地', storage: '仓储用地', research: '科研用地' }
const year = 365

export const companyRows = ({ company, representative, world }: Of<'company'>): Rows => ({
  company: company.name, uscc: company.uscc, representative: representative.name, scope: company.scope, registeredOn: company.registeredOn,
  capital: company.isSoleTrader ? undefined : String(Number(company.capital) / 100),
  premises: world.places.fullAddress(company),
  licensed: '热食类食品制售；冷食类食品制售（限凉拌菜）；自制饮品制售',
  staff: String(between(3, 160, company.uscc, 'staff')), sealName: `${company.name}（公章）`, conclusion: '无异常', insuredUntil: world.today.slice(0, 7),
  amount: between(8_000, 900_000, company.uscc, 'amount').toFixed(2), validUntil: `${Number(world.today.slice(0, 4)) + 4}-12-31`, bank: company.bank, account: company.account,
})

const licence: Paper = { number: '{key}', issued: rows => rows.registeredOn, rows: ['company', 'uscc', 'representative', 'capital', 'registeredOn', 'premises', 'scope'] }

// prettier-ignore
export const companyPapers: Record<string, Paper> = {
  'business-licence': licence, 'e-business-licence': licence,
  'food-business-licence': { number: 'JY2{county}{7}', issued: 2 * year, rows: ['company', 'uscc', 'premises', 'licensed', 'validUntil'] },
  'small-eatery-certificate': { number: 'XCY{county}{7}', issued: year, rows: ['company', 'representative', 'premises', 'licensed', 'validUntil'] },
  'e-seal': { number: '{seal}', issued: rows => rows.registeredOn, rows: ['company', 'uscc', 'sealName'] },
  'employment-registration-receipt': { number: 'YG{county}{8}', issued: 20, rows: ['company', 'uscc', 'staff'] },
  'employer-contribution-record': { number: 'SB{county}{10}', issued: 1, rows: ['company', 'uscc', 'staff', 'insuredUntil', 'amount'] },
  'tax-paid-certificate': { number: '33016{13}', issued: 10, rows: ['company', 'uscc', 'amount'] },
  'company-account-record': { number: '{account}', issued: rows => rows.registeredOn, rows: ['company', 'bank', 'account'] },
  'insured-employee-list': { number: 'MC{county}{8}', issued: 1, rows: ['company', 'uscc', 'staff', 'insuredUntil'] },
  'tax-clearance-certificate': { number: '33016{13}', issued: 3, rows: ['company', 'uscc', 'conclusion'] },
  'deregistration-notice': { number: 'ZX{county}{8}', issued: 2, rows: ['company', 'uscc'] },
  'share-transfer-tax-receipt': { number: '33016{13}', issued: 5, rows: ['company', 'uscc', 'amount'] },
  'project-tax-payment': { number: '33016{13}', issued: 30, rows: ['company', 'uscc', 'amount'] },
  'eia-registration-form': { number: '{year}{county}00{6}', issued: 20, rows: ['company', 'uscc', 'premises'] },
}

export const propertyRows = ({ property, world }: Of<'property'>): Rows => ({
  title: property.certificateNumber, location: world.places.fullAddress(property), unitNumber: property.unitNumber,
  area: property.area, use: property.use === 'housing' ? '住宅' : '公寓', mortgagee: property.mortgagee, registeredOn: property.acquiredOn, conclusion: '贷款已结清，同意注销抵押',
})

const deed: Paper = { number: '{key}', issued: rows => rows.registeredOn, rows: ['title', 'location', 'unitNumber', 'use', 'area'] }

export const propertyPapers: Record<string, Paper> = {
  'existing-title-certificate': deed, 'rented-home-title': deed,
  'mortgage-release-consent': { number: 'JQ{county}{8}', issued: 3, rows: ['title', 'location', 'mortgagee', 'conclusion'] },
  'mortgagee-transfer-consent': { number: 'DY{county}{8}', issued: 3, rows: ['title', 'location', 'mortgagee'] },
}

export const projectRows = ({ project, builder, world }: Of<'project'>): Rows => ({
  project: project.name, projectCode: project.code, builder, content: project.content, investment: String(project.investment), registeredOn: project.registeredOn,
  location: world.places.fullAddress(project), parcel: project.parcel.number, area: String(Math.round(project.parcel.area * 1.9)),
  commitment: '固定资产投资强度不低于400万元/亩，容积率不低于1.5，亩均税收不低于30万元', conclusion: '合格',
})

const built = ['project', 'projectCode', 'builder', 'location', 'area', 'conclusion'] as const

// prettier-ignore
export const projectPapers: Record<string, Paper> = {
  'project-declaration': { number: '{key}', issued: rows => rows.registeredOn, rows: ['project', 'projectCode', 'builder', 'content', 'investment'] },
  'project-approval-document': { number: '{key}', issued: rows => rows.registeredOn, rows: ['project', 'projectCode', 'builder', 'location', 'content', 'investment'] },
  'standard-land-commitment': { number: 'BZD{county}{6}', issued: 15, rows: ['project', 'projectCode', 'parcel', 'commitment'] },
  'construction-planning-permit': { number: '{planning}', issued: 12, rows: ['project', 'builder', 'location', 'area'] },
  'construction-drawing-review-certificate': { number: 'TS{county}{8}', issued: 10, rows: built },
  'fire-design-opinion': { number: '{county}消设审字〔{year}〕{4}号', issued: 9, rows: built },
  'construction-permit': { number: '{construction}', issued: 8, rows: ['project', 'projectCode', 'builder', 'location', 'area'] },
  'integrated-completion-survey': { number: 'CH{county}{8}', issued: 5, rows: built },
  'joint-acceptance-opinion': { number: 'LYS{county}{8}', issued: 3, rows: built },
  'completion-filing-certificate': { number: 'JGBA{county}{8}', issued: 1, rows: built },
}

export const parcelRows = ({ parcel, world }: Of<'parcel'>): Rows => ({
  contract: parcel.contractNumber, parcel: parcel.number, area: String(parcel.area), use: landUse[parcel.use], price: String(parcel.price), registeredOn: parcel.grantedOn,
  location: world.places.fullName(parcel.regionCode), commitment: '固定资产投资强度不低于400万元/亩，容积率不低于1.5，亩均税收不低于30万元',
})

export const parcelPapers: Record<string, Paper> = {
  'state-land-grant-contract': { number: '{key}', issued: rows => rows.registeredOn, rows: ['contract', 'parcel', 'location', 'area', 'use', 'price'] },
  'standard-land-investment-contract': { number: 'TZ{county}{8}', issued: rows => rows.registeredOn, rows: ['parcel', 'location', 'area', 'commitment'] },
  'land-boundary-map': { number: 'HX{county}{8}', issued: 50, rows: ['parcel', 'location', 'area', 'use'] },
  'land-use-planning-permit': { number: '{permit}', issued: 40, rows: ['parcel', 'location', 'area', 'use'] },
}

export const permitRows = ({ world, number }: Of<'permit'>): Rows => ({
  permitKind: 'A类', reference: number, validUntil: `${Number(world.today.slice(0, 4)) + between(1, 3, number, 'valid')}-06-30`,
})

export const permitPapers: Record<string, Paper> = { 'foreigner-work-permit': { number: '{key}', issued: 2, rows: ['reference', 'permitKind', 'validUntil'] } }

export const vehicleRows = ({ world, vin, seller }: Of<'vehicle'>): Rows => ({
  vin, seller, make: pick(['吉利牌JL7001BEV', '零跑牌FLM6480', '比亚迪牌BYD7003BEV', '丰田牌TV7180'], vin, 'make'), until: `${Number(world.today.slice(0, 4)) + 1}-03-31`,
})

export const vehiclePapers: Record<string, Paper> = {
  'vehicle-conformity-certificate': { number: 'WAC{11}', issued: 60, rows: ['vin', 'make'] },
  'vehicle-import-certificate': { number: 'XK{9}', issued: 60, rows: ['vin', 'make'] },
  'compulsory-traffic-insurance': { number: 'PDZA{year}{14}', issued: 3, rows: ['vin', 'make', 'until'] },
  'scrapped-vehicle-certificate': { number: 'BF{12}', issued: 20, rows: ['vin', 'make'] },
  'vehicle-transfer-record': { number: 'ES{12}', issued: 12, rows: ['vin', 'make', 'seller'] },
}
