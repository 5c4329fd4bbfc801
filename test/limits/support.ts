import { dayAfter, type WorkingCalendar } from '../../server/limits/calendar.ts'
import { countOut, type Amount, type Count } from '../../server/limits/clock.ts'

/** What a calendar says of every day of a year. */
export function yearDays(calendar: WorkingCalendar, year: number): string[] {
  const days: string[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = dayAfter(day)) days.push(`${day} ${calendar.kindOf(day)} ${calendar.nameOf(day)?.zh ?? ''}`)
  return days
}

/** Items one behind the other, each started by the last day of the one before it: the latest end of a chain. */
export function chainCounts(receivedAt: string, limits: readonly Amount[], calendar: WorkingCalendar): Count[] {
  const counts: Count[] = []
  for (const limit of limits) counts.push(countOut(counts.at(-1)?.dueOn ?? receivedAt, limit, calendar))
  return counts
}
