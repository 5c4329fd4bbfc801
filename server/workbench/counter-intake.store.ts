import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { Cursor } from './queue.store.ts'

/** A case of which some department has not spoken yet, by the first of its tasks to fall due. */
export interface IntakeRow {
  taskId: string
  caseId: string
  caseNumber: string
  bundleVersionId: string
  applicantName: string
  receivedAt: string | null
  clockStartedAt: string | null
  dueOn: string
}

export const intakePageSize = 50

/** Written out, so that both engines see that the index of these tasks alone (`task_intake`) will do. */
const received = sql.lit('received')

/** The next cases of a county whose intake is open, first due first. A page costs the same however long the list is. */
export async function listIntake(db: Db, region: string, after: Cursor | undefined): Promise<IntakeRow[]> {
  let query = db.read.selectFrom('task').select(['id', 'case_id', 'case_number', 'bundle_version_id', 'applicant_name', 'received_at', 'clock_started_at', 'due_on'])
    .where('task.region', '=', region).where('task.status', '=', received)
    // Each case once: where none of its tasks stands before this one.
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('task as other').select('other.id')
      .whereRef('other.region', '=', 'task.region').whereRef('other.case_id', '=', 'task.case_id').where('other.status', '=', received)
      .where(({ eb, or, and, ref }) => or([eb('other.due_on', '<', ref('task.due_on')), and([eb('other.due_on', '=', ref('task.due_on')), eb('other.id', '<', ref('task.id'))])])))))
  if (after) query = query.where('due_on', '>=', after.key).where(eb => eb.or([eb('due_on', '>', after.key), eb('id', '>', after.id)]))
  const rows = await query.orderBy('due_on').orderBy('id').limit(intakePageSize + 1).execute()
  return rows.map(row => ({
    taskId: row.id, caseId: row.case_id, caseNumber: row.case_number, bundleVersionId: row.bundle_version_id, applicantName: row.applicant_name,
    receivedAt: row.received_at, clockStartedAt: row.clock_started_at, dueOn: row.due_on as string,
  }))
}

/** The items of these cases that nobody has spoken about, by case. */
export async function listUnspoken(db: Db, region: string, caseIds: readonly string[]): Promise<Map<string, string[]>> {
  if (caseIds.length === 0) return new Map()
  const rows = await db.read.selectFrom('task').select(['case_id', 'item_code']).where('region', '=', region).where('case_id', 'in', caseIds).where('status', '=', received).execute()
  return new Map([...Map.groupBy(rows, row => row.case_id)].map(([id, group]) => [id, group.map(row => row.item_code)]))
}
