import type { CalendarDay, Day } from './calendar.ts'
import { readLine, withoutBrackets, type NoticeProblem } from './notice-line.ts'
import { holidayName, holidays } from './published.ts'

/** A year's notice, read: the days that differ from plain weeks, or everything that is wrong with it. */
export interface ReadNotice {
  days: CalendarDay[]
  problems: NoticeProblem[]
}

const holidayLine = /^(?:[一二三四五六七八九十]+、|\d+[.、．])?\s*([^：:，。\d]{2,20})[：:](.*)$/
const hasDate = /\d{1,2}月\d{1,2}日/
const signature = /^\d{4}年\d{1,2}月\d{1,2}日$/

/** Days that are off by law in every year, whatever the notice moves around them (全国年节及纪念日放假办法第二条). */
const fixedDays = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']

/**
 * Reads the notice of the State Council's General Office as it is published, one holiday a line:
 * “春节：2月15日至23日放假调休，共9天。2月14日、2月28日上班。” What stands around the lines is passed
 * over; a line with a date that can't be read never is.
 */
export function readNotice(year: number, document: string): ReadNotice {
  const problems: NoticeProblem[] = []
  const days = new Map<Day, CalendarDay>()
  const named: string[] = []
  document.split('\n').forEach((raw, index) => {
    const place = { line: index + 1, year }
    const text = withoutBrackets(raw).trim()
    const [, word, rest] = holidayLine.exec(text) ?? []
    const isHoliday = word !== undefined && (hasDate.test(rest ?? '') || Object.keys(holidays).some(one => word.includes(one)))
    if (!isHoliday) {
      if (hasDate.test(text) && !signature.test(text)) problems.push({ code: 'unreadable', params: { line: place.line, text: raw.trim().slice(0, 40) } })
      return
    }
    named.push(word)
    const read = readLine(rest ?? '', place)
    problems.push(...read.problems)
    const name = holidayName(word.trim())
    for (const day of read.off) add({ day, kind: 'holiday', name }, place.line)
    for (const day of read.worked) add({ day, kind: 'workingDay', name }, place.line)
  })
  function add(one: CalendarDay, line: number): void {
    if (days.has(one.day)) problems.push({ code: 'overlap', params: { line, day: one.day } })
    else days.set(one.day, one)
  }
  return { days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)), problems: [...problems, ...holes(year, days, named)] }
}

/** Holidays that the notice does not speak of, and days that are off by law but not in it. */
function holes(year: number, days: ReadonlyMap<Day, CalendarDay>, named: readonly string[]): NoticeProblem[] {
  const missing = Object.keys(holidays).filter(word => !named.some(one => one.includes(word)))
  if (missing.length === Object.keys(holidays).length) return [{ code: 'noHoliday', params: {} }]
  const isNamed = (day: string) => !missing.includes(day === '01-01' ? '元旦' : day.startsWith('05') ? '劳动' : '国庆')
  return [
    ...missing.map(word => ({ code: 'missingHoliday', params: { holiday: holidays[word]?.zh ?? word } })),
    ...fixedDays.filter(isNamed).map(day => `${year}-${day}`).filter(day => days.get(day)?.kind !== 'holiday').map(day => ({ code: 'fixedDayMissing', params: { day } })),
  ]
}
