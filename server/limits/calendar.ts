import type { Text } from '../catalogue/definition.ts'
import { isPublished, publishedDay } from './published.ts'

/** A calendar date as YYYY-MM-DD: limits count days in Beijing, not instants. */
export type Day = string

export interface WorkingCalendar {
  kindOf(day: Day): DayKind
  /** The holiday for which the day is off, or for which it is worked in turn. */
  nameOf(day: Day): Text | undefined
  /** The last day for which the State Council's notice is loaded; later days are only presumed. */
  knownUntil: Day
  /** The last act on the calendar it is made from, which tells whether dates counted with it are out of date; 0: only what ships. */
  act: number
}

export type DayKind = 'working' | 'weekend' | 'holiday' | 'makeUpWorkday'

/** A day as an administrator or an imported notice has it: stronger than what ships. */
export interface CalendarDay {
  day: Day
  kind: 'holiday' | 'workingDay'
  name: Text
}

/** Limits are counted day by day, some hundred steps for each case filed: what comes after a day of these years is looked up. */
const following = new Map<Day, Day>()
const mostDays = 40_000

export function dayAfter(day: Day): Day {
  const known = following.get(day)
  if (known) return known
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  if (following.size < mostDays) following.set(day, next)
  return next
}

export const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

export const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** The first year whose notice ships. */
export const firstYear = 2004

interface Fact {
  kind: DayKind
  name: Text | undefined
}

/**
 * The working calendar: what ships, under the notices imported since, under the days set one by one.
 *
 * An imported notice stands in the place of the shipped one of its year. A year without a notice is
 * presumed to have no holidays, and `knownUntil` stops before the first such year: a date counted past
 * it is marked, never told as certain.
 */
export function calendarOf(days: readonly CalendarDay[], importedYears: readonly number[], act = 0): WorkingCalendar {
  const set = new Map(days.map(one => [one.day, one]))
  const imported = new Set(importedYears)
  // Looking a day up in the package costs 2 µs, and a queue asks for a thousand.
  const facts = new Map<Day, Fact>()
  const factOf = (day: Day): Fact => {
    const known = facts.get(day)
    if (known) return known
    const fact = asSet(day, set.get(day)) ?? (imported.has(yearOf(day)) ? presumed(day) : asPublished(day))
    facts.set(day, fact)
    return fact
  }
  let known = firstYear
  while (isPublished(known) || imported.has(known)) known += 1
  return { kindOf: day => factOf(day).kind, nameOf: day => factOf(day).name, knownUntil: `${known - 1}-12-31`, act }
}

const presumed = (day: Day): Fact => ({ kind: isWeekend(day) ? 'weekend' : 'working', name: undefined })

const asSet = (day: Day, set: CalendarDay | undefined): Fact | undefined =>
  set && { kind: set.kind === 'holiday' ? 'holiday' : isWeekend(day) ? 'makeUpWorkday' : 'working', name: set.name }

function asPublished(day: Day): Fact {
  const said = publishedDay(day)
  return said ? { kind: said.isOff ? 'holiday' : 'makeUpWorkday', name: said.name } : presumed(day)
}

/** Only what ships: for what is counted without a database. */
export const publishedCalendar: WorkingCalendar = calendarOf([], [])

export const isWorkingDay = (calendar: WorkingCalendar, day: Day): boolean => ['working', 'makeUpWorkday'].includes(calendar.kindOf(day))

/** The day in Beijing at an instant. */
export const beijingDay = (at: Date): Day => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** From October on the next year's notice must be in: limits begin to run past the end of the calendar. */
export function missingNotice(calendar: WorkingCalendar, today: Day): number | undefined {
  const wanted = yearOf(today) + (today.slice(5) >= '10-01' ? 1 : 0)
  return yearOf(calendar.knownUntil) < wanted ? yearOf(calendar.knownUntil) + 1 : undefined
}
