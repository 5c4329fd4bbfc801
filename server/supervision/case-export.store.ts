import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { momentOf } from '../cases/dates.ts'
import type { CaseStatus, TaskStatus } from '../cases/lifecycle.ts'
import type { Day } from '../limits/calendar.ts'
import { daysAfter } from '../limits/legal-clocks.ts'
import { codesWithin, type Cursor, type Narrowing } from './watch.store.ts'

/** A case of an export. Whose it is is read for the record of who read what, and stands in no line. */
export interface ExportedCase {
  region: string
  id: string
  number: string
  applicantId: string
  bundleVersionId: string
  regionCode: string
  status: CaseStatus
  submittedAt: string
  concludedAt: string | null
  tasks: ExportedTask[]
}

export interface ExportedTask {
  itemCode: string
  officeId: string
  status: TaskStatus
  acceptedAt: string | null
  dueOn: Day | null
  decidedAt: string | null
  isLate: boolean
}

export interface Stretch {
  from: Day
  until: Day
}

/** Few enough that nobody else waits while a page is read. */
export const exportPageSize = 100

/** The next cases of a county that were filed from one day to another, in that order. A page costs the same however many there are. */
export async function listFiled(db: Db, region: string, within: Narrowing['within'], { from, until }: Stretch, after: Cursor | undefined): Promise<ExportedCase[]> {
  let query = db.read.selectFrom('service_case').select(['region', 'id', 'number', 'applicant_id', 'bundle_version_id', 'region_code', 'status', 'submitted_at', 'concluded_at'])
    .where('region', '=', region).where('submitted_at', '>=', momentOf(from)).where('submitted_at', '<', momentOf(daysAfter(until, 1)))
  if (within !== 'everywhere') query = query.where(codesWithin('region_code', within))
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('submitted_at', 'id'), '>', tuple(after.key, after.id)))
  const rows = await query.orderBy('submitted_at').orderBy('id').limit(exportPageSize).execute()
  const tasks = await tasksOf(db, region, rows.map(({ id }) => id))
  return rows.map(row => ({
    region: row.region, id: row.id, number: row.number, applicantId: row.applicant_id, bundleVersionId: row.bundle_version_id, regionCode: row.region_code, status: row.status as CaseStatus,
    submittedAt: row.submitted_at, concludedAt: row.concluded_at, tasks: tasks.get(row.id) ?? [],
  }))
}

async function tasksOf(db: Db, region: string, caseIds: readonly string[]): Promise<Map<string, ExportedTask[]>> {
  if (caseIds.length === 0) return new Map()
  const late = sql<number>`case when proceedings like '%"level":"passed"%' then 1 else 0 end` // as `proceedings.ts` writes it
  const rows = await db.read.selectFrom('task').select(['case_id', 'item_code', 'office_id', 'status', 'accepted_at', 'due_on', 'decided_at', late.as('late')])
    .where('region', '=', region).where('case_id', 'in', caseIds).execute()
  return new Map([...Map.groupBy(rows, row => row.case_id)].map(([id, own]) => [id, own.map(row => ({
    itemCode: row.item_code, officeId: row.office_id, status: row.status as TaskStatus, acceptedAt: row.accepted_at, dueOn: row.due_on, decidedAt: row.decided_at, isLate: row.late === 1,
  }))]))
}
