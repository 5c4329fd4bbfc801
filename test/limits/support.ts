import { dayAfter, type WorkingCalendar } from '../../server/limits/calendar.ts'

/** What a calendar says of every day of a year. */
export function yearDays(calendar: WorkingCalendar, year: number): string[] {
  const days: string[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = dayAfter(day)) days.push(`${day} ${calendar.kindOf(day)} ${calendar.nameOf(day)?.zh ?? ''}`)
  return days
}
