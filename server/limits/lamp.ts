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
  const early = earlyDays({ startedOn, dueOn }, calendar)
  return workingDaysBetween(today, dueOn, calendar, early + 1) <= early ? 'yellow' : 'green'
}

/** A lamp with the working days that are left, or over. */
export interface ShownLamp {
  colour: Lamp
  days: number
}

export function shownLamp(term: Term, today: Day, calendar: WorkingCalendar): ShownLamp {
  const colour = lampOf(term, today, calendar)
  return { colour, days: colour === 'red' ? workingDaysBetween(term.dueOn, today, calendar) : workingDaysBetween(today, term.dueOn, calendar) }
}

const earlyDays = ({ startedOn, dueOn }: Term, calendar: WorkingCalendar): number => Math.max(2, Math.floor(workingDaysBetween(startedOn, dueOn, calendar) / 5))

/** The first working day on which the lamp is yellow. */
export const firstYellowDay = (term: Term, calendar: WorkingCalendar): Day => workingDaysBefore(term.dueOn, earlyDays(term, calendar), calendar)

/** The working day after which so many working days are left up to and including `day`. */
export function workingDaysBefore(day: Day, count: number, calendar: WorkingCalendar): Day {
  let [before, left] = [day, count]
  while (left > 0) {
    if (isWorkingDay(calendar, before)) left -= 1
    do before = new Date(Date.parse(`${before}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
    while (!isWorkingDay(calendar, before))
  }
  return before
}

/** A queue counts between the same few days a hundred times. */
const counted = new WeakMap<WorkingCalendar, Map<string, number>>()
const mostCounted = 10_000

/** Working days after `from` up to and including `to`; counting stops at `most`. */
export function workingDaysBetween(from: Day, to: Day, calendar: WorkingCalendar, most = 1000): number {
  const known = counted.get(calendar) ?? new Map<string, number>()
  counted.set(calendar, known)
  const key = `${from} ${to} ${most}`
  const found = known.get(key) ?? countBetween(from, to, calendar, most)
  if (known.size < mostCounted) known.set(key, found)
  return found
}

function countBetween(from: Day, to: Day, calendar: WorkingCalendar, most: number): number {
  let days = 0
  for (let day = dayAfter(from); day <= to && days < most; day = dayAfter(day)) if (isWorkingDay(calendar, day)) days += 1
  return days
}
