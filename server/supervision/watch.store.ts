import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { dayOf } from '../cases/dates.ts'
import { awaitingStatuses, isBeforeDecision, openStatuses, type TaskStatus } from '../cases/lifecycle.ts'
import type { TaskProceedings } from '../cases/proceedings.ts'
import type { Day } from '../limits/calendar.ts'
import { regionPrefix } from '../people/scope.ts'

/**
 * What a supervisor sees of the whole town: where each task stands, never whose it is. No column with an
 * applicant's data is read here.
 */
export interface Narrowing {
  /** The regions whose offices may be seen, whatever else is asked for: those of a supervisor's grants. */
  within: readonly string[] | 'everywhere'
  /** '' each: everywhere, everything. */
  department: string
  region: string
  item: string
}

/** Where a page begins: the day or instant a list is ordered by, and the id, of the last row before it. */
export interface Cursor {
  key: string
  id: string
}

export const watchPageSize = 30

/** On the tables of a query that has `task` in it. */
function narrowed({ within, department, region, item }: Narrowing): RawBuilder<boolean> {
  const conditions = [
    sql`1 = 1`,
    ...(department ? [sql`task.department_id = ${department}`] : []),
    ...(item ? [sql`task.item_code = ${item}`] : []),
    ...(within === 'everywhere' ? [] : [officesWithin(within)]),
    ...(region ? [officesWithin([region])] : []),
  ]
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

/** Not the column alone: offered an index by office, SQLite would read all that a city has ever done to find what is late in it. */
const officesWithin = (regions: readonly string[]): RawBuilder<unknown> =>
  sql`task.office_id || '' in (select office.id from office where ${codesWithin('office.region_code', regions)})`

/** Whether a column with a region's code lies in one of these regions. */
export const codesWithin = (column: string, regions: readonly string[]): RawBuilder<boolean> =>
  regions.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`(${sql.join(regions.map(region => sql`(${sql.ref(column)} >= ${region} and ${sql.ref(column)} <= ${lastIn(region)})`), sql` or `)})`

const lastIn = (region: string): string => regionPrefix(region).padEnd(12, '9')

export interface OpenCount {
  departmentId: string
  status: TaskStatus
  dueOn: Day | null
  startedOn: Day | null
  count: number
}

/** How much open work each department has, by the day it is due; read from one index alone. */
export async function countOpen(db: Db, narrowing: Narrowing): Promise<OpenCount[]> {
  const startedHour = sql<string | null>`substr(clock_started_at, 1, 13)` // exact enough for the day in Beijing
  const rows = await db.read.selectFrom('task')
    .select(({ fn }) => ['status', 'department_id', 'due_on', startedHour.as('started'), fn.countAll<number | string>().as('count')])
    .where('status', 'in', [...openStatuses, ...awaitingStatuses]).where(narrowed(narrowing))
    .groupBy(['status', 'department_id', 'due_on', startedHour]).execute()
  return rows.map(row => ({
    departmentId: row.department_id, status: row.status as TaskStatus, dueOn: row.due_on, startedOn: row.started === null ? null : dayOf(`${row.started}:00:00.000Z`), count: Number(row.count),
  }))
}

/** The offices that have open work, and on which items: what can be filtered by. */
export async function listOpenWork(db: Db, within: Narrowing['within']): Promise<{ officeId: string; itemCode: string }[]> {
  const rows = await db.read.selectFrom('task').select(['office_id', 'item_code']).distinct().where('status', 'in', [...openStatuses, ...awaitingStatuses]).where(narrowed({ within, department: '', region: '', item: '' })).execute()
  return rows.map(row => ({ officeId: row.office_id, itemCode: row.item_code }))
}

const columns = ['region', 'id', 'case_id', 'case_number', 'bundle_version_id', 'item_code', 'office_id', 'status', 'assignee_id', 'clock_started_at', 'due_on', 'follow_up_on', 'proceedings'] as const
const ofTask = columns.map(column => `task.${column}` as const)

/** A task as supervision sees it: without its applicant. */
export interface WatchedTask {
  region: string
  id: string
  caseId: string
  caseNumber: string
  bundleVersionId: string
  itemCode: string
  officeId: string
  status: TaskStatus
  assigneeId: string | null
  clockStartedAt: string | null
  dueOn: Day | null
  followUpOn: Day | null
  proceedings: TaskProceedings
}

const beforeDecision = openStatuses.filter(isBeforeDecision)
const running = openStatuses.filter(status => status !== 'suspended')

/** Every list may return one row more than a page when there is a next one. */
const most = watchPageSize + 1

/** What should have been decided by now, the longest overdue first. */
export const listOverdue = (db: Db, narrowing: Narrowing, today: Day, after?: Cursor): Promise<WatchedTask[]> =>
  byDueDay(db, beforeDecision, narrowing, after, [sql`task.due_on < ${today}`])

/** What is due from today up to and including `until`; what stands still is not. */
export const listDue = (db: Db, narrowing: Narrowing, { from, until }: { from: Day; until: Day }, after?: Cursor): Promise<WatchedTask[]> =>
  byDueDay(db, running, narrowing, after, [sql`task.due_on >= ${from}`, sql`task.due_on <= ${until}`])

/** Where the head has approved more time. */
export const listExtended = (db: Db, narrowing: Narrowing, after?: Cursor): Promise<WatchedTask[]> =>
  byDueDay(db, beforeDecision, narrowing, after, [sql`task.proceedings like ${'%"extension":{"state":"approved"%'}`])

/** All that a special procedure holds up: few at any time, put in order by who reads them. */
export const listSuspended = (db: Db, narrowing: Narrowing): Promise<WatchedTask[]> => byDueDay(db, ['suspended'], narrowing, undefined, [], 1000)

async function byDueDay(db: Db, statuses: readonly TaskStatus[], narrowing: Narrowing, after: Cursor | undefined, conditions: RawBuilder<unknown>[], limit = most): Promise<WatchedTask[]> {
  // Each status is its own stretch of the index, read from where the page before ended.
  const stretches = statuses.map(status => {
    let query = db.read.selectFrom('task').select(columns).where('status', '=', status).where(narrowed(narrowing))
    for (const condition of conditions) query = query.where(condition as RawBuilder<boolean>)
    if (after) query = query.where('due_on', '>=', after.key).where(or => or.or([or('due_on', '>', after.key), or('id', '>', after.id)]))
    return db.read.selectFrom(query.orderBy('due_on').orderBy('id').limit(limit).as('stretch')).selectAll()
  })
  const [first, ...rest] = stretches
  if (!first) return []
  const rows = await rest.reduce((all, one) => all.unionAll(one), first).orderBy('due_on').orderBy('id').limit(limit).execute()
  return rows.map(toWatched)
}

/** What should have been seen to after a decision: the check of a commitment, a delivery. */
export async function listLateFollowUps(db: Db, narrowing: Narrowing, today: Day, after?: Cursor): Promise<WatchedTask[]> {
  let query = db.read.selectFrom('task').select(columns).where('follow_up_on', '<', today).where(narrowed(narrowing))
  if (after) query = query.where('follow_up_on', '>=', after.key).where(or => or.or([or('follow_up_on', '>', after.key), or('id', '>', after.id)]))
  return (await query.orderBy('follow_up_on').orderBy('id').limit(most).execute()).map(toWatched)
}

export interface WatchedRepeat {
  id: string
  at: string
  repeatReason: string
  task: WatchedTask
}

/** Second requests for what could be seen the first time, recorded as violations of the one-time notice; the latest first. */
export async function listRepeated(db: Db, narrowing: Narrowing, after?: Cursor): Promise<WatchedRepeat[]> {
  let query = db.read.selectFrom('deficiency').innerJoin('task', join => join.onRef('task.region', '=', 'deficiency.region').onRef('task.id', '=', 'deficiency.task_id'))
    .select(ofTask).select(['deficiency.id as deficiency_id', 'noted_at', 'repeat_reason']).where('repeat_reason', 'is not', null).where(narrowed(narrowing))
  if (after) query = query.where('noted_at', '<=', after.key).where(or => or.or([or('noted_at', '<', after.key), or('deficiency.id', '<', after.id)]))
  const rows = await query.orderBy('noted_at', 'desc').orderBy('deficiency.id', 'desc').limit(most).execute()
  return rows.map(row => ({ id: row.deficiency_id, at: row.noted_at, repeatReason: row.repeat_reason ?? '', task: toWatched(row) }))
}

export interface WatchedOrder {
  id: string
  givenAt: string
  dueOn: Day
  answeredAt: string | null
  task: WatchedTask
}

/** Supervision orders, the latest first. */
export async function listOrders(db: Db, narrowing: Narrowing, after?: Cursor): Promise<WatchedOrder[]> {
  let query = db.read.selectFrom('supervision_order').innerJoin('task', join => join.onRef('task.region', '=', 'supervision_order.region').onRef('task.id', '=', 'supervision_order.task_id'))
    .select(ofTask).select(['supervision_order.id as order_id', 'given_at', 'supervision_order.due_on as answer_on', 'answered_at']).where(narrowed(narrowing))
  if (after) query = query.where('given_at', '<=', after.key).where(or => or.or([or('given_at', '<', after.key), or('supervision_order.id', '<', after.id)]))
  const rows = await query.orderBy('given_at', 'desc').orderBy('supervision_order.id', 'desc').limit(most).execute()
  return rows.map(row => ({ id: row.order_id, givenAt: row.given_at, dueOn: row.answer_on, answeredAt: row.answered_at, task: toWatched(row) }))
}

/** How the orders about these tasks stand: given and not answered, or all answered. */
export async function orderStates(db: Db, tasks: readonly WatchedTask[]): Promise<Map<string, 'open' | 'answered'>> {
  if (tasks.length === 0) return new Map()
  const rows = await db.read.selectFrom('supervision_order').select(['task_id', 'answered_at'])
    .where('region', 'in', [...new Set(tasks.map(({ region }) => region))]).where('case_id', 'in', [...new Set(tasks.map(({ caseId }) => caseId))]).execute()
  const byTask = Map.groupBy(rows, ({ task_id }) => task_id)
  return new Map([...byTask].map(([id, orders]) => [id, orders.some(({ answered_at }) => answered_at === null) ? 'open' : 'answered']))
}

interface TaskRow {
  region: string
  id: string
  case_id: string
  case_number: string
  bundle_version_id: string
  item_code: string
  office_id: string
  status: string
  assignee_id: string | null
  clock_started_at: string | null
  due_on: string | null
  follow_up_on: string | null
  proceedings: string
}

const toWatched = (row: TaskRow): WatchedTask => ({
  region: row.region, id: row.id, caseId: row.case_id, caseNumber: row.case_number, bundleVersionId: row.bundle_version_id, itemCode: row.item_code, officeId: row.office_id,
  status: row.status as TaskStatus, assigneeId: row.assignee_id, clockStartedAt: row.clock_started_at, dueOn: row.due_on, followUpOn: row.follow_up_on, proceedings: JSON.parse(row.proceedings) as TaskProceedings,
})
