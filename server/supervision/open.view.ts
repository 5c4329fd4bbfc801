import type { Db } from '../../db/connect.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import type { Limit, Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { isPublic } from '../guide/life.ts'
import { readSize } from '../ledger/log.store.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { beijingDay, type Day, type WorkingCalendar } from '../limits/calendar.ts'
import { workingDaysBetween } from '../limits/lamp.ts'
import { monthsAfter } from '../limits/legal-clocks.ts'
import { getOffice, listDepartments } from '../offices/office.store.ts'
import { departmentFigures, type DepartmentFigures } from './figures.ts'
import { countCases, countDecided } from './figures.store.ts'
import { listOverdue, watchPageSize, type Cursor, type WatchedTask } from './watch.store.ts'

/** A delay as anybody may read it (优化营商环境条例第三十六条): none of matters between public bodies, no person in it, and a number by which only its owner knows his case. */
export interface PublishedDelay {
  coveredNumber: string
  item: Text
  office: Text
  promised: Limit | undefined
  statutory: Limit | undefined
  dueOn: Day
  daysOver: number
  reason: string | undefined
}

/** The first six digits say where, the last four let the applicant find his own. */
export const covered = (caseNumber: string): string => `${caseNumber.slice(0, 6)}${'*'.repeat(Math.max(0, caseNumber.length - 10))}${caseNumber.slice(-4)}`

export async function publishedDelays(ctx: Ctx, after: Cursor | undefined): Promise<{ delays: PublishedDelay[]; next: Cursor | undefined }> {
  const today = beijingDay(ctx.now)
  const found = await listOverdue(ctx.db, { within: 'everywhere', department: '', region: '', item: '' }, today, after)
  const calendar = await readCalendar(ctx.db)
  const shown = found.slice(0, watchPageSize)
  const last = shown.at(-1)
  const delays = (await Promise.all(shown.map(async task => (await delayOf(ctx.db, task)).map(delay => ({ ...delay, daysOver: workingDaysBetween(delay.dueOn, today, calendar) }))))).flat()
  return { delays, next: last && found.length > watchPageSize ? { key: last.dueOn as Day, id: last.id } : undefined }
}

async function delayOf(db: Db, { caseNumber, bundleVersionId, itemCode, officeId, dueOn, proceedings }: WatchedTask): Promise<Omit<PublishedDelay, 'daysOver'>[]> {
  const [version, office] = await Promise.all([getVersion(db, bundleVersionId), getOffice(db, officeId)])
  if (!isPublic(version)) return []
  const item = version.definition.items[itemCode]
  return [{
    coveredNumber: covered(caseNumber), item: item?.name ?? { zh: itemCode, en: itemCode }, office: office.name, promised: item?.promisedLimit, statutory: item?.statutoryLimit,
    dueOn: dueOn as Day, reason: proceedings.delay?.reason,
  }]
}

/** The last twelve months, or what there is of them. */
export interface OpenFigures {
  from: Day
  asOf: string
  /** How long the log of history was. */
  logged: number
  filed: number
  concluded: number
  departments: (DepartmentFigures & { name: Text })[]
  withheld: Text[]
}

interface KeptFigures {
  /** What the figures depend on: the log of history, the calendar, the day. */
  logged: number
  calendar: WorkingCalendar
  today: Day
  figures: OpenFigures | undefined
}

const kept = new WeakMap<Db, KeptFigures>()

/**
 * Undefined while nothing was filed yet. Counted anew when something was added to the log of history, which every act
 * comes to within seconds: that many people ask at once costs no more than one, however large the town is.
 */
export async function openFigures(ctx: Ctx): Promise<OpenFigures | undefined> {
  const { db, now } = ctx
  const today = beijingDay(now)
  // Its size first: what is added while we count makes the next reader count anew.
  const [{ size: logged }, calendar] = await Promise.all([readSize(db), readCalendar(db)])
  const known = kept.get(db)
  if (known?.logged === logged && known.calendar === calendar && known.today === today) return known.figures
  const figures = await countFigures(ctx, calendar, logged)
  kept.set(db, { logged, calendar, today, figures })
  return figures
}

async function countFigures({ db, now }: Ctx, calendar: WorkingCalendar, logged: number): Promise<OpenFigures | undefined> {
  const since = monthsAfter(beijingDay(now), -12)
  const [cases, decided, names] = await Promise.all([countCases(db, since), countDecided(db, since), listDepartments(db)])
  if (cases.firstFiledOn === undefined) return undefined
  const nameOf = (id: string): Text => names.find(one => one.id === id)?.name ?? { zh: id, en: id }
  const { departments, withheld } = departmentFigures(decided, calendar)
  return {
    from: cases.firstFiledOn, asOf: now.toISOString(), logged, filed: cases.filed, concluded: cases.concluded,
    departments: departments.map(one => ({ ...one, name: nameOf(one.departmentId) })), withheld: withheld.map(nameOf),
  }
}
