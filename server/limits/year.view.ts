import type { Text } from '../catalogue/definition.ts'
import { dayAfter, type CalendarDay, type Day, type DayKind, type WorkingCalendar } from './calendar.ts'

/** A year at a glance: twelve months of weeks from Monday to Sunday; undefined where a week has no day of the month. */
export interface ShownMonth {
  month: number
  weeks: (ShownDay | undefined)[][]
  workingDays: number
}

export interface ShownDay {
  day: Day
  date: number
  kind: DayKind
  name: Text | undefined
  isByHand: boolean
}

export function monthsOf(year: number, calendar: WorkingCalendar, byHand: readonly CalendarDay[]): ShownMonth[] {
  const set = new Set(byHand.map(({ day }) => day))
  return Array.from({ length: 12 }, (_, index) => {
    const days = daysOfMonth(year, index + 1).map(day => ({ day, date: Number(day.slice(8)), kind: calendar.kindOf(day), name: calendar.nameOf(day), isByHand: set.has(day) }))
    return { month: index + 1, weeks: weeksOf(days), workingDays: days.filter(({ kind }) => kind === 'working' || kind === 'makeUpWorkday').length }
  })
}

function daysOfMonth(year: number, month: number): Day[] {
  const start = `${year}-${String(month).padStart(2, '0')}`
  const days: Day[] = []
  for (let day = `${start}-01`; day.startsWith(start); day = dayAfter(day)) days.push(day)
  return days
}

function weeksOf(days: readonly ShownDay[]): ShownMonth['weeks'] {
  const before = (new Date(`${days[0]?.day}T00:00:00Z`).getUTCDay() + 6) % 7
  const cells: (ShownDay | undefined)[] = [...Array.from({ length: before }, () => undefined), ...days]
  while (cells.length % 7 > 0) cells.push(undefined)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** The holidays of a year in a sentence each: from when to when, and what is worked for it. */
export interface ShownHoliday {
  name: Text
  off: { from: Day; to: Day; days: number }[]
  worked: Day[]
}

export function holidaysOf(months: readonly ShownMonth[]): ShownHoliday[] {
  const holidays = new Map<string, ShownHoliday>()
  for (const { day, kind, name } of months.flatMap(({ weeks }) => weeks.flat()).filter(one => one !== undefined)) {
    if (!name) continue
    const holiday = holidays.get(name.zh) ?? { name, off: [], worked: [] }
    holidays.set(name.zh, holiday)
    const last = holiday.off.at(-1)
    if (kind !== 'holiday') holiday.worked.push(day)
    else if (last && dayAfter(last.to) === day) Object.assign(last, { to: day, days: last.days + 1 })
    else holiday.off.push({ from: day, to: day, days: 1 })
  }
  return [...holidays.values()]
}
