import type { Day } from '../limits/calendar.ts'
import { daysAfter, monthsAfter } from '../limits/legal-clocks.ts'
import { readDay } from '../limits/typed-day.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { Stretch } from './case-export.store.ts'

/** What is filled in before somebody has typed anything: the month up to today. */
export const usualStretch = (today: Day): Stretch => ({ from: daysAfter(monthsAfter(today, -1), 1), until: today })

export function readStretch(query: Body): Form<Stretch> {
  const values = { from: text(query.from), until: text(query.until) }
  const [from, until] = [readDay(values.from), readDay(values.until)]
  const problems: Problem[] = []
  for (const [field, day] of [['from', from], ['until', until]] as const) {
    if (values[field] === '') problems.push({ field, code: 'required' })
    else if (!day) problems.push({ field, code: 'notADate' })
  }
  if (from && until && until < from) problems.push({ field: 'until', code: 'supervision:problem.untilBeforeFrom' })
  return form(query, values, problems, () => ({ from: from as Day, until: until as Day }))
}
