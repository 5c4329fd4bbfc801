import type { Db } from '../../db/connect.ts'
import { query } from '../../db/query.ts'
import { insert, remove, update, type Statement } from '../../db/statement.ts'
import { inOrder } from '../ids.ts'
import type { Case, Deficiency } from './case.ts'

type CaseKey = Pick<Case, 'region' | 'id'>

export async function listDeficiencies(db: Db, { region, id }: CaseKey): Promise<Deficiency[]> {
  return inOrder(await ofCase.all(db, { region, id })).map(row => ({
    id: row.id, taskId: row.task_id, kind: row.kind, target: row.target, code: row.code, reason: row.reason, repeatReason: row.repeat_reason,
    notedAt: row.noted_at, notifiedAt: row.notified_at, answeredAt: row.answered_at,
  }))
}

const ofCase = query((db, at: CaseKey) => db.selectFrom('deficiency').selectAll().where('region', '=', at.region).where('case_id', '=', at.id))

export const insertDeficiency = ({ region, id }: CaseKey, deficiency: Deficiency): Statement =>
  insert('deficiency', {
    region, id: deficiency.id, case_id: id, task_id: deficiency.taskId, kind: deficiency.kind, target: deficiency.target, code: deficiency.code,
    reason: deficiency.reason, repeat_reason: deficiency.repeatReason, noted_at: deficiency.notedAt, notified_at: deficiency.notifiedAt, answered_at: deficiency.answeredAt,
  })

export const changeDeficiency = ({ region }: CaseKey, { id, notifiedAt, answeredAt }: Deficiency): Statement =>
  update('deficiency', { notified_at: notifiedAt, answered_at: answeredAt }, { region, id })

export const removeDeficiency = ({ region }: CaseKey, { id }: Deficiency): Statement => remove('deficiency', { region, id }, 1)
