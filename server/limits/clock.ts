import type { Limit } from '../catalogue/definition.ts'
import { dayAfter, isWorkingDay, type Day, type DayKind, type WorkingCalendar } from './calendar.ts'

/** A limit counted out: the last day, and every day on the way with the reason it did or didn't count. */
export interface Count {
  dueOn: Day
  steps: CountedDay[]
  /** The count runs past the last published calendar: the date is presumed, and must be marked so. */
  isPresumed: boolean
}

export interface CountedDay {
  day: Day
  counts: boolean
  kind: DayKind
}

const longest = 4000 // days: a guard against a calendar without working days

/**
 * The last day on which the department may still act.
 *
 * The day of the event itself does not count (民法典 第二百零一条). Working days leave out public
 * holidays and weekends (行政许可法 第八十二条); calendar days count every day, and end on the next
 * working day when the last one is a day off (民法典 第二百零三条). Eight office hours are a working day.
 * A limit of zero is due on the day itself.
 */
export function countOut(from: Day, { value, unit }: Pick<Limit, 'value' | 'unit'>, calendar: WorkingCalendar): Count {
  const days = Math.ceil(unit === 'hour' ? value / 8 : value)
  const steps: CountedDay[] = []
  let day = from
  for (let left = days; left > 0 && steps.length < longest; ) {
    day = dayAfter(day)
    const counts = unit === 'calendarDay' || isWorkingDay(calendar, day)
    steps.push({ day, counts, kind: calendar.kindOf(day) })
    if (counts) left -= 1
  }
  while (unit === 'calendarDay' && !isWorkingDay(calendar, day) && steps.length < longest) {
    day = dayAfter(day)
    steps.push({ day, counts: false, kind: calendar.kindOf(day) })
  }
  return { dueOn: day, steps, isPresumed: day > calendar.knownUntil }
}

/** The promise binds when it ends before the statutory limit (Zhejiang regulation art. 12). */
export function bindingCount(from: Day, promised: Limit, statutory: Limit | undefined, calendar: WorkingCalendar): Count & { binding: 'promised' | 'statutory' } {
  const promise = countOut(from, promised, calendar)
  const law = statutory && countOut(from, statutory, calendar)
  return law && law.dueOn < promise.dueOn ? { ...law, binding: 'statutory' } : { ...promise, binding: 'promised' }
}
