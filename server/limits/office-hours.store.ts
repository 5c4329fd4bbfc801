import type { Db } from '../../db/connect.ts'
import { remove, upsert, type Statement } from '../../db/statement.ts'
import { lastCalendarAct, readCalendar } from './calendar.store.ts'
import type { WorkingCalendar } from './calendar.ts'
import { usualHours, type OfficeHours } from './office-hours.ts'

/** The hours of a county or city that has its own. */
export interface RegionHours {
  /** Twelve digits. */
  region: string
  hours: OfficeHours
  changedAt: string
}

/** As of the last act on the calendar, whose stream the changes of hours stand in too. */
const kept = new WeakMap<Db, { act: number; own: ReadonlyMap<string, OfficeHours> }>()

/** When the offices of a region (twelve digits) are open: its county's own hours, else its city's, else the usual ones. */
export async function readOfficeHours(db: Db, regionCode: string): Promise<OfficeHours> {
  return hoursOf(regionCode, await ownHours(db, await lastCalendarAct(db)))
}

/** What the dates of a case are counted with. */
export async function readCounting(db: Db, regionCode: string): Promise<{ calendar: WorkingCalendar; hours: OfficeHours }> {
  const calendar = await readCalendar(db)
  return { calendar, hours: hoursOf(regionCode, await ownHours(db, calendar.act)) }
}

function hoursOf(regionCode: string, own: ReadonlyMap<string, OfficeHours>): OfficeHours {
  return own.get(regionCode.slice(0, 6).padEnd(12, '0')) ?? own.get(regionCode.slice(0, 4).padEnd(12, '0')) ?? usualHours
}

async function ownHours(db: Db, act: number): Promise<ReadonlyMap<string, OfficeHours>> {
  const known = kept.get(db)
  if (known?.act === act) return known.own
  const own = new Map((await listOfficeHours(db)).map(({ region, hours }) => [region, hours]))
  kept.set(db, { act, own })
  return own
}

export async function listOfficeHours(db: Db): Promise<RegionHours[]> {
  const rows = await db.read.selectFrom('office_hours').selectAll().orderBy('region_code').execute()
  return rows.map(row => ({ region: row.region_code, hours: JSON.parse(row.hours) as OfficeHours, changedAt: row.changed_at }))
}

export const saveOfficeHours = ({ region, hours, changedAt }: RegionHours): Statement =>
  upsert('office_hours', { region_code: region, hours: JSON.stringify(hours), changed_at: changedAt }, ['region_code'])

/** Expects the region to have hours of its own. */
export const removeOfficeHours = (region: string): Statement => remove('office_hours', { region_code: region }, 1)
