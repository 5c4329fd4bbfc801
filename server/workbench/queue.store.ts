import { sql, type Selectable, type SelectQueryBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { query, type Query } from '../../db/query.ts'
import type { Schema } from '../../db/schema.ts'
import type { TaskTable } from '../../db/tables/cases.ts'
import { arrivedStatuses, awaitingStatuses, openStatuses, type TaskStatus } from '../cases/lifecycle.ts'
import { dayOf } from '../cases/dates.ts'
import { regionOfNumber } from '../cases/filing.ts'
import { toQueued, type QueuedTask } from '../cases/task.store.ts'
import { inOrder as inOrderOfIds } from '../ids.ts'
import type { Day } from '../limits/calendar.ts'

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
  const { officeIds, assigneeId, itemCode, after } = filter
  if (officeIds.length === 0) return []
  const values = { ...Object.fromEntries(officeIds.map((id, at) => [officeSlot(at), id])), assigneeId, itemCode, key: after?.key ?? '0', id: after?.id }
  return (await shapeOf(filter).all(db, values as Values)).map(toQueued)
}

/** The values of a page: an office in each of its slots, what the list is narrowed to, and where the page before ended. */
type Values = Record<'assigneeId' | 'itemCode' | 'key' | 'id' | `office${number}`, string>
const officeSlot = (at: number) => `office${at}` as const

type Shape = Query<Values, Omit<Selectable<TaskTable>, 'sealed'>>

/** As many as there are stages and ways to narrow them, for each number of offices that somebody works at. */
const shapes = new Map<string, Shape>()

function shapeOf({ officeIds, statuses, order, assigneeId, itemCode, after }: QueueFilter): Shape {
  const kind = [officeIds.length, order, statuses, assigneeId === null ? 'nobody' : assigneeId && 'one', itemCode && 'item', after && 'next'].join(' ')
  const known = shapes.get(kind)
  if (known) return known
  const by = orderedBy[order]
  const made: Shape = query((db, at) => {
    const narrowed = (all: Tasks) => {
      const held = assigneeId === undefined ? all : assigneeId === null ? all.where('assignee_id', 'is', null) : all.where('assignee_id', '=', at.assigneeId)
      return itemCode ? held.where('item_code', '=', at.itemCode) : held
    }
    const page = (tasks: Tasks) => db.selectFrom(inOrder(narrowed(tasks), order).limit(queuePageSize + 1).as('stretch')).selectAll()
    const [first, ...rest] = officeIds.flatMap((_, place) => {
      const tasks = db.selectFrom('task').select(['region', 'id', by]).where('office_id', '=', at[officeSlot(place)] as string)
      return order === 'followUpOn' ? [page(followUps(tasks, at, after))] : statuses.map(status => page(stretch(tasks.where('status', '=', status), order, at, after)))
    })
    const found = inOrder(rest.reduce((all, one) => all.unionAll(one), first as ReturnType<typeof page>), order).limit(queuePageSize + 1)
    // Found in an index alone (`task_queue`, `task_recent`, `task_follow_up`): of all that lies on the desks only the page's own rows are read.
    const direction = order === 'updatedAt' ? 'desc' : 'asc'
    return db.selectFrom(found.as('found')).innerJoin('task', join => join.onRef('task.region', '=', 'found.region').onRef('task.id', '=', 'found.id'))
      .select(columns.map(column => `task.${column}` as const)).orderBy(`found.${by}`, direction).orderBy('found.id', direction)
  })
  shapes.set(kind, made)
  return made
}

type Tasks = SelectQueryBuilder<Schema, 'task', Pick<Selectable<TaskTable>, 'region' | 'id' | 'due_on' | 'follow_up_on' | 'updated_at'>>

const orderedBy = { dueOn: 'due_on', followUpOn: 'follow_up_on', updatedAt: 'updated_at' } as const

/** From where the page before ended. The bare comparison lets the engine seek; the second leaves out what that page showed of the same moment. */
function stretch(tasks: Tasks, order: QueueFilter['order'], at: Values, after: Cursor | undefined): Tasks {
  if (after && order === 'dueOn') return tasks.where('due_on', '>=', at.key).where(or => or.or([or('due_on', '>', at.key), or('id', '>', at.id)]))
  if (after && order === 'updatedAt') return tasks.where('updated_at', '<=', at.key).where(or => or.or([or('updated_at', '<', at.key), or('id', '<', at.id)]))
  return tasks
}

/** Only a granted task has a day on which something has to be seen to. */
function followUps(tasks: Tasks, at: Values, after: Cursor | undefined): Tasks {
  const due = tasks.where('follow_up_on', '>=', at.key)
  return after ? due.where(or => or.or([or('follow_up_on', '>', at.key), or('id', '>', at.id)])) : due
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
  return (/^\d+$/.test(number) ? await ofCase(db, officeIds, number) : await ofName(db, officeIds, words)).map(toQueued)
}

function ofCase(db: Db, officeIds: readonly string[], number: string) {
  const region = regionOfNumber(number)
  return db.read.selectFrom('service_case').innerJoin('task', join => join.onRef('task.region', '=', 'service_case.region').onRef('task.case_id', '=', 'service_case.id'))
    .select(columns.map(column => `task.${column}` as const))
    .where('service_case.region', '=', region).where('service_case.number', '=', number)
    .where('task.office_id', 'in', officeIds).where('task.status', 'in', arrivedStatuses).execute().then(inOrderOfIds)
}

/** Compared byte by byte on both engines, so that a beginning is a range of the index: the latest are found in it alone (`task_name`), and only their own rows are read. */
function ofName(db: Db, officeIds: readonly string[], name: string) {
  const column = db.engine === 'postgres' ? sql<string>`applicant_name collate "C"` : sql<string>`applicant_name`
  const latest = db.read.selectFrom('task').select(['region', 'id', 'updated_at'])
    .where('office_id', 'in', officeIds).where(column, '>=', name).where(column, '<', `${name}\u{10ffff}`).where('status', 'in', arrivedStatuses)
    .orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(queuePageSize + 1)
  return db.read.selectFrom(latest.as('latest')).innerJoin('task', join => join.onRef('task.region', '=', 'latest.region').onRef('task.id', '=', 'latest.id'))
    .select(columns.map(one => `task.${one}` as const)).orderBy('latest.updated_at', 'desc').orderBy('latest.id', 'desc').execute()
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
