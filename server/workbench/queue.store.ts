import { sql, type SelectQueryBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Schema } from '../../db/schema.ts'
import { arrivedStatuses, awaitingStatuses, openStatuses, type TaskStatus } from '../cases/lifecycle.ts'
import { dayOf } from '../cases/dates.ts'
import { regionOfNumber } from '../cases/filing.ts'
import { toQueued, type QueuedTask } from '../cases/task.store.ts'
import type { Day } from '../limits/calendar.ts'
import type { Actor } from '../people/actor.ts'

/**
 * What lies on the desks. A page costs the same however long the queue is: each office and status is
 * its own stretch of an index, read from where the page before ended, and nothing is ever counted.
 */
export interface QueueFilter {
  officeIds: readonly string[]
  statuses: readonly TaskStatus[]
  /** Where a clock runs, by the day it runs out; after a decision, by the day something has to be seen to; elsewhere the last changed first. */
  order: 'dueOn' | 'followUpOn' | 'updatedAt'
  /** `null`: what nobody has; undefined: whoever has it. */
  assigneeId: string | null | undefined
  itemCode: string | undefined
  after: Cursor | undefined
}

/** The last task of the page before: the day or the time by which the list is ordered, and its id. */
export interface Cursor {
  key: string
  id: string
}

export const queuePageSize = 50

const columns = [
  'region', 'id', 'case_id', 'case_number', 'bundle_version_id', 'item_code', 'department_id', 'office_id', 'applicant_name', 'status',
  'assignee_id', 'received_at', 'accepted_at', 'clock_started_at', 'due_on', 'decided_at', 'reason', 'follow_up_on', 'proceedings', 'updated_at',
] as const

/** One page of the offices' tasks; one more than a page when there is a next one. */
export async function listQueue(db: Db, filter: QueueFilter): Promise<QueuedTask[]> {
  const [first, ...rest] = filter.officeIds.flatMap(officeId => (filter.order === 'followUpOn' ? [followUps(db, officeId, filter)] : filter.statuses.map(status => stretch(db, officeId, status, filter))))
  if (!first) return []
  const all = rest.reduce((query, one) => query.unionAll(one), first)
  return (await inOrder(all, filter.order).limit(queuePageSize + 1).execute()).map(toQueued)
}

function stretch(db: Db, officeId: string, status: TaskStatus, filter: QueueFilter) {
  const { order, after } = filter
  let query = narrowed(db.read.selectFrom('task').select(columns).where('office_id', '=', officeId).where('status', '=', status), filter)
  // The bare comparison lets the engine seek; the second leaves out what the page before showed of the same moment.
  if (after && order === 'dueOn') query = query.where('due_on', '>=', after.key).where(or => or.or([or('due_on', '>', after.key), or('id', '>', after.id)]))
  if (after && order === 'updatedAt') query = query.where('updated_at', '<=', after.key).where(or => or.or([or('updated_at', '<', after.key), or('id', '<', after.id)]))
  return db.read.selectFrom(inOrder(query, order).limit(queuePageSize + 1).as('stretch')).selectAll()
}

/** Only a granted task has a day on which something has to be seen to. */
function followUps(db: Db, officeId: string, filter: QueueFilter) {
  const { after } = filter
  let query = narrowed(db.read.selectFrom('task').select(columns).where('office_id', '=', officeId).where('follow_up_on', '>=', after?.key ?? '0'), filter)
  if (after) query = query.where(or => or.or([or('follow_up_on', '>', after.key), or('id', '>', after.id)]))
  return db.read.selectFrom(inOrder(query, 'followUpOn').limit(queuePageSize + 1).as('stretch')).selectAll()
}

const narrowed = <O>(query: SelectQueryBuilder<Schema, 'task', O>, { assigneeId, itemCode }: QueueFilter): SelectQueryBuilder<Schema, 'task', O> => {
  const held = assigneeId === undefined ? query : query.where('assignee_id', assigneeId === null ? 'is' : '=', assigneeId)
  return itemCode ? held.where('item_code', '=', itemCode) : held
}

interface Orderable<Q> {
  orderBy(column: 'due_on' | 'follow_up_on' | 'updated_at' | 'id', direction: 'asc' | 'desc'): Q
}

function inOrder<Q extends Orderable<Q>>(query: Q, order: QueueFilter['order']): Q {
  if (order === 'updatedAt') return query.orderBy('updated_at', 'desc').orderBy('id', 'desc')
  return query.orderBy(order === 'dueOn' ? 'due_on' : 'follow_up_on', 'asc').orderBy('id', 'asc')
}

/** The offices' tasks of one case, or of everybody whose name begins like this, in any status but “waiting”. */
export async function searchTasks(db: Db, officeIds: readonly string[], words: string): Promise<QueuedTask[]> {
  const number = words.replace(/[\s-]/g, '')
  if (officeIds.length === 0) return []
  const rows = /^\d+$/.test(number) ? await ofCase(db, officeIds, number) : await ofName(db, officeIds, words)
  return rows.map(toQueued)
}

function ofCase(db: Db, officeIds: readonly string[], number: string) {
  const region = regionOfNumber(number)
  return db.read.selectFrom('service_case').innerJoin('task', join => join.onRef('task.region', '=', 'service_case.region').onRef('task.case_id', '=', 'service_case.id'))
    .select(columns.map(column => `task.${column}` as const))
    .where('service_case.region', '=', region).where('service_case.number', '=', number)
    .where('task.office_id', 'in', officeIds).where('task.status', 'in', arrivedStatuses).orderBy('task.id').execute()
}

/** Compared byte by byte on both engines, so that a beginning is a range of the index. */
function ofName(db: Db, officeIds: readonly string[], name: string) {
  const column = db.engine === 'postgres' ? sql<string>`applicant_name collate "C"` : sql<string>`applicant_name`
  return db.read.selectFrom('task').select(columns)
    .where('office_id', 'in', officeIds).where(column, '>=', name).where(column, '<', `${name}\u{10ffff}`).where('status', 'in', arrivedStatuses)
    .orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(queuePageSize + 1).execute()
}

/** Of these cases, those on whose applicant's side somebody stands: by their ids. */
export async function listOwnCases(db: Db, { id: personId, mandates }: Actor, cases: readonly Pick<QueuedTask, 'region' | 'caseId'>[]): Promise<Set<string>> {
  if (cases.length === 0) return new Set()
  const [regions, ids] = [[...new Set(cases.map(({ region }) => region))], [...new Set(cases.map(({ caseId }) => caseId))]]
  // As `proceedings.ts` writes a co-applicant; a quotation mark within a text is escaped, so no text can look like it.
  const rows = await db.read.selectFrom('service_case').select('id').where('region', 'in', regions).where('id', 'in', ids)
    .where(or => or.or([or('author_id', '=', personId), or('applicant_id', 'in', [personId, ...mandates.map(({ principalId }) => principalId)]), or('proceedings', 'like', `%"personId":"${personId}"%`)])).execute()
  return new Set(rows.map(({ id }) => id))
}

/** What somebody has at these offices and is not decided, by its id; what follows `after`. */
export const listHeldBy = (db: Db, personId: string, officeIds: readonly string[], after: string, limit: number): Promise<{ region: string; id: string }[]> =>
  db.read.selectFrom('task').select(['region', 'id'])
    .where('office_id', 'in', officeIds).where('status', 'in', [...openStatuses, ...awaitingStatuses]).where('assignee_id', '=', personId).where('id', '>', after)
    .orderBy('id').limit(limit).execute()

/** Open work of one officer that is due, and began, on the same days. */
export interface LoadCount {
  officeId: string
  /** `null`: what nobody has. */
  assigneeId: string | null
  isSuspended: boolean
  dueOn: Day | null
  startedOn: Day | null
  count: number
}

/** Who has how much at these offices, by the days on which it runs out. */
export async function countLoad(db: Db, officeIds: readonly string[]): Promise<LoadCount[]> {
  if (officeIds.length === 0) return []
  const startedHour = sql<string | null>`substr(clock_started_at, 1, 13)` // exact enough for the day in Beijing
  const rows = await db.read.selectFrom('task')
    .select(({ fn }) => ['office_id', 'assignee_id', 'status', 'due_on', startedHour.as('started'), fn.countAll<number | string>().as('count')])
    .where('office_id', 'in', officeIds).where('status', 'in', openStatuses).groupBy(['office_id', 'assignee_id', 'status', 'due_on', startedHour]).execute()
  return rows.map(row => ({
    officeId: row.office_id, assigneeId: row.assignee_id, isSuspended: row.status === 'suspended', dueOn: row.due_on,
    startedOn: row.started === null ? null : dayOf(`${row.started}:00:00.000Z`), count: Number(row.count),
  }))
}
