import type { Db } from '../../db/connect.ts'
import { update, type Statement } from '../../db/statement.ts'

/** For which material of which case a file was handed in; undefined while it belongs to a draft. */
export async function findPaperOf(db: Db, { region, id }: { region: string; id: string }): Promise<{ caseId: string; materialId: string } | undefined> {
  const row = await db.read.selectFrom('material').select(['case_id', 'material_id']).where('region', '=', region).where('file_id', '=', id).executeTakeFirst()
  return row?.case_id ? { caseId: row.case_id, materialId: row.material_id } : undefined
}

export const paperOfCase = ({ region, id }: { region: string; id: string }, paperId: string): Statement => update('material', { case_id: id }, { region, id: paperId })

/** The papers of a draft become the papers of its case. */
export const papersOfCase = ({ region, id }: { region: string; id: string }, draftId: string): Statement => update('material', { case_id: id }, { region, draft_id: draftId }, 'any')
