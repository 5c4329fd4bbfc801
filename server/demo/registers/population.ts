import type { Day } from '../../limits/calendar.ts'
import { birthDayOf, sexOf } from '../../people/identity-number.ts'
import { ageAt, below, digits } from './draw.ts'
import { childrenOfMother, counterpartOf, motherOf } from './lineage.ts'
import { givenName, surnameOf } from './names.ts'
import type { Places } from './places.ts'
import { propertyOf, titleNumberOf, type Home } from './property.ts'
import { familyInTown, homeInTown, isOfTown, townsman } from './town-families.ts'

export interface Citizen {
  idNumber: string
  name: string
  sex: 'male' | 'female'
  born: Day
  age: number
  phone: string
  home: Home
  /** GB/T 3304: Han, or the She people of southern Zhejiang. */
  ethnicity: 'HA' | 'SH'
}

export type MaritalStatus = 'unmarried' | 'married' | 'widowed' | 'divorced'

/** Everybody with a valid ID number: those of the demonstration town, and all others as their numbers tell. */
export interface Population {
  citizen(idNumber: string): Citizen
  statusOf(idNumber: string): MaritalStatus
  /** Husband or wife. */
  spouseOf(idNumber: string): string | undefined
  /** With whom somebody has children, married or not. */
  partnerOf(idNumber: string): string | undefined
  parentsOf(idNumber: string): { mother?: string; father?: string }
  childrenOf(idNumber: string): string[]
}

const marriageableAge = { female: 20, male: 22 } // 民法典第一千零四十七条

/** `names` are those of people who have told theirs: the registers call them the same. */
export function createPopulation(places: Places, today: Day, names: ReadonlyMap<string, string>): Population {
  const age = (idNumber: string) => ageAt(birthDayOf(idNumber), today)
  const coupleOf = (idNumber: string) => [idNumber, counterpartOf(idNumber)].sort().join('+')

  function partnerOf(idNumber: string): string | undefined {
    if (isOfTown(idNumber)) return familyInTown(idNumber).partner
    const counterpart = counterpartOf(idNumber)
    return isOfTown(counterpart) ? undefined : counterpart
  }

  function statusOf(idNumber: string): MaritalStatus {
    if (isOfTown(idNumber)) return townStatus(idNumber)
    const partner = partnerOf(idNumber)
    if (!partner || [idNumber, partner].some(one => age(one) < marriageableAge[sexOf(one)])) return 'unmarried'
    const drawn = below(100, coupleOf(idNumber), 'status')
    if (childrenOf(idNumber).length === 0) return drawn < 45 ? 'married' : 'unmarried'
    return drawn < 86 ? 'married' : age(idNumber) > 60 && drawn < 95 ? 'widowed' : 'divorced'
  }

  function townStatus(idNumber: string): MaritalStatus {
    if (familyInTown(idNumber).isMarried) return 'married'
    return age(idNumber) < 40 && childrenOf(idNumber).length === 0 ? 'unmarried' : age(idNumber) < 65 ? 'divorced' : 'widowed'
  }

  const spouseOf = (idNumber: string) => (statusOf(idNumber) === 'married' ? partnerOf(idNumber) : undefined)

  function childrenOf(idNumber: string): string[] {
    if (isOfTown(idNumber) && familyInTown(idNumber).children.length > 0) return familyInTown(idNumber).children
    const partner = partnerOf(idNumber)
    const mother = sexOf(idNumber) === 'female' ? idNumber : partner
    const children = mother === undefined ? [] : childrenOfMother(mother, today).filter(child => !isOfTown(child))
    return isOfTown(idNumber) ? children.slice(0, partner ? 1 : 0) : children
  }

  function parentsOf(idNumber: string): { mother?: string; father?: string } {
    if (isOfTown(idNumber)) return familyInTown(idNumber).parents
    const mother = motherOf(idNumber)
    return mother && childrenOf(mother).includes(idNumber) ? { mother, father: partnerOf(mother) } : {}
  }

  /** The father's, as far back as fathers are known; a townsman's forefathers bear his. */
  function surname(idNumber: string): string {
    const known = names.get(idNumber) ?? townsman(idNumber)?.name
    if (known) return known.slice(0, 1)
    const { father } = parentsOf(idNumber)
    return father ? surname(father) : surnameOf(idNumber)
  }

  /** Minors live with their mother, couples together. */
  function homeOf(idNumber: string): Home {
    const inTown = homeInTown(idNumber)
    if (inTown) return inTown
    const { mother } = parentsOf(idNumber)
    if (mother && age(idNumber) < 18) return homeOf(mother)
    const spouse = spouseOf(idNumber)
    const household = [idNumber, spouse ?? ''].sort().join('')
    const county = places.countyOf([idNumber, spouse ?? idNumber].sort()[0]?.slice(0, 6) ?? '', household)
    const { certificateNumber, regionCode, address } = propertyOf(titleNumberOf(household, county.code, places), places, today)
    return { certificateNumber, regionCode, address }
  }

  function citizen(idNumber: string): Citizen {
    const [sex, born, resident] = [sexOf(idNumber), birthDayOf(idNumber), townsman(idNumber)]
    return {
      idNumber, sex, born, age: age(idNumber),
      name: names.get(idNumber) ?? resident?.name ?? surname(idNumber) + givenName(idNumber, sex, born),
      phone: resident?.phone ?? `140${digits(8, idNumber, 'phone')}`,
      home: homeOf(idNumber),
      ethnicity: below(60, idNumber.slice(0, 6), String(Number(idNumber.slice(14, 17)) >> 1), 'ethnicity') === 0 ? 'SH' : 'HA',
    }
  }

  return { citizen, statusOf, spouseOf, partnerOf, parentsOf, childrenOf }
}
