import type { Db } from '../../db/connect.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import type { Limit, Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { isPublic } from '../guide/life.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { beijingDay, type Day } from '../limits/calendar.ts'
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
  filed: number
  concluded: number
  departments: (DepartmentFigures & { name: Text })[]
  withheld: Text[]
}

/** Undefined while nothing was filed yet. */
export async function openFigures({ db, now }: Ctx): Promise<OpenFigures | undefined> {
  const since = monthsAfter(beijingDay(now), -12)
  const [cases, decided, calendar, names] = await Promise.all([countCases(db, since), countDecided(db, since), readCalendar(db), listDepartments(db)])
  if (cases.firstFiledOn === undefined) return undefined
  const nameOf = (id: string): Text => names.find(one => one.id === id)?.name ?? { zh: id, en: id }
  const { departments, withheld } = departmentFigures(decided, calendar)
  return {
    from: cases.firstFiledOn, asOf: now.toISOString(), filed: cases.filed, concluded: cases.concluded,
    departments: departments.map(one => ({ ...one, name: nameOf(one.departmentId) })), withheld: withheld.map(nameOf),
  }
}
