import type { core, z } from 'zod'
import { error, type Diagnostic, type Param, type Path, type Subject } from './diagnostic.ts'

/** Checks the shape of one thing and says in our words what is wrong, each fault with its place. */
export function shaped<T>(schema: z.ZodType<T>, value: unknown, subject: Subject): { thing?: T; diagnostics: Diagnostic[] } {
  const { success, data, error: faults } = schema.safeParse(value)
  if (success) return { thing: data, diagnostics: [] }
  return { diagnostics: faults.issues.flatMap(issue => fromIssue(issue, value, subject)) }
}

function fromIssue(issue: core.$ZodIssue, value: unknown, subject: Subject): Diagnostic[] {
  const path = issue.path as Path
  const say = (code: string, params: Record<string, Param> = {}, at: Path = path) =>
    [error(code, { ...subject, path: [...subject.path, ...at] }, { key: String(at.at(-1) ?? subject.id), ...params })]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.flatMap(key => say('unknownKey', { key }, [...path, key]))
    case 'invalid_type':
      return isAbsent(valueAt(value, path)) ? say('missing') : say('wrongType', { expected: issue.expected })
    case 'invalid_value':
      return isAbsent(valueAt(value, path)) ? say('missing') : say('notOneOf', { value: short(valueAt(value, path)), allowed: issue.values.join(', ') })
    case 'invalid_format':
      return say(formatCodes[issue.message] ?? 'badFormat', { value: short(valueAt(value, path)) })
    case 'too_small':
      return say(issue.origin === 'number' ? 'tooSmall' : 'tooShort', { minimum: Number(issue.minimum) })
    case 'too_big':
      return say(issue.origin === 'number' ? 'tooBig' : 'tooLong', { maximum: Number(issue.maximum) })
    default:
      return say('badFormat', { value: short(valueAt(value, path)) })
  }
}

/** Messages that the schemas of `definition.ts` give their patterns. */
const formatCodes: Record<string, string> = { id: 'badId', fieldId: 'badFieldId' }

const isAbsent = (value: unknown): boolean => value === null || value === undefined

const short = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 80)

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inside, step) => (inside as Record<string | number, unknown> | null | undefined)?.[step], value)
