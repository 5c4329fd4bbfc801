import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { isFinal, type TaskStatus } from '../cases/lifecycle.ts'
import type { CaseProceedings, TaskProceedings } from '../cases/proceedings.ts'
import { codesWithin, type Narrowing } from './watch.store.ts'

/** A running case with how far its departments are, without anything of its applicant. */
export interface RunningCase {
  region: string
  id: string
  number: string
  bundleVersionId: string
  submittedAt: string
  proceedings: CaseProceedings
  tasks: { acceptedAt: string | null; isEnded: boolean; proceedings: Pick<TaskProceedings, 'suspensions'> }[]
}

/** Nobody's town has so many cases that run for seven weeks; the oldest come first. */
const most = 500

/** Cases that run since before an instant, the oldest first: none that began later can be near its joint limit. */
export async function listRunningSince(db: Db, { within, department, region, item }: Narrowing, submittedBefore: string): Promise<RunningCase[]> {
  let query = db.read.selectFrom('service_case').select(['region', 'id', 'number', 'bundle_version_id', 'submitted_at', 'proceedings'])
    .where('status', '=', sql.lit('running')).where('submitted_at', '<', submittedBefore)
  if (within !== 'everywhere') query = query.where(codesWithin('region_code', within))
  if (region) query = query.where(codesWithin('region_code', [region]))
  const rows = await query.orderBy('submitted_at').orderBy('id').limit(most).execute()
  if (rows.length === 0) return []
  const tasks = await db.read.selectFrom('task').select(['case_id', 'department_id', 'item_code', 'status', 'accepted_at', 'proceedings'])
    .where('region', 'in', [...new Set(rows.map(row => row.region))]).where('case_id', 'in', rows.map(({ id }) => id)).execute()
  const byCase = Map.groupBy(tasks, ({ case_id }) => case_id)
  return rows.flatMap(row => {
    const own = byCase.get(row.id) ?? []
    if (!own.some(one => (!department || one.department_id === department) && (!item || one.item_code === item))) return []
    return [{
      region: row.region, id: row.id, number: row.number, bundleVersionId: row.bundle_version_id, submittedAt: row.submitted_at, proceedings: JSON.parse(row.proceedings) as CaseProceedings,
      tasks: own.map(one => ({ acceptedAt: one.accepted_at, isEnded: isFinal(one.status as TaskStatus), proceedings: JSON.parse(one.proceedings) as TaskProceedings })),
    }]
  })
}
