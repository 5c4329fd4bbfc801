import type { Answers } from '../catalogue/condition.ts'

const prefix = 'q.'

/** The name of a question's control and query parameter. */
export const questionName = (question: string): string => prefix + question

/** Answers from a guide's address: `?q.parents=married&q.join=mother`. What is no answer, the Plan drops. */
export function readAnswers(query: Record<string, unknown>): Record<string, string> {
  const answers: Record<string, string> = {}
  for (const [key, value] of Object.entries(query)) {
    const one: unknown = Array.isArray(value) ? value.at(-1) : value
    if (key.startsWith(prefix) && typeof one === 'string') answers[key.slice(prefix.length)] = one
  }
  return answers
}

/** The same answers as an address, so that a situation can be shared and printed. */
export function situationQuery(answers: Answers): string {
  const query = new URLSearchParams(Object.entries(answers).map(([question, answer]): [string, string] => [questionName(question), answer])).toString()
  return query && `?${query}`
}
