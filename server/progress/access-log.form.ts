import { longestQuestion } from '../readings/question.ts'
import type { ReadingPosition } from '../readings/reading.store.ts'
import { text, type Body, type Form, type Problem } from '../web/form.ts'

/** Of the query string of the list: what is no number or place in it is as if it were not there. */
export const readMatter = (value: unknown): string => /^(\d{20}|\d{6}-[0-9a-z]{19})$/.exec(text(value))?.[0] ?? ''

export function readPosition(value: unknown): ReadingPosition | undefined {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)~(\d{6}-[0-9a-z]{19})$/.exec(text(value))
  return match ? { at: match[1] ?? '', id: match[2] ?? '' } : undefined
}

export const positionText = ({ at, id }: ReadingPosition): string => `${at}~${id}`

export function readQuestion(body: Body): Form<string> {
  const question = text(body.question).trim()
  const problems: Problem[] = question === '' ? [{ field: 'question', code: 'readings:problem.noQuestion' }]
    : question.length > longestQuestion ? [{ field: 'question', code: 'readings:problem.tooLong', params: { max: longestQuestion } }] : []
  return { values: { question }, problems, ...(problems.length === 0 ? { data: question } : {}) }
}
