import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { CommitmentBreachTable } from '../../db/tables/people.ts'
import { query } from '../../db/query.ts'
import { update, upsert, type Statement } from '../../db/statement.ts'

/** A commitment that a check found broken, and when it was made good (Zhejiang regulation art. 14). */
export interface Breach {
  personId: string
  taskId: string
  /** Six-digit county of the case. */
  region: string
  caseNumber: string
  itemCode: string
  brokenAt: string
  repairedAt: string | null
  repairedBy: string | null
}

/** Whether the person has broken a commitment anywhere that is not repaired yet. */
export async function hasOpenBreach(db: Db, personId: string): Promise<boolean> {
  return (await openBreach.first(db, { personId })) !== undefined
}

const openBreach = query((db, at: { personId: string }) =>
  db.selectFrom('commitment_breach').select('task_id').where('person_id', '=', at.personId).where('repaired_at', 'is', null).limit(1))

/** All of a person's breaches, repaired or not, the latest first. */
export async function listBreaches(db: Db, personId: string): Promise<Breach[]> {
  const rows = await db.read.selectFrom('commitment_breach').selectAll().where('person_id', '=', personId).orderBy('broken_at', 'desc').orderBy('task_id').execute()
  return rows.map(toBreach)
}

/** Records a breach; one of the same task that had been repaired is open again. */
export const insertBreach = ({ personId, taskId, region, caseNumber, itemCode, brokenAt }: Omit<Breach, 'repairedAt' | 'repairedBy'>): Statement =>
  upsert('commitment_breach', {
    person_id: personId, task_id: taskId, region, case_number: caseNumber, item_code: itemCode, broken_at: brokenAt, repaired_at: null, repaired_by: null,
  }, ['region', 'person_id', 'task_id'])

/** Commitments count again for the person, unless another breach is open. Fails when there is no such breach. */
export const repairBreach = ({ region, personId, taskId }: Pick<Breach, 'region' | 'personId' | 'taskId'>, { at, by }: { at: string; by: string }): Statement =>
  update('commitment_breach', { repaired_at: at, repaired_by: by }, { region, person_id: personId, task_id: taskId })

const toBreach = (row: Selectable<CommitmentBreachTable>): Breach => ({
  personId: row.person_id,
  taskId: row.task_id,
  region: row.region,
  caseNumber: row.case_number,
  itemCode: row.item_code,
  brokenAt: row.broken_at,
  repairedAt: row.repaired_at,
  repairedBy: row.repaired_by,
})
