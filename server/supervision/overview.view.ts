import { listPublished } from '../catalogue/bundle.store.ts'
import type { Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { beijingDay } from '../limits/calendar.ts'
import { findRegion, listDepartments, listOffices } from '../offices/office.store.ts'
import { regionAtLevel, type Region } from '../offices/region.ts'
import { dayStations, departmentLines, wholeLine, type DayStation, type DepartmentLine } from './watch.ts'
import { countOpen, listOpenWork, type Narrowing } from './watch.store.ts'

/** The town at a glance: each department's line of days, drawn to one scale. */
export interface Overview {
  whole: DepartmentLine
  departments: { line: DepartmentLine; name: Text; stops: Stop[] }[]
}

/** A station on a department's line: as large as what waits there. */
export interface Stop {
  station: DayStation
  count: number
  /** In units of a picture 40 high; areas are in proportion to the counts. */
  radius: number
}

const smallest = 4
const largest = 17

export async function overviewOf(ctx: Ctx, narrowing: Narrowing): Promise<Overview> {
  const [counts, calendar, departments] = await Promise.all([countOpen(ctx.db, narrowing), readCalendar(ctx.db), listDepartments(ctx.db)])
  const names = new Map(departments.map(({ id, name }) => [id, name]))
  const lines = departmentLines(counts, beijingDay(ctx.now), calendar)
  const top = Math.max(1, ...lines.flatMap(({ days }) => Object.values(days)))
  const radius = (count: number): number => (count === 0 ? 0 : Math.max(smallest, Math.round(largest * Math.sqrt(count / top) * 10) / 10))
  return {
    whole: wholeLine(lines),
    departments: lines.map(line => ({ line, name: names.get(line.departmentId) ?? { zh: line.departmentId, en: line.departmentId }, stops: dayStations.map(station => ({ station, count: line.days[station], radius: radius(line.days[station]) })) })),
  }
}

/** What there is to filter by: only where there is open work. */
export interface Choices {
  /** The regions that are watched over; none: the whole province. */
  watched: Region[]
  departments: { id: string; name: Text }[]
  /** Counties, or the city, each with its townships. */
  regions: { county: Region; townships: Region[] }[]
  items: { code: string; name: Text }[]
}

export async function choicesOf({ db }: Pick<Ctx, 'db'>, within: Narrowing['within']): Promise<Choices> {
  const [work, published, all] = await Promise.all([listOpenWork(db, within), listPublished(db), listDepartments(db)])
  const offices = await listOffices(db, [...new Set(work.map(({ officeId }) => officeId))])
  const departmentIds = new Set(offices.map(({ departmentId }) => departmentId))
  const codes = new Set(work.map(({ itemCode }) => itemCode))
  const items = published.flatMap(({ definition }) => Object.values(definition.items)).filter(({ code }) => codes.has(code))
  return {
    watched: within === 'everywhere' ? [] : (await Promise.all(within.map(code => findRegion(db, code)))).filter(one => one !== undefined),
    departments: all.filter(({ id }) => departmentIds.has(id)),
    regions: await regionsOf(db, [...new Set(offices.map(({ regionCode }) => regionCode))].sort()),
    items: [...new Map(items.map(({ code, name }) => [code, { code, name }])).values()],
  }
}

async function regionsOf(db: Ctx['db'], codes: readonly string[]): Promise<Choices['regions']> {
  const groups = Map.groupBy(codes, code => regionAtLevel(code, 'county'))
  const found = await Promise.all([...groups].map(async ([code, within]) => {
    const county = await findRegion(db, code)
    const townships = await Promise.all(within.filter(one => one !== code).map(one => findRegion(db, one)))
    return county ? [{ county, townships: townships.filter(one => one !== undefined) }] : []
  }))
  return found.flat()
}
