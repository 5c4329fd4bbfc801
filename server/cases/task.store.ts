import type { Selectable } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { TaskTable } from '../../db/tables/cases.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { inOrder } from '../ids.ts'
import type { Vault } from '../vault.ts'
import type { Case, Task, TaskResult } from './case.ts'
import type { TaskStatus } from './lifecycle.ts'
import type { TaskProceedings } from './proceedings.ts'

const sealContext = (id: string) => `task ${id}`

export async function listTasks({ db, vault }: Pick<Ctx, 'db' | 'vault'>, { region, id }: Pick<Case, 'region' | 'id'>): Promise<Task[]> {
  return inOrder(await tasksOfCase.all(db, { region, id })).map(row => toTask(row, vault))
}

const tasksOfCase = query((db, at: Pick<Case, 'region' | 'id'>) => db.selectFrom('task').selectAll().where('region', '=', at.region).where('case_id', '=', at.id))

export const insertTask = (task: Task, vault: Vault): Statement =>
  insert('task', {
    region: task.region, id: task.id, case_id: task.caseId, case_number: task.caseNumber, bundle_version_id: task.bundleVersionId, item_code: task.itemCode,
    department_id: task.departmentId, applicant_name: task.applicantName, ...changing(task, vault),
  })

export const changeTask = (task: Task, vault: Vault): Statement => update('task', changing(task, vault), { region: task.region, id: task.id })

const changing = (task: Task, vault: Vault) => ({
  office_id: task.officeId,
  status: task.status,
  assignee_id: task.assigneeId,
  received_at: task.receivedAt,
  accepted_at: task.acceptedAt,
  clock_started_at: task.clockStartedAt,
  due_on: task.dueOn,
  decided_at: task.decidedAt,
  reason: task.reason,
  sealed: task.result && vault.seal(task.result, sealContext(task.id)),
  follow_up_on: task.followUpOn,
  proceedings: JSON.stringify(task.proceedings),
  updated_at: task.updatedAt,
})

const toTask = (row: Selectable<TaskTable>, vault: Vault): Task => ({ ...toQueued(row), result: row.sealed === null ? null : vault.open<TaskResult>(row.sealed, sealContext(row.id)) })

/** What is written alike is read once: most tasks have nothing out of the ordinary. Shared, and so frozen. */
const read = new LRUCache<string, TaskProceedings>({ max: 500 })

function proceedingsOf(text: string): TaskProceedings {
  const known = read.get(text)
  if (known) return known
  const proceedings = JSON.parse(text, (_, value: unknown) => Object.freeze(value)) as TaskProceedings
  read.set(text, proceedings)
  return proceedings
}

/** A task as a queue shows it: without the data of its result. */
export type QueuedTask = Omit<Task, 'result'>

export const toQueued = (row: Omit<Selectable<TaskTable>, 'sealed'>): QueuedTask => ({
  region: row.region,
  id: row.id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  bundleVersionId: row.bundle_version_id,
  itemCode: row.item_code,
  departmentId: row.department_id,
  officeId: row.office_id,
  applicantName: row.applicant_name,
  status: row.status as TaskStatus,
  assigneeId: row.assignee_id,
  receivedAt: row.received_at,
  acceptedAt: row.accepted_at,
  clockStartedAt: row.clock_started_at,
  dueOn: row.due_on,
  decidedAt: row.decided_at,
  reason: row.reason,
  followUpOn: row.follow_up_on,
  proceedings: proceedingsOf(row.proceedings),
  updatedAt: row.updated_at,
})
