import type { Db } from '../../db/connect.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { Case, Deficiency } from './case.ts'

type CaseKey = Pick<Case, 'region' | 'id'>

export async function listDeficiencies(db: Db, { region, id }: CaseKey): Promise<Deficiency[]> {
  const rows = await db.read.selectFrom('deficiency').selectAll().where('region', '=', region).where('case_id', '=', id).orderBy('id').execute()
  return rows.map(row => ({
    id: row.id, taskId: row.task_id, kind: row.kind, target: row.target, reason: row.reason, notedAt: row.noted_at, answeredAt: row.answered_at,
  }))
}

export const insertDeficiency = ({ region, id }: CaseKey, deficiency: Deficiency): Statement =>
  insert('deficiency', {
    region, id: deficiency.id, case_id: id, task_id: deficiency.taskId, kind: deficiency.kind, target: deficiency.target,
    reason: deficiency.reason, noted_at: deficiency.notedAt, answered_at: deficiency.answeredAt,
  })

export const answerDeficiency = ({ region }: CaseKey, { id, answeredAt }: Deficiency): Statement => update('deficiency', { answered_at: answeredAt }, { region, id })
