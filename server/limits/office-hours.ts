import type { Day } from './calendar.ts'

/** When the offices of a region are open on a working day: stretches in minutes after midnight, in order. */
export type OfficeHours = readonly { opens: number; closes: number }[]

/** Nine to twelve, half past one to five. */
export const usualHours: OfficeHours = [{ opens: 9 * 60, closes: 12 * 60 }, { opens: 13 * 60 + 30, closes: 17 * 60 }]

/** The office hours of a day, as they count towards a limit in hours. */
export const hoursPerDay = (hours: OfficeHours): number => hours.reduce((sum, { opens, closes }) => sum + closes - opens, 0) / 60

/** Minutes after midnight as a clock shows them: 08:30. */
export const clockTime = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** The hours in a line: 08:30–12:00 14:00–17:30. */
export const hoursLine = (hours: OfficeHours): string => hours.map(({ opens, closes }) => `${clockTime(opens)}–${clockTime(closes)}`).join(' ')

/** A stretch of time between two instants, in milliseconds. */
export interface Stretch {
  from: number
  to: number
}

const minute = 60_000
const midnight = (day: Day): number => Date.parse(`${day}T00:00:00+08:00`)

/** The office time of a working day, from `after` on. */
export const officeTime = (day: Day, hours: OfficeHours, after: number): Stretch[] =>
  hours
    .map(({ opens, closes }) => ({ from: Math.max(midnight(day) + opens * minute, after), to: midnight(day) + closes * minute }))
    .filter(({ from, to }) => from < to)

export const closingTime = (day: Day, hours: OfficeHours): number => midnight(day) + Math.max(...hours.map(({ closes }) => closes)) * minute

/** The instant at which so much of the time has passed; undefined when it does not hold that much. */
export function passedAt(stretches: readonly Stretch[], amount: number): number | undefined {
  let left = amount
  for (const { from, to } of stretches) {
    if (left <= to - from) return from + left
    left -= to - from
  }
  return undefined
}

export const lengthOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { from, to }) => sum + to - from, 0)
