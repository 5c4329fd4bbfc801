import { dayAfter, isWorkingDay, type Day, type WorkingCalendar } from './calendar.ts'

/** How the time of a duty stands, told early enough to act: green, yellow soon, red too late. */
export type Lamp = 'green' | 'yellow' | 'red'

/** A duty with its time: from the day it began to run to the last day on which it can still be done. */
export interface Term {
  startedOn: Day
  dueOn: Day
}

/**
 * Yellow when two working days are left, or the last fifth of a longer term; red when the last day has
 * passed.
 */
export function lampOf({ startedOn, dueOn }: Term, today: Day, calendar: WorkingCalendar): Lamp {
  if (today > dueOn) return 'red'
  const early = Math.max(2, Math.floor(workingDaysBetween(startedOn, dueOn, calendar) / 5))
  return workingDaysBetween(today, dueOn, calendar, early + 1) <= early ? 'yellow' : 'green'
}

/** Working days after `from` up to and including `to`; counting stops at `most`. */
export function workingDaysBetween(from: Day, to: Day, calendar: WorkingCalendar, most = 1000): number {
  let days = 0
  for (let day = dayAfter(from); day <= to && days < most; day = dayAfter(day)) if (isWorkingDay(calendar, day)) days += 1
  return days
}
