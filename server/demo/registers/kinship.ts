import type { Day } from '../../limits/calendar.ts'
import { birthDayOf, sexOf } from '../../people/identity-number.ts'
import { ageAt, below } from './draw.ts'
import { childrenOfMother, counterpartOf, motherOf } from './lineage.ts'
import { familyInTown, isOfTown } from './town-families.ts'

export type MaritalStatus = 'unmarried' | 'married' | 'widowed' | 'divorced'

/** Who belongs to whom today: as it is written of the town's people, as the numbers tell of all others. */
export interface Kinship {
  statusOf(idNumber: string): MaritalStatus
  /** Husband or wife. */
  spouseOf(idNumber: string): string | undefined
  /** With whom somebody has children, married or not. */
  partnerOf(idNumber: string): string | undefined
  parentsOf(idNumber: string): { mother?: string; father?: string }
  childrenOf(idNumber: string): string[]
}

const marriageableAge = { female: 20, male: 22 } // 民法典第一千零四十七条

export function kinshipOn(today: Day): Kinship {
  const age = (idNumber: string) => ageAt(birthDayOf(idNumber), today)

  function partnerOf(idNumber: string): string | undefined {
    if (isOfTown(idNumber)) return familyInTown(idNumber).partner
    const counterpart = counterpartOf(idNumber)
    return isOfTown(counterpart) || birthDayOf(counterpart) > today ? undefined : counterpart
  }

  function statusOf(idNumber: string): MaritalStatus {
    const partner = partnerOf(idNumber)
    const isAlone = childrenOf(idNumber).length === 0
    if (isOfTown(idNumber)) {
      if (familyInTown(idNumber).isMarried) return 'married'
      return age(idNumber) < 40 && isAlone ? 'unmarried' : age(idNumber) < 65 ? 'divorced' : 'widowed'
    }
    if (!partner || [idNumber, partner].some(one => age(one) < marriageableAge[sexOf(one)])) return 'unmarried'
    const couple = [idNumber, partner].sort()
    const drawn = below(100, ...couple, 'status')
    if (isAlone) return drawn < 45 ? 'married' : 'unmarried'
    return drawn < 86 ? 'married' : drawn < 95 && couple.every(one => age(one) > 60) ? 'widowed' : 'divorced'
  }

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

  return { statusOf, partnerOf, parentsOf, childrenOf, spouseOf: idNumber => (statusOf(idNumber) === 'married' ? partnerOf(idNumber) : undefined) }
}
