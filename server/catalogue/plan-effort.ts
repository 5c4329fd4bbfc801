import type { Presence, ServiceItem } from './definition.ts'
import { workingDays, type PlannedItem } from './planned-item.ts'
import type { PlannedMaterial } from './plan-materials.ts'

/** What a matter costs the person: the numbers of “before / now”. Days are working days, rounded up. */
export interface Effort {
  forms: number
  materials: number
  departments: number
  visits: number
  days: number
}

/**
 * Each item applied for on its own, one after the other: a form and its full set of materials each,
 * one visit to file and, where it isn't decided on the spot, one to collect.
 */
export function separately(items: readonly PlannedItem[]): Effort {
  return {
    forms: items.length,
    materials: items.reduce((sum, { item }) => sum + item.materials.length, 0),
    departments: departments(items),
    visits: items.reduce((sum, { item }) => sum + (item.handling === 'immediate' ? 1 : 2), 0),
    days: Math.ceil(items.reduce((sum, { statutoryLimit, promisedLimit }) => sum + workingDays(statutoryLimit ?? promisedLimit), 0)),
  }
}

export function together(items: readonly PlannedItem[], materials: readonly PlannedMaterial[]): Effort {
  return {
    forms: 1,
    materials: materials.filter(({ obtaining }) => obtaining === 'handIn' || obtaining === 'deferrable').length,
    departments: departments(items),
    visits: trips(items).length,
    days: Math.ceil(Math.max(0, ...items.map(({ decidedAfterDays }) => decidedAfterDays))),
  }
}

const departments = (items: readonly PlannedItem[]): number => new Set(items.map(({ item }) => item.department)).size

export interface Trip {
  /** The counter, or the department whose office it is. */
  place: string
  reasons: { item: string; why: string }[]
}

/**
 * Where somebody has to be: the one counter, or the office that decides the item. A department's
 * offices at two levels, or in the regions of two places, are two houses.
 */
export const placeOf = ({ where }: Presence, { department, level, competence: { field = '' } }: ServiceItem): string =>
  where === 'counter' ? 'counter' : `${department} ${level} ${field}`

/**
 * The journeys the applicant can't be spared. Presences at one counter in one moment merge; one that
 * needs the outcome of an earlier item can't be merged with the filing. An official who comes to the
 * site costs the applicant no journey.
 */
export function trips(items: readonly PlannedItem[]): Trip[] {
  const made = new Map<string, Trip>()
  for (const { code, item, after, presence } of items) {
    for (const one of presence) {
      const { where, at, why } = one
      if (where === 'site') continue
      const place = where === 'counter' ? 'counter' : item.department
      const moment = at === 'collection' ? 'collection' : after.length === 0 ? 'filing' : `after ${[...after].sort().join()}`
      const key = `${placeOf(one, item)} ${moment}`
      const trip = made.get(key) ?? { place, reasons: [] }
      trip.reasons.push({ item: code, why })
      made.set(key, trip)
    }
  }
  return [...made.values()]
}
