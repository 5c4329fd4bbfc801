import type { Text } from './definition.ts'

export type Path = readonly (string | number)[]

/** What a diagnostic is about: a thing of the catalogue and a place inside it. A `file` stands for itself. */
export interface Subject {
  kind: 'file' | 'department' | 'register' | 'group' | 'field' | 'material' | 'item' | 'bundle'
  id: string
  path: Path
}

/** A text in both languages, a list of them, or something that is the same in both. */
export type Param = string | number | Text | readonly Text[]

/**
 * What is wrong with a definition, for its author: `catalogue:diagnostic.<code>` says it and
 * `catalogue:remedy.<code>` says what to do. An error stands in the way of publishing, a warning does not.
 */
export interface Diagnostic {
  severity: 'error' | 'warning'
  code: string
  subject: Subject
  params: Record<string, Param>
  /** The shortest combination of answers and optional items that shows it, when `verify` found it. */
  situation?: CounterExample
  file?: string
  line?: number
}

export interface CounterExample {
  answers: { question: Text; option: Text }[]
  chosen: Text[]
  /** The same as data: `plan` shows the fault with it. */
  answerIds: Record<string, string>
  chosenIds: string[]
}

export const error = (code: string, subject: Subject, params: Record<string, Param> = {}, situation?: CounterExample): Diagnostic =>
  ({ severity: 'error', code, subject, params, ...(situation ? { situation } : {}) })

export const warning = (code: string, subject: Subject, params: Record<string, Param> = {}, situation?: CounterExample): Diagnostic =>
  ({ ...error(code, subject, params, situation), severity: 'warning' })

export const isError = ({ severity }: Diagnostic): boolean => severity === 'error'

/** `items[2].after`, as an author would say it. */
export const pathText = (path: Path): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')

/** By file and line, errors first where they stand on one line. */
export const inReadingOrder = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  [...diagnostics].sort((a, b) =>
    (a.file ?? '').localeCompare(b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || a.severity.localeCompare(b.severity))
