import { form, lines, text, type Body, type Form, type Problem } from '../web/form.ts'
import { firstYear, isWorkingDay, yearOf, type CalendarDay, type Day, type WorkingCalendar } from './calendar.ts'
import { readNotice } from './notice.ts'
import { holidayName } from './published.ts'
import { readDay } from './typed-day.ts'

const latestYear = 2100
const longest = { zh: 20, en: 60, document: 4000 }

export const readYear = (typed: string): number | undefined => (/^\d{4}$/.test(typed) && Number(typed) >= firstYear && Number(typed) <= latestYear ? Number(typed) : undefined)

/** Reads one day off, or one day worked. The English name may stay empty where it is a holiday the law knows. */
export function readCalendarDay(body: Body, calendar: WorkingCalendar): Form<CalendarDay> {
  const values = { day: text(body.day), kind: text(body.kind), zh: text(body.zh), en: text(body.en) }
  const day = readDay(values.day)
  const kind = values.kind === 'holiday' || values.kind === 'workingDay' ? values.kind : undefined
  const problems: Problem[] = []
  if (values.day === '') problems.push({ field: 'day', code: 'required' })
  else if (!day) problems.push({ field: 'day', code: 'notADate' })
  else if (readYear(day.slice(0, 4)) === undefined) problems.push({ field: 'day', code: 'limits:problem.yearRange', params: { first: firstYear, last: latestYear } })
  if (!kind) problems.push({ field: 'kind', code: 'choose' })
  else if (day && isWorkingDay(calendar, day) === (kind === 'workingDay')) problems.push({ field: 'kind', code: `limits:problem.already.${kind}` })
  if (values.zh === '') problems.push({ field: 'zh', code: 'required' })
  for (const field of ['zh', 'en'] as const) if (values[field].length > longest[field]) problems.push({ field, code: 'tooLong', params: { max: longest[field] } })
  return form(body, values, problems, () => ({ day: day as Day, kind: kind as CalendarDay['kind'], name: { zh: values.zh, en: values.en || holidayName(values.zh).en } }))
}

export interface ImportedNotice {
  year: number
  document: string
  days: CalendarDay[]
}

/** Reads a pasted notice, with everything that is wrong in it at once. A year may not be left out: limits count through it. */
export function readNoticeForm(body: Body, calendar: WorkingCalendar): Form<ImportedNotice> {
  const values = { year: text(body.year), document: lines(body.document) }
  const year = readYear(values.year)
  const problems: Problem[] = []
  if (values.year === '') problems.push({ field: 'year', code: 'required' })
  else if (year === undefined) problems.push({ field: 'year', code: 'limits:problem.yearRange', params: { first: firstYear, last: latestYear } })
  else if (year > yearOf(calendar.knownUntil) + 1) problems.push({ field: 'year', code: 'limits:problem.yearGap', params: { year: yearOf(calendar.knownUntil) + 1 } })
  if (values.document === '') problems.push({ field: 'document', code: 'required' })
  else if (values.document.length > longest.document) problems.push({ field: 'document', code: 'tooLong', params: { max: longest.document } })
  const read = year !== undefined && problems.every(({ field }) => field !== 'document') ? readNotice(year, values.document) : { days: [], problems: [] }
  problems.push(...read.problems.map(({ code, params }) => ({ field: 'document', code: `limits:problem.${code}`, params })))
  return form(body, values, problems, () => ({ year: year as number, document: values.document, days: read.days }))
}
