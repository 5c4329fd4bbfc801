/** What is wrong with what was typed. `code` is a text in `problems:<code>`, shown beside the field and in the summary. */
export interface Problem {
  field: string
  code: string
  params?: Record<string, string | number>
}

/** What a form reader returns: data when everything is right, and always what was typed, to be shown again. */
export interface Form<T> {
  data?: T
  values: Record<string, unknown>
  problems: Problem[]
}

/** A request body as it comes from a form: flat names, a value or several. */
export type Body = Record<string, unknown>

/** Without half characters, and without marks that turn the direction of whatever stands behind them: “exe.gnp” must not be shown as “png.exe” (UTS 36). */
const readable = (text: string): string => text.toWellFormed().replace(/[\u202a-\u202e\u2066-\u2069]/g, '')

/** One line of text: trimmed, without control characters, never anything but a string. */
export function text(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof one === 'string' ? readable(one).replace(/[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029]/g, ' ').trim().normalize('NFC') : ''
}

/** Several lines of text: as `text`, with line breaks kept. */
export function lines(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value.at(-1) : value
  if (typeof one !== 'string') return ''
  return readable(one).replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ').trim().normalize('NFC')
}

/** The values of a group of checkboxes. */
export const list = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(text).filter(one => one !== '')

/**
 * A language switched in the middle of a form posts the form with `_language`: it is drawn again as
 * typed, in the new language, with no complaint about what isn't filled in yet.
 */
export const isRedraw = (body: Body | undefined): boolean => body?._language !== undefined

/** Ends a form reader: data only when there is no problem and the form was really sent. */
export function form<T>(body: Body, values: Record<string, unknown>, problems: Problem[], data: () => T): Form<T> {
  if (isRedraw(body)) return { values, problems: [] }
  return problems.length > 0 ? { values, problems } : { values, problems, data: data() }
}
