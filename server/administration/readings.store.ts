import type { Db } from '../../db/connect.ts'
import { finalStatuses, type TaskStatus } from '../cases/lifecycle.ts'
import { regionOfId } from '../ids.ts'

/** At whose desk each task lies now, and when it ended. */
export async function standingOf(db: Db, taskIds: readonly string[]): Promise<Map<string, { assigneeId: string | null; endedAt: string | undefined }>> {
  const found = await Promise.all([...Map.groupBy(new Set(taskIds), regionOfId)].map(([region, ids]) =>
    db.read.selectFrom('task').select(['id', 'assignee_id', 'status', 'decided_at', 'updated_at', 'follow_up_on']).where('region', '=', region).where('id', 'in', ids).execute()))
  return new Map(found.flat().map(row => {
    const hasEnded = finalStatuses.includes(row.status as TaskStatus) && row.follow_up_on === null
    return [row.id, { assigneeId: row.assignee_id, endedAt: hasEnded ? (row.decided_at ?? row.updated_at) : undefined }]
  }))
}

/** Who works at these offices now, by office. */
export async function colleaguesAt(db: Db, officeIds: readonly string[]): Promise<Map<string, Set<string>>> {
  if (officeIds.length === 0) return new Map()
  const rows = await db.read.selectFrom('role_grant').select(['person_id', 'office_id']).where('office_id', 'in', [...new Set(officeIds)]).execute()
  return new Map([...Map.groupBy(rows, row => row.office_id)].map(([office, group]) => [office, new Set(group.map(row => row.person_id))]))
}
