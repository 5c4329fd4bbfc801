import { beijingDay, isWorkingDay, publishedCalendar } from '../limits/calendar.ts'
import { daysFrom } from './town-examples.ts'

const hour = 3_600_000
/** Offices work from nine to five in Beijing. */
const [opens, closes] = [9, 17]

const atHour = (day: string, hours: number): Date => new Date(Date.parse(`${day}T00:00:00Z`) + (hours - 8) * hour)
const hourOf = (at: Date): number => ((at.getTime() + 8 * hour) % (24 * hour)) / hour

/** The moment after so many hours of office work, weekends and holidays left out. */
export function afterOfficeHours(from: Date, hours: number): Date {
  let day = beijingDay(from)
  let now = Math.max(hourOf(from), opens)
  let left = hours
  while (!isWorkingDay(publishedCalendar, day) || now + left > closes) {
    if (isWorkingDay(publishedCalendar, day)) left -= Math.max(0, closes - now)
    day = daysFrom(day, 1)
    now = opens
  }
  return atHour(day, now + left)
}

/** What takes less than an hour and is begun before the offices close is finished that evening; the rest takes office hours. */
export function afterWork(from: Date, hours: number): Date {
  const isOpen = isWorkingDay(publishedCalendar, beijingDay(from)) && hourOf(from) >= opens && hourOf(from) < closes + 1
  return hours < 1 && isOpen ? new Date(from.getTime() + hours * hour) : afterOfficeHours(from, hours)
}

/** A moment so many working days before `now`, at this hour of the day in Beijing: whatever the day of the week, offices had that long to act. */
export function workingDaysBefore(now: Date, count: number, hours: number): Date {
  let day = beijingDay(now)
  for (let left = count; left > 0; day = daysFrom(day, -1)) if (isWorkingDay(publishedCalendar, day)) left -= 1
  return atHour(day, hours)
}

/** Chance that falls alike at every start: the town is the same each time (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
