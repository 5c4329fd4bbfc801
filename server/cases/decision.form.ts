import type { Field } from '../catalogue/definition.ts'
import type { Value } from '../drafts/draft.ts'
import { readFieldValue, type World } from '../drafts/field-value.ts'
import { readTyped } from '../drafts/read-fields.ts'
import { form, lines, list, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { TaskResult } from './case.ts'
import type { Shortcoming } from './intake-acts.ts'

export const longestReason = 1000

/** Why an officer declines, refuses, or looks at what is covered: the applicant reads it. */
export function readReason(body: Body, longest = longestReason): Form<string> {
  const reason = lines(body.reason)
  return form(body, { reason }, reasonProblems('reason', reason, longest), () => reason)
}

function reasonProblems(field: string, reason: string, longest = longestReason): Problem[] {
  if (reason === '') return [{ field, code: 'desk:problem.reason' }]
  return [...reason].length > longest ? [{ field, code: 'tooLong', params: { max: longest } }] : []
}

/** The data that the item creates: all of it, since later items and the certificate are made of it. */
export function readResult(body: Body, fields: readonly Field[], world: World): Form<TaskResult> {
  const typed = readTyped(body, fields)
  const read = fields.map(field => ({ field, ...readFieldValue({ field, constraints: field }, typed[field.id] ?? '', world) }))
  const problems = read.flatMap(({ field, value, problem }): Problem[] =>
    problem ? [{ ...problem, field: field.id }] : value === undefined ? [{ field: field.id, code: field.options ? 'choose' : 'required' }] : [])
  return form(body, typed, problems, () => ({ fields: Object.fromEntries(read.map(({ field, value }) => [field.id, value as Value])) }))
}

/** What may be asked to be put right: `field.<id>` and `material.<id>` of the officer's own item. */
export type Target = `${Shortcoming['kind']}.${string}`

/** Everything that is missing, each with its reason. A reason that was typed counts as ticked. */
export function readShortcomings(body: Body, targets: readonly Target[]): Form<Shortcoming[]> {
  const ticked = list(body.ask)
  const asked = targets.map(target => ({ target, name: `reason.${target}`, reason: lines(body[`reason.${target}`]) })).filter(({ target, reason }) => ticked.includes(target) || reason !== '')
  const problems: Problem[] = asked.length === 0 ? [{ field: 'ask', code: 'desk:problem.askNothing' }] : asked.flatMap(({ name, reason }) => reasonProblems(name, reason, 500))
  const values = { ask: asked.map(({ target }) => target), ...Object.fromEntries(asked.map(({ name, reason }) => [name, reason])) }
  return form(body, values, problems, () => asked.map(({ target, reason }) => ({ ...partsOf(target), reason })))
}

function partsOf(target: Target): Pick<Shortcoming, 'kind' | 'target'> {
  const at = target.indexOf('.')
  return { kind: target.slice(0, at) as Shortcoming['kind'], target: target.slice(at + 1) }
}

/** To whom a task goes; `queue` gives it back for anybody to take. */
export function readHandOver(body: Body, colleagues: readonly { id: string }[]): Form<{ to: string | null }> {
  const to = text(body.to)
  const isKnown = to === 'queue' || colleagues.some(({ id }) => id === to)
  return form(body, { to }, isKnown ? [] : [{ field: 'to', code: 'choose' }], () => ({ to: to === 'queue' ? null : to }))
}
