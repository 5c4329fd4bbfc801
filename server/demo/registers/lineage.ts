import { birthDayOf, idNumberCheck } from '../../people/identity-number.ts'
import { below, between, dayNumber, dayOf, remainder } from './draw.ts'

/**
 * Who belongs to whom, worked out from the ID numbers alone.
 *
 * There is no list of people: any valid number is somebody's. Kinship is arithmetic on place, day of
 * birth and sequence number that can be done in both directions, so that the husband of a wife has
 * that wife, and the children of a mother that mother. A family keeps its place and its pair of
 * sequence numbers (even for its women, odd for its men).
 */
interface Parts {
  place: string
  day: number
  order: number
}

const partsOf = (idNumber: string): Parts => ({ place: idNumber.slice(0, 6), day: dayNumber(birthDayOf(idNumber)), order: Number(idNumber.slice(14, 17)) })

export function numberFrom({ place, day, order }: Parts): string {
  const digits = `${place}${dayOf(day).replaceAll('-', '')}${String(order).padStart(3, '0')}`
  return digits + idNumberCheck(digits)
}

const isMan = (order: number) => order % 2 === 1
const fourYears = 1461

/** The one of the other sex whom this person marries, if they marry: at most four years older or younger. */
export function counterpartOf(idNumber: string): string {
  const { place, day, order } = partsOf(idNumber)
  const block = Math.floor(day / fourYears) * fourYears
  return numberFrom({ place, day: block + (fourYears - 1) - (day - block), order: order ^ 1 })
}

/** Children are born a multiple of so many days after their mother: what the remainder decides is the same for both. */
const stride = 97

interface Births {
  /** Days from the mother's birth to her first and her second child's. */
  first: number
  second: number
  isFirstSon: boolean
  isOnlyChild: boolean
}

function birthsOf({ place, day, order }: Parts): Births {
  const line = `${place} ${order >> 1} ${remainder(day, stride)}`
  const first = stride * between(92, 112, line, 'first') // at 24 to 30
  return { first, second: first + stride * between(8, 22, line, 'second'), isFirstSon: below(2, line, 'sex') === 0, isOnlyChild: below(2, line, 'only') === 0 }
}

/** Until then every second family had one child only; about others nothing is on record. */
const endOfOneChildPolicy = dayNumber('2016-01-01')

/** The children a woman has had until `today`, the elder first. */
export function childrenOfMother(idNumber: string, today: string): string[] {
  const mother = partsOf(idNumber)
  const { first, second, isFirstSon, isOnlyChild } = birthsOf(mother)
  const born = (gap: number, isSon: boolean) => ({ ...mother, day: mother.day + gap, order: (mother.order & ~1) | (isSon ? 1 : 0) })
  const hasSecond = !isOnlyChild || mother.day + second >= endOfOneChildPolicy
  return [born(first, isFirstSon), ...(hasSecond ? [born(second, !isFirstSon)] : [])].filter(({ day }) => day <= dayNumber(today)).map(numberFrom)
}

/** The mother on record, if one is: nothing is known about those born before 1930. */
export function motherOf(idNumber: string): string | undefined {
  const child = partsOf(idNumber)
  const { first, second, isFirstSon, isOnlyChild } = birthsOf(child)
  const isFirst = isMan(child.order) === isFirstSon
  if (child.day < dayNumber('1930-01-01') || (!isFirst && isOnlyChild && child.day < endOfOneChildPolicy)) return undefined
  return numberFrom({ ...child, day: child.day - (isFirst ? first : second), order: child.order & ~1 })
}

/** Somebody else of the same sex and nearly the same age. */
export function strangerTo(idNumber: string): string {
  const parts = partsOf(idNumber)
  return numberFrom({ ...parts, day: parts.day - between(40, 400, idNumber), order: (parts.order + 502) % 1000 })
}
