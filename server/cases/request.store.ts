import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { InternalRequestTable, SupervisionOrderTable } from '../../db/tables/cases.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import { inOrder } from '../ids.ts'
import type { Case, InternalRequest, SupervisionOrder, Task } from './case.ts'

type CaseKey = Pick<Case, 'region' | 'id'>

export const listRequests = async (db: Db, { region, id }: CaseKey): Promise<InternalRequest[]> => inOrder(await requestsOfCase.all(db, { region, id })).map(toRequest)
export const listOrders = async (db: Db, { region, id }: CaseKey): Promise<SupervisionOrder[]> => inOrder(await ordersOfCase.all(db, { region, id })).map(toOrder)

const requestsOfCase = query((db, at: CaseKey) => db.selectFrom('internal_request').selectAll().where('region', '=', at.region).where('case_id', '=', at.id))
const ordersOfCase = query((db, at: CaseKey) => db.selectFrom('supervision_order').selectAll().where('region', '=', at.region).where('case_id', '=', at.id))

/** A question with what names its item, without the case. */
export type ListedRequest = InternalRequest & Pick<Task, 'itemCode' | 'bundleVersionId'>

/** What other offices have asked these offices: the open ones by the day on which they are due, others the last due first. */
export async function listRequestsTo(db: Db, officeIds: readonly string[], state: InternalRequest['state'] = 'open', limit = 100): Promise<ListedRequest[]> {
  if (officeIds.length === 0) return []
  const direction = state === 'open' ? 'asc' : 'desc'
  const rows = await db.read.selectFrom('internal_request').innerJoin('task', join => join.onRef('task.region', '=', 'internal_request.region').onRef('task.id', '=', 'internal_request.task_id'))
    .selectAll('internal_request').select(['task.item_code', 'task.bundle_version_id'])
    .where('to_office_id', 'in', officeIds).where('state', '=', state).orderBy('internal_request.due_on', direction).orderBy('internal_request.id', direction).limit(limit).execute()
  return rows.map(row => ({ ...toRequest(row), itemCode: row.item_code, bundleVersionId: row.bundle_version_id }))
}

/** The key of the case to which a question belongs. */
export async function findCaseOfRequest(db: Db, region: string, id: string): Promise<{ region: string; caseId: string } | undefined> {
  const row = await db.read.selectFrom('internal_request').select('case_id').where('region', '=', region).where('id', '=', id).executeTakeFirst()
  return row && { region, caseId: row.case_id }
}

export const insertRequest = ({ region, id }: CaseKey, request: InternalRequest): Statement =>
  insert('internal_request', {
    region, id: request.id, case_id: id, task_id: request.taskId, from_office_id: request.fromOfficeId, to_office_id: request.toOfficeId,
    question: request.question, shared: JSON.stringify(request.shared), asked_by: request.askedBy, asked_at: request.askedAt, due_on: request.dueOn, ...ending(request),
  })

export const changeRequest = ({ region }: CaseKey, request: InternalRequest): Statement => update('internal_request', ending(request), { region, id: request.id })

const ending = ({ state, answer, answeredBy, endedAt, overdueToldAt }: InternalRequest) =>
  ({ state, answer, answered_by: answeredBy, ended_at: endedAt, overdue_told_at: overdueToldAt })

export const insertOrder = ({ region, id }: CaseKey, order: SupervisionOrder): Statement =>
  insert('supervision_order', {
    region, id: order.id, case_id: id, task_id: order.taskId, office_id: order.officeId, text: order.text, given_by: order.givenBy, given_at: order.givenAt,
    due_on: order.dueOn, ...answer(order),
  })

export const changeOrder = ({ region }: CaseKey, order: SupervisionOrder): Statement => update('supervision_order', answer(order), { region, id: order.id })

const answer = ({ answer: words, answeredBy, answeredAt, overdueToldAt }: SupervisionOrder) =>
  ({ answer: words, answered_by: answeredBy, answered_at: answeredAt, overdue_told_at: overdueToldAt })

const toRequest = (row: Selectable<InternalRequestTable>): InternalRequest => ({
  id: row.id, taskId: row.task_id, fromOfficeId: row.from_office_id, toOfficeId: row.to_office_id, question: row.question,
  shared: JSON.parse(row.shared) as InternalRequest['shared'], askedBy: row.asked_by, askedAt: row.asked_at, dueOn: row.due_on, state: row.state,
  answer: row.answer, answeredBy: row.answered_by, endedAt: row.ended_at, overdueToldAt: row.overdue_told_at,
})

export const toOrder = (row: Selectable<SupervisionOrderTable>): SupervisionOrder => ({
  id: row.id, taskId: row.task_id, officeId: row.office_id, text: row.text, givenBy: row.given_by, givenAt: row.given_at, dueOn: row.due_on,
  answer: row.answer, answeredBy: row.answered_by, answeredAt: row.answered_at, overdueToldAt: row.overdue_told_at,
})
