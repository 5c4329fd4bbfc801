import type { Day } from '../../limits/calendar.ts'
import { birthDayOf, sexOf } from '../../people/identity-number.ts'
import { ageAt, below, digits } from './draw.ts'
import { kinshipOn, type Kinship } from './kinship.ts'
import { givenName, surnameOf } from './names.ts'
import type { Places } from './places.ts'
import { propertyOf, titleNumberOf, type Home } from './property.ts'
import { homeInTown, townsman } from './town-families.ts'

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

/** Everybody with a valid ID number. */
export interface Population extends Kinship {
  citizen(idNumber: string): Citizen
}

/** `names` are those of people who have told theirs: the registers call them the same. */
export function populationOn(today: Day, places: Places, names: ReadonlyMap<string, string>): Population {
  const kinship = kinshipOn(today)
  const age = (idNumber: string) => ageAt(birthDayOf(idNumber), today)

  /** The father's, as far back as fathers are known. */
  function surname(idNumber: string): string {
    const known = names.get(idNumber) ?? townsman(idNumber)?.name
    if (known) return known.slice(0, 1)
    const { father } = kinship.parentsOf(idNumber)
    return father ? surname(father) : surnameOf(idNumber)
  }

  /** Minors live with their mother, couples together. */
  function homeOf(idNumber: string): Home {
    const inTown = homeInTown(idNumber)
    if (inTown) return inTown
    const { mother } = kinship.parentsOf(idNumber)
    if (mother && age(idNumber) < 18) return homeOf(mother)
    const household = [idNumber, kinship.spouseOf(idNumber) ?? ''].sort().join('')
    const county = places.countyOf(idNumber.slice(0, 6), household)
    const { certificateNumber, regionCode, address } = propertyOf(titleNumberOf(household, county.code, places), places, today)
    return { certificateNumber, regionCode, address }
  }

  function citizen(idNumber: string): Citizen {
    const [sex, born, resident] = [sexOf(idNumber), birthDayOf(idNumber), townsman(idNumber)]
    const family = [idNumber.slice(0, 6), String(Number(idNumber.slice(14, 17)) >> 1)]
    return {
      idNumber, sex, born, age: age(idNumber),
      name: names.get(idNumber) ?? resident?.name ?? surname(idNumber) + givenName(idNumber, sex, born),
      phone: resident?.phone ?? `140${digits(8, idNumber, 'phone')}`,
      home: homeOf(idNumber),
      ethnicity: below(60, ...family, 'ethnicity') === 0 ? 'SH' : 'HA',
    }
  }

  return { ...kinship, citizen }
}
