import type { Plan } from '../catalogue/plan.ts'
import type { Day, WorkingCalendar } from '../limits/calendar.ts'
import { bindingCount, type Binding } from '../limits/clock.ts'
import { acceptanceCount } from '../limits/legal-clocks.ts'

/** The days of an item if the matter were filed today and every office used up its time. */
export interface PreviewDates {
  startsOn: Day
  acceptBy: Day
  decideBy: Day
  binding: Binding
  /** Counted past the last published calendar. */
  isPresumed: boolean
}

/** By item. A serial item begins when the last of those it waits for has been decided (Zhejiang regulation art. 5). */
export function datesOf({ items }: Plan, filedOn: Day, calendar: WorkingCalendar): Map<string, PreviewDates> {
  const dates = new Map<string, PreviewDates>()
  for (const { code, after, promisedLimit, statutoryLimit } of items) {
    const startsOn = [filedOn, ...after.map(one => dates.get(one)?.decideBy ?? filedOn)].sort().at(-1) as Day
    const { dueOn, binding, isPresumed } = bindingCount(startsOn, promisedLimit, statutoryLimit, calendar)
    dates.set(code, { startsOn, acceptBy: acceptanceCount(startsOn, calendar).dueOn, decideBy: dueOn, binding, isPresumed })
  }
  return dates
}
