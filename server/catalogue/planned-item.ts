import { usualHours } from '../limits/office-hours.ts'
import type { Level, Limit, Presence, ServiceItem, Text } from './definition.ts'

export interface PlannedItem {
  code: string
  item: ServiceItem
  /** False while an unanswered question decides whether it applies. */
  isCertain: boolean
  isOptional: boolean
  /** Items of this plan that must succeed first: declared, or because this one uses what they produce. */
  after: string[]
  competence: Competence
  statutoryLimit: Limit | undefined
  promisedLimit: Limit
  /** What the item may see: ids of its fields and materials. */
  fieldIds: string[]
  materialIds: string[]
  presence: Presence[]
  /** Working days from submission after which it starts and is decided, when every promise is used up. */
  startsAfterDays: number
  decidedAfterDays: number
}

/** Which office decides: the department's office at `level` in the region of the filing, or of a field's value. */
export interface Competence {
  departmentId: string
  level: Level
  /** A region field's id, or undefined for the region where the case is filed. */
  regionField: string | undefined
}

export interface Need {
  item: string
  itemName: Text
  basis: string | undefined
}

/** Hours are office hours: so many make a working day. */
export const hoursOfWorkingDay = usualHours.reduce((minutes, { opens, closes }) => minutes + closes - opens, 0) / 60

/** A promise in working days; hours are those of the office, seven calendar days are five working days. */
export function workingDays({ value, unit }: Limit): number {
  if (unit === 'hour') return value / hoursOfWorkingDay
  return unit === 'calendarDay' ? (value * 5) / 7 : value
}

/** Everything an item waits for, directly or through others. */
export function ancestors(items: readonly PlannedItem[], code: string): Set<string> {
  const after = new Map(items.map(item => [item.code, item.after]))
  const found = new Set<string>()
  const visit = (one: string) => (after.get(one) ?? []).forEach(next => void (found.has(next) || (found.add(next), visit(next))))
  visit(code)
  return found
}
