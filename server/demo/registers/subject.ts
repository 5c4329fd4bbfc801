import { isIdNumber, isUscc } from '../../people/identity-number.ts'
import type { Day } from '../../limits/calendar.ts'
import { cardOf, companyOf, employerOf, type Company } from './companies.ts'
import { below, between, digits, earlierOf, later, pick, recently, yearOf } from './draw.ts'
import { strangerTo } from './lineage.ts'
import type { Places } from './places.ts'
import type { MaritalStatus } from './kinship.ts'
import type { Citizen, Population } from './population.ts'
import { isContractNumber, isProjectCode, parcelOf, projectOf, type Parcel, type Project } from './projects.ts'
import { isTitleNumber, propertyOf, type Property } from './property.ts'
import { townHomeUnder } from './town-families.ts'

export interface World {
  today: Day
  places: Places
  population: Population
  /** Of people and companies that have told theirs. */
  names: ReadonlyMap<string, string>
}

/** Somebody with everybody and everything that belongs to them. */
export interface PersonFile {
  kind: 'person'
  world: World
  me: Citizen
  status: MaritalStatus
  spouse?: Citizen
  /** The other parent of the children. */
  partner?: Citizen
  mother?: Citizen
  father?: Citizen
  children: Citizen[]
  employer: Company
  card: { bank: string; account: string }
  /** The county they are registered in, twelve digits. */
  county: string
  countyName: string
  service: { enlistedOn: Day; dischargedOn: Day; years: number }
  birth: { bornOn: Day; isSon: boolean; about: string }
  death: { diedOn: Day; cause: 'illness' | 'accident' }
  /** Of a minor. */
  school?: string
  education: { level: string; degree: string; school: string; major: string; graduatedOn: Day; diplomaNumber: string }
  illness: string
  hospital: string
  maternity: string
  /** When what is granted for a year runs out. */
  until: Day
  /** Square metres of the home. */
  homeArea: string
  disability: { category: string; grade: string; number: string; validUntil: Day }
}

/** What a register is asked about, told by the shape of the key. */
export type Subject =
  | PersonFile
  | { kind: 'company'; world: World; company: Company; representative: Citizen }
  | { kind: 'property'; world: World; property: Property }
  | { kind: 'project'; world: World; project: Project; builder: string }
  | { kind: 'parcel'; world: World; parcel: Parcel }
  | { kind: 'vehicle'; world: World; vin: string; seller: string }
  | { kind: 'permit'; world: World; number: string }

/** Undefined: no register can know such a number. */
export function subjectOf(key: string, world: World): Subject | undefined {
  const { places, today, population, names } = world
  if (isIdNumber(key, today)) return personFile(key, world)
  if (isUscc(key)) {
    const entry = companyOf(key, places, today)
    const company = { ...entry, name: names.get(key) ?? entry.name }
    return { kind: 'company', world, company, representative: population.citizen(company.representative) }
  }
  if (isTitleNumber(key)) return { kind: 'property', world, property: propertyOf(key, places, today, townHomeUnder(key)) }
  if (isProjectCode(key)) return { kind: 'project', world, project: projectOf(key, places, today), builder: companyOf(employerOf(key), places, today).name }
  if (isContractNumber(key)) return { kind: 'parcel', world, parcel: parcelOf(key, places, today) }
  if (/^(?=.*\d{4})[A-HJ-NPR-Z0-9]{17}$/.test(key)) return { kind: 'vehicle', world, vin: key, seller: companyOf(employerOf(key), places, today).name }
  // Approvals and permits have numbers of many kinds; what looks like an ID number or a credit code is a wrong one.
  return /\d{4}/.test(key) && !/^[0-9A-Z]{18}$|^\d{15}$|[<>]/.test(key) ? { kind: 'permit', world, number: key } : undefined
}

/** Another key of the same kind: what a register that has mixed up its entries answers about. */
export function mixedUp(key: string): string {
  if (isIdNumber(key)) return strangerTo(key)
  if (isUscc(key)) return employerOf(key)
  return key.replace(/\d(?=\D*$)/, last => String((Number(last) + 1) % 10))
}

function personFile(idNumber: string, world: World): PersonFile {
  const { population, places, today } = world
  const me = population.citizen(idNumber)
  const [spouse, partner] = [population.spouseOf(idNumber), population.partnerOf(idNumber)]
  const { mother, father } = population.parentsOf(idNumber)
  const known = (one: string | undefined) => (one === undefined ? undefined : population.citizen(one))
  const county = places.countyOf(me.home.regionCode.slice(0, 6)).code
  return {
    kind: 'person', world, me, county, countyName: places.countyName(county),
    status: population.statusOf(idNumber),
    spouse: known(spouse), partner: known(partner), mother: known(mother), father: known(father),
    children: population.childrenOf(idNumber).map(population.citizen),
    employer: companyOf(employerOf(idNumber), places, today),
    card: cardOf(idNumber),
    service: serviceOf(me, today),
    birth: latestBirth(me, partner, today),
    death: { diedOn: recently(today, 6, idNumber, 'death'), cause: below(10, idNumber, 'cause') === 0 ? 'accident' : 'illness' },
    disability: disabilityOf(me, today),
    school: schoolOf(me, places.shortName(county)),
    education: educationOf(me, today),
    illness: pick(['高血压病', '冠状动脉粥样硬化性心脏病', '脑梗死后遗症', '慢性阻塞性肺疾病'], idNumber, 'diagnosis'),
    hospital: `${places.countyName(county)}人民医院`,
    maternity: `${places.countyName(county)}妇幼保健院`,
    until: `${yearOf(today) + 1}-${pick(['06-30', '08-31', '12-31'], idNumber, 'until')}`,
    homeArea: propertyOf(me.home.certificateNumber, places, today).area,
  }
}

/** A term in the forces that has just ended: two years for conscripts, up to sixteen for others. */
function serviceOf({ idNumber, age }: Citizen, today: Day): PersonFile['service'] {
  const dischargedOn = recently(today, 2, idNumber, 'discharge')
  const years = Math.min(age < 24 ? 2 : pick([2, 5, 8, 12, 16], idNumber, 'service'), Math.max(2, age - 18))
  return { dischargedOn, years, enlistedOn: `${yearOf(dischargedOn) - years}-09-${between(10, 20, idNumber, 'enlisted')}` }
}

/** The same for both parents. */
function latestBirth({ idNumber }: Citizen, partner: string | undefined, today: Day): PersonFile['birth'] {
  const about = [idNumber, partner ?? ''].sort().join('')
  return { about, bornOn: recently(today, 3, about, 'birth'), isSon: below(2, about, 'sex') === 0 }
}

function schoolOf({ idNumber, age }: Citizen, district: string): string | undefined {
  if (age < 3 || age > 18) return undefined
  return district + pick(['实验', '育才', '文澜', '求知', '第一', '第二'], idNumber, 'school') + (age < 7 ? '幼儿园' : age < 13 ? '小学' : age < 16 ? '初级中学' : '高级中学')
}

const degrees = { postgraduate: ['硕士研究生', 25], bachelor: ['本科', 22], college: ['专科', 21], vocational: ['中职', 18] } as const

/** Those who could be graduates are; their last degree is the one on record. */
function educationOf({ idNumber, born, age }: Citizen, today: Day): PersonFile['education'] {
  const level = pick(['postgraduate', 'bachelor', 'bachelor', 'bachelor', 'college', 'vocational'] as const, idNumber, 'education')
  const [degree, at] = degrees[level]
  const graduatedOn = earlierOf(`${yearOf(born) + at}-06-20`, age < at ? later(today, -60) : later(today, -1))
  const school = pick(['浙江工业大学', '杭州师范大学', '浙江工商大学', '宁波大学', '温州大学', '浙江理工大学'], idNumber, 'university')
  const major = pick(['计算机科学与技术', '机械工程', '会计学', '护理学', '汉语言文学', '电子商务'], idNumber, 'major')
  return { level, degree, graduatedOn, major, school: level === 'vocational' ? '杭州市人民职业学校' : school, diplomaNumber: `10337${yearOf(graduatedOn)}05${digits(7, idNumber, 'diploma')}` }
}

/** The number of a disability certificate is the ID number with the category and the grade. */
function disabilityOf({ idNumber }: Citizen, today: Day): PersonFile['disability'] {
  const [category, grade] = [String(between(1, 7, idNumber, 'category')), String(between(1, 4, idNumber, 'grade'))]
  return { category, grade, number: idNumber + category + grade, validUntil: later(`${yearOf(today) + between(1, 9, idNumber, 'valid')}-01-01`, Number(digits(2, idNumber, 'valid'))) }
}
