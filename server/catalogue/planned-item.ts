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

/** A promise in working days; an hour is an eighth of one, seven calendar days are five. */
export function workingDays({ value, unit }: Limit): number {
  if (unit === 'hour') return value / 8
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
