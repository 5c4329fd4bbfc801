import type { Field } from '../catalogue/definition.ts'
import type { Value } from '../drafts/draft.ts'
import { readFieldValue, type World } from '../drafts/field-value.ts'
import { readTyped } from '../drafts/read-fields.ts'
import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { TaskResult } from '../cases/case.ts'

export const longestReason = 1000

/** Why an officer declines, refuses, or looks at what is covered: the applicant reads it. */
export function readReason(body: Body, longest = longestReason): Form<string> {
  const reason = lines(body.reason)
  return form(body, { reason }, reasonProblems('reason', reason, longest), () => reason)
}

/** Needed, and no longer than so many characters. */
export function reasonProblems(field: string, reason: string, longest = longestReason, missing = 'desk:problem.reason'): Problem[] {
  if (reason === '') return [{ field, code: missing }]
  return [...reason].length > longest ? [{ field, code: 'tooLong', params: { max: longest } }] : personalNumberProblems(field, reason)
}

/** The data that the item creates: all of it, since later items and the certificate are made of it. */
export function readResult(body: Body, fields: readonly Field[], world: World): Form<TaskResult> {
  const typed = readTyped(body, fields)
  const read = fields.map(field => ({ field, ...readFieldValue({ field, constraints: field }, typed[field.id] ?? '', world) }))
  const problems = read.flatMap(({ field, value, problem }): Problem[] =>
    problem ? [{ ...problem, field: field.id }] : value === undefined ? [{ field: field.id, code: field.options ? 'choose' : 'required' }] : [])
  return form(body, typed, problems, () => ({ fields: Object.fromEntries(read.map(({ field, value }) => [field.id, value as Value])) }))
}

/** To whom a task goes; `queue` gives it back for anybody to take. */
export function readHandOver(body: Body, colleagues: readonly { id: string }[]): Form<{ to: string | null }> {
  const to = text(body.to)
  const isKnown = to === 'queue' || colleagues.some(({ id }) => id === to)
  return form(body, { to }, isKnown ? [] : [{ field: 'to', code: 'choose' }], () => ({ to: to === 'queue' ? null : to }))
}
