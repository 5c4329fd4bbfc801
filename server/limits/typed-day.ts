import type { Day } from './calendar.ts'

/** A day as people type it: 2026-03-02, 20260302, 2026年3月2日, in half or full width. Undefined when there is no such day, and for figures that could be two days. */
export function readDay(typed: string): Day | undefined {
  const plain = typed.normalize('NFKC').replace(/\s/g, '')
  const [, year = '', month = '', date = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(plain) ?? []
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day ? day : undefined
}
