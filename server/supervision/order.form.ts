import type { Day } from '../limits/calendar.ts'
import { daysAfter } from '../limits/legal-clocks.ts'
import { readDay } from '../limits/typed-day.ts'
import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { NewOrder } from './give-order.ts'

export const longestOrder = 1000
/** Whoever is given a quarter of a year is not being urged. */
const farthest = 90 // days

export function readOrder(body: Body, today: Day): Form<NewOrder> {
  const values = { order: lines(body.order), answerOn: text(body.answerOn), seen: text(body.seen) }
  const dueOn = readDay(values.answerOn)
  const problems: Problem[] = []
  if (values.order === '') problems.push({ field: 'order', code: 'supervision:problem.order' })
  else if ([...values.order].length > longestOrder) problems.push({ field: 'order', code: 'tooLong', params: { max: longestOrder } })
  else problems.push(...personalNumberProblems('order', values.order))
  if (values.answerOn === '') problems.push({ field: 'answerOn', code: 'required' })
  else if (!dueOn) problems.push({ field: 'answerOn', code: 'notADate' })
  else if (dueOn < today) problems.push({ field: 'answerOn', code: 'pastDate' })
  else if (dueOn > daysAfter(today, farthest)) problems.push({ field: 'answerOn', code: 'tooLate', params: { day: daysAfter(today, farthest) } })
  return form(body, values, problems, () => ({ text: values.order, dueOn: dueOn as Day, seen: /^\d{1,4}$/.test(values.seen) ? Number(values.seen) : undefined }))
}
