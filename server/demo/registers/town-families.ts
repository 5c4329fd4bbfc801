import { companies, idNumberOfKin, kin, officials, residentOf, residents, spouseOf, type Resident } from '../town-people.ts'
import { digits } from './draw.ts'
import type { Home } from './property.ts'

/** What the registers know of the town: names and addresses of those with an account, and who belongs to whom. */
interface Family {
  partner?: string
  isMarried: boolean
  parents: { mother?: string; father?: string }
  children: string[]
}

const of = (username: string): string => residentOf(username).idNumber

/** Families in which somebody has no account of his own. */
const families: { father?: string; mother?: string; children: string[]; areMarried?: boolean }[] = [
  { father: of('he.junjie'), mother: of('zhang.lihua'), children: [idNumberOfKin('pupil')] },
  { father: of('ni.xiang'), children: [idNumberOfKin('child')] },
  { father: idNumberOfKin('lateFather'), mother: idNumberOfKin('lateMother'), children: [of('lin.zhiyuan')], areMarried: true },
]

type Townsman = Pick<Resident, 'name'> & Partial<Pick<Resident, 'phone' | 'regionCode' | 'address'>>

const townsmen = new Map<string, Townsman>([
  ...Object.entries(kin).map(([who, one]): [string, Townsman] => [idNumberOfKin(who as keyof typeof kin), one]),
  ...[...residents, ...officials].map((resident): [string, Townsman] => [resident.idNumber, resident]),
])

export const isOfTown = (idNumber: string): boolean => townsmen.has(idNumber)
export const townsman = (idNumber: string): Townsman | undefined => townsmen.get(idNumber)

export function familyInTown(idNumber: string): Family {
  const username = residents.find(one => one.idNumber === idNumber)?.username
  const spouse = username === undefined ? undefined : spouseOf({ username })?.idNumber
  const asParent = families.find(({ father, mother }) => father === idNumber || mother === idNumber)
  const asChild = families.find(({ children }) => children.includes(idNumber))
  const other = [asParent?.father, asParent?.mother].find(one => one !== idNumber)
  return {
    partner: spouse ?? other,
    isMarried: spouse !== undefined || asParent?.areMarried === true,
    parents: asChild ? { mother: asChild.mother, father: asChild.father } : {},
    children: asParent?.children ?? [],
  }
}

/** People at one address share one title certificate. */
const homeAt = (regionCode: string, address: string): Home =>
  ({ regionCode, address, certificateNumber: `浙（2019）杭州市不动产权第0${digits(6, address, 'title')}号` })

/** Their own, or that of their parents with whom they live. */
export function homeInTown(idNumber: string): Home | undefined {
  const { parents } = isOfTown(idNumber) ? familyInTown(idNumber) : { parents: {} as Family['parents'] }
  for (const one of [idNumber, parents.father, parents.mother]) {
    const { regionCode, address } = townsmen.get(one ?? '') ?? {}
    if (regionCode && address) return homeAt(regionCode, address)
  }
  return undefined
}

const homes = new Map([...townsmen.values()].flatMap(({ regionCode, address }) => (regionCode && address ? [homeAt(regionCode, address)] : [])).map(home => [home.certificateNumber, home]))

export const townHomeUnder = (certificateNumber: string): Home | undefined => homes.get(certificateNumber)
export const townCompany = (uscc: string) => companies.find(one => one.uscc === uscc)
