import type { Db } from '../../db/connect.ts'
import { query } from '../../db/query.ts'
import { insert, remove, upsert, type Statement, type WriteSet } from '../../db/statement.ts'
import { calendarOf, type CalendarDay, type Day, type WorkingCalendar } from './calendar.ts'

/** Every change of the calendar is an act of this stream. */
export const calendarStream = 'calendar'

/** In `calendar_day.notice_year`: set by hand. */
const byHand = 0

/**
 * The calendar as of the last act on it. The number of that act is read each time, one row of an index,
 * and what was worked out for it stays right until there is another: also when another process made it.
 */
const kept = new WeakMap<Db, WorkingCalendar>()

export async function readCalendar(db: Db): Promise<WorkingCalendar> {
  const act = await lastCalendarAct(db)
  const known = kept.get(db)
  if (known?.act === act) return known
  const [days, notices] = await Promise.all([listDays(db), listNotices(db)])
  const calendar = calendarOf(days, notices.map(({ year }) => year), act)
  kept.set(db, calendar)
  return calendar
}

/** The number of the last act on the calendar or on office hours; 0 before the first. */
export async function lastCalendarAct(db: Db): Promise<number> {
  return (await lastAct.first(db, {}))?.seq ?? 0
}

const lastAct = query(db => db.selectFrom('act').select('seq').where('stream', '=', calendarStream).orderBy('seq', 'desc').limit(1))

/** All days over what ships, the weaker before the stronger: older notices, newer ones, those set by hand. */
async function listDays(db: Db): Promise<CalendarDay[]> {
  const rows = await db.read.selectFrom('calendar_day').selectAll().execute()
  const strength = (year: number) => (year === byHand ? Infinity : year)
  return rows.sort((a, b) => strength(a.notice_year) - strength(b.notice_year)).map(({ day, kind, zh, en }) => ({ day, kind, name: { zh, en } }))
}

/** The days of a year that were set by hand. */
export async function listDaysByHand(db: Db, year: number): Promise<CalendarDay[]> {
  const rows = await db.read.selectFrom('calendar_day').selectAll()
    .where('notice_year', '=', byHand).where('day', '>=', `${year}-01-01`).where('day', '<=', `${year}-12-31`).orderBy('day').execute()
  return rows.map(({ day, kind, zh, en }) => ({ day, kind, name: { zh, en } }))
}

export const saveDayByHand = ({ day, kind, name }: CalendarDay): Statement =>
  upsert('calendar_day', { day, kind, zh: name.zh, en: name.en, notice_year: byHand }, ['day', 'notice_year'])

/** What the act on a day set by hand vouches for. */
export const dayRow = { name: (day: Day) => `calendar_day ${day}`, of: ({ day, kind, name }: CalendarDay) => ({ day, kind, zh: name.zh, en: name.en }) }

/** What the act that imported a notice vouches for: the notice and its days. */
export const noticeRow = {
  name: (year: number) => `calendar_notice ${year}`,
  of: (notice: Notice, importedBy: string, days: readonly CalendarDay[]) => ({ ...notice, importedBy, days: days.map(dayRow.of).sort((a, b) => (a.day < b.day ? -1 : 1)) }),
}

/** Expects the day to be there. */
export const removeDayByHand = (day: Day): Statement => remove('calendar_day', { day, notice_year: byHand }, 1)

export interface Notice {
  year: number
  document: string
  importedAt: string
}

export async function listNotices(db: Db): Promise<Notice[]> {
  const rows = await db.read.selectFrom('calendar_notice').selectAll().orderBy('year').execute()
  return rows.map(row => ({ year: row.year, document: row.document, importedAt: row.imported_at }))
}

/** Puts a notice in the place of the one of its year, if there was one. */
export const saveNotice = ({ year, document, importedAt }: Notice, importedBy: string, days: readonly CalendarDay[]): WriteSet => [
  remove('calendar_day', { notice_year: year }),
  upsert('calendar_notice', { year, document, imported_at: importedAt, imported_by: importedBy }, ['year']),
  ...days.map(({ day, kind, name }) => insert('calendar_day', { day, kind, zh: name.zh, en: name.en, notice_year: year })),
]
