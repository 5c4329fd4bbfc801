/** Lines of comma-separated values (RFC 4180). */

/** Spreadsheets take the text for UTF-8 when it begins so. */
export const byteOrderMark = '\ufeff'

/** A spreadsheet would calculate what begins like this (OWASP, CSV injection): with an apostrophe before it, it is text. */
const isFormula = /^[=+\-@\t\r]/

function cell(value: string | number | null | undefined): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const safe = isFormula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (values: readonly (string | number | null | undefined)[]): string => `${values.map(cell).join(',')}\r\n`
