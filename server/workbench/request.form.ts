import { daysAfter } from '../limits/legal-clocks.ts'
import type { Day } from '../limits/calendar.ts'
import { readDay } from '../limits/typed-day.ts'
import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, list, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { NewRequest } from '../cases/request-acts.ts'

export const longest = { question: 1000, answer: 2000 } as const
const farthest = 366 // calendar days from today

/** What can be asked, of whom, and what of the own item can be shown to them. */
export interface Askable {
  offices: readonly { id: string }[]
  fields: readonly { id: string }[]
  materials: readonly { id: string }[]
  today: Day
}

/** Several lines that have to be written, with at most so many characters. */
export function wordsProblems(field: string, words: string, max: number, code = 'required'): Problem[] {
  if (words === '') return [{ field, code }]
  return [...words].length > max ? [{ field, code: 'tooLong', params: { max } }] : personalNumberProblems(field, words)
}

/** A day that has to be typed and may not lie before another. */
export function dayProblems(field: string, typed: string, notBefore: Day): Problem[] {
  const day = readDay(typed)
  if (typed === '') return [{ field, code: 'required' }]
  if (day === undefined) return [{ field, code: 'notADate' }]
  if (day < notBefore) return [{ field, code: 'tooEarly', params: { day: notBefore } }]
  const latest = daysAfter(notBefore, farthest)
  return day > latest ? [{ field, code: 'tooLate', params: { day: latest } }] : []
}

/** A question to another office; what isn't ticked is not shown to it. */
export function readRequest(body: Body, { offices, fields, materials, today }: Askable): Form<NewRequest> {
  const own = (ticked: string[], known: readonly { id: string }[]) => ticked.filter(id => known.some(one => one.id === id))
  const values = { toOfficeId: text(body.toOfficeId), question: lines(body.question), fields: own(list(body.fields), fields), materials: own(list(body.materials), materials), dueOn: text(body.dueOn) }
  const problems: Problem[] = [
    ...(offices.some(({ id }) => id === values.toOfficeId) ? [] : [{ field: 'toOfficeId', code: 'choose' }]),
    ...wordsProblems('question', values.question, longest.question),
    ...dayProblems('dueOn', values.dueOn, today),
  ]
  return form(body, values, problems, () => ({
    toOfficeId: values.toOfficeId, question: values.question, shared: { fields: values.fields, materials: values.materials }, dueOn: readDay(values.dueOn) as Day,
  }))
}

export function readAnswer(body: Body): Form<string> {
  const answer = lines(body.answer)
  return form(body, { answer }, wordsProblems('answer', answer, longest.answer), () => answer)
}

/** One of the questions or orders that stand open, and what is written about it. */
export function readAbout<T extends 'reason' | 'answer'>(body: Body, open: readonly { id: string }[], name: T): Form<{ id: string } & Record<T, string>> {
  const values = { id: text(body.id), [name]: lines(body[name]) }
  const words = values[name] as string
  const problems: Problem[] = [...(open.some(({ id }) => id === values.id) ? [] : [{ field: 'id', code: 'choose' }]), ...wordsProblems(name, words, longest.question)]
  return form(body, values, problems, () => ({ id: values.id, [name]: words }) as { id: string } & Record<T, string>)
}
