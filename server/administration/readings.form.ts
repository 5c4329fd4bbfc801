import type { Day } from '../limits/calendar.ts'
import { longestAnswer } from '../readings/question.ts'
import { text, type Body, type Form, type Problem } from '../web/form.ts'

/** The day that is looked through: what is none is today. */
export function readDay(value: unknown, today: Day): Day {
  const day = text(value)
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
  return isDay && day >= '2000-01-01' && day <= today ? day : today
}

export function readAnswer(body: Body): Form<string> {
  const answer = text(body.answer).trim()
  const problems: Problem[] = answer === '' ? [{ field: 'answer', code: 'readings:problem.noAnswer' }]
    : answer.length > longestAnswer ? [{ field: 'answer', code: 'readings:problem.tooLong', params: { max: longestAnswer } }] : []
  return { values: { answer }, problems, ...(problems.length === 0 ? { data: answer } : {}) }
}
