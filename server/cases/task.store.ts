import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { TaskTable } from '../../db/schema.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import type { Vault } from '../vault.ts'
import type { Case, Task, TaskResult } from './case.ts'
import { openStatuses, type TaskStatus } from './lifecycle.ts'

const sealContext = (id: string) => `task ${id}`

export async function listTasks({ db, vault }: Pick<Ctx, 'db' | 'vault'>, { region, id }: Pick<Case, 'region' | 'id'>): Promise<Task[]> {
  const rows = await db.read.selectFrom('task').selectAll().where('region', '=', region).where('case_id', '=', id).orderBy('id').execute()
  return rows.map(row => toTask(row, vault))
}

export const insertTask = (task: Task, vault: Vault): Statement =>
  insert('task', {
    region: task.region, id: task.id, case_id: task.caseId, case_number: task.caseNumber, bundle_id: task.bundleId, item_code: task.itemCode,
    department_id: task.departmentId, applicant_name: task.applicantName, ...changing(task, vault),
  })

export const changeTask = (task: Task, vault: Vault): Statement => update('task', changing(task, vault), { region: task.region, id: task.id })

const changing = (task: Task, vault: Vault) => ({
  office_id: task.officeId,
  status: task.status,
  assignee_id: task.assigneeId,
  received_at: task.receivedAt,
  accepted_at: task.acceptedAt,
  due_on: task.dueOn,
  decided_at: task.decidedAt,
  reason: task.reason,
  sealed: task.result && vault.seal(task.result, sealContext(task.id)),
  updated_at: task.updatedAt,
})

const toTask = (row: Selectable<TaskTable>, vault: Vault): Task => ({ ...toQueued(row), result: row.sealed === null ? null : vault.open<TaskResult>(row.sealed, sealContext(row.id)) })

/** A task as a queue shows it: without the data of its result. */
export type QueuedTask = Omit<Task, 'result'>

const toQueued = (row: Omit<Selectable<TaskTable>, 'sealed'>): QueuedTask => ({
  region: row.region,
  id: row.id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  bundleId: row.bundle_id,
  itemCode: row.item_code,
  departmentId: row.department_id,
  officeId: row.office_id,
  applicantName: row.applicant_name,
  status: row.status as TaskStatus,
  assigneeId: row.assignee_id,
  receivedAt: row.received_at,
  acceptedAt: row.accepted_at,
  dueOn: row.due_on,
  decidedAt: row.decided_at,
  reason: row.reason,
  updatedAt: row.updated_at,
})

export interface QueueFilter {
  officeIds: readonly string[]
  statuses?: readonly TaskStatus[] | undefined
  assigneeId?: string | null | undefined
  itemCode?: string | undefined
  /** A case number or the beginning of the applicant's name. */
  search?: string | undefined
  /** The last task of the page before: its due day and id. */
  after?: { dueOn: string; id: string } | undefined
}

export const queuePageSize = 50

const queueColumns = [
  'region', 'id', 'case_id', 'case_number', 'bundle_id', 'item_code', 'department_id', 'office_id', 'applicant_name', 'status',
  'assignee_id', 'received_at', 'accepted_at', 'due_on', 'decided_at', 'reason', 'updated_at',
] as const

/** One page of the offices' queue, the most urgent first; one task more than a page when there is a next one. */
export async function listQueue(db: Db, filter: QueueFilter): Promise<QueuedTask[]> {
  let query = db.read.selectFrom('task').select(queueColumns)
    .where('office_id', 'in', filter.officeIds.length > 0 ? filter.officeIds : [''])
    .where('status', 'in', filter.statuses?.length ? filter.statuses : openStatuses)
  if (filter.assigneeId !== undefined) query = query.where('assignee_id', filter.assigneeId === null ? 'is' : '=', filter.assigneeId)
  if (filter.itemCode) query = query.where('item_code', '=', filter.itemCode)
  const { search, after } = filter
  if (search) query = query.where(or => or.or([or('case_number', '=', search.replace(/\s/g, '')), or('applicant_name', '>=', search).and('applicant_name', '<', `${search}\uffff`)]))
  if (after) query = query.where(or => or.or([or('due_on', '>', after.dueOn), or('due_on', '=', after.dueOn).and('id', '>', after.id)]))
  const rows = await query.orderBy('due_on').orderBy('id').limit(queuePageSize + 1).execute()
  return rows.map(toQueued)
}
