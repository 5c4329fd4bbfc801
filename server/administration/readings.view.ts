import type { Ctx } from '../context.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import type { Day } from '../limits/calendar.ts'
import { readOfficeHours } from '../limits/office-hours.store.ts'
import { usualHours } from '../limits/office-hours.ts'
import { dayAfter } from '../limits/calendar.ts'
import { findOffice, findRegion } from '../offices/office.store.ts'
import { namesOf } from '../people/person.store.ts'
import { isWholeRegion, regionOfOffice } from '../people/scope.ts'
import type { Reading } from '../readings/reading.ts'
import { listReadingsBetween } from '../readings/reading.store.ts'
import { unusual, type Circumstances, type RuleName } from '../readings/unusual.ts'
import type { RequestLocals } from '../web/locals.ts'
import { hoursPicture, type HoursPicture } from './reading-hours.ts'
import { colleaguesAt, standingOf } from './readings.store.ts'

/** The readings of a day as the auditor looks through them: whose data was read is told by case numbers alone. */
export interface ReadingsOfDay {
  total: number
  people: number
  /** More were made than a page looks through. */
  isCut: boolean
  found: { reading: Reading; rules: RuleName[]; who: string; place: string; cases: string[] }[]
  picture: HoursPicture
  names: Map<string, string>
}

const most = 20_000
export const foundShown = 200

const midnight = (day: Day): string => new Date(`${day}T00:00:00+08:00`).toISOString()

export async function readingsOfDay(ctx: Ctx, { text }: Pick<RequestLocals, 'text'>, day: Day): Promise<ReadingsOfDay> {
  const readings = await listReadingsBetween(ctx, midnight(day), midnight(dayAfter(day)), most + 1)
  const all = readings.slice(0, most)
  const found = [...await outOfTheOrdinary(ctx, all)].reverse().slice(0, foundShown)
  const picture = hoursPicture(all)
  const names = await namesOf(ctx, [...found.map(([{ actorId }]) => actorId), ...picture.rows.map(({ actorId }) => actorId)])
  return {
    total: all.length, people: new Set(all.map(({ actorId }) => actorId)).size, isCut: readings.length > most, picture, names,
    found: await Promise.all(found.map(async ([reading, rules]) => ({
      reading, rules, who: names.get(reading.actorId) ?? reading.actorId, place: await placeOf(ctx, { text }, reading.officeId), cases: [...new Set(reading.subjects.flatMap(({ caseNumber }) => caseNumber ?? []))],
    }))),
  }
}

/** What the rules are given beside the readings themselves: whose task it is, when it ended, who works there, when the office is open. */
async function outOfTheOrdinary(ctx: Ctx, readings: readonly Reading[]): Promise<Map<Reading, RuleName[]>> {
  const regions = [...new Set(readings.map(({ region }) => region))]
  const [tasks, colleagues, calendar, hours] = await Promise.all([
    standingOf(ctx.db, readings.flatMap(({ taskId }) => taskId ?? [])), colleaguesAt(ctx.db, readings.flatMap(({ officeId }) => officeId ?? [])), readCalendar(ctx.db),
    Promise.all(regions.map(async region => [region, await readOfficeHours(ctx.db, region.padEnd(12, '0'))] as const)),
  ])
  const open = new Map(hours)
  const nobody: ReadonlySet<string> = new Set()
  const known = (reading: Reading): Circumstances => ({ reading, ...tasks.get(reading.taskId ?? ''), colleagues: colleagues.get(reading.officeId ?? '') ?? nobody })
  return unusual(readings.map(known), { calendar, hours: region => open.get(region) ?? usualHours })
}

export async function placeOf({ db }: Pick<Ctx, 'db'>, { text }: Pick<RequestLocals, 'text'>, officeId: string | null): Promise<string> {
  if (!officeId) return ''
  const name = isWholeRegion(officeId) ? await findRegion(db, regionOfOffice(officeId)) : (await findOffice(db, officeId))?.name
  return name ? text(name) : ''
}
