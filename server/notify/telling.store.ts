import type { Db } from '../../db/connect.ts'
import { update, type Statement } from '../../db/statement.ts'
import type { Case } from '../cases/case.ts'

export interface CaseToTell {
  region: string
  id: string
  tell_at: string | null
}

/** Cases in which something happened that is to be told by now, the longest due first. */
export const listToTell = (db: Db, now: string, limit: number): Promise<CaseToTell[]> =>
  db.read.selectFrom('service_case').select(['region', 'id', 'tell_at']).where('tell_at', '<=', now).orderBy('tell_at').orderBy('id').limit(limit).execute()

/** Leaves a case that can't be told of alone for a while, unless something else has happened in it. */
export const putOff = ({ region, id, tell_at }: CaseToTell, until: string): Statement => update('service_case', { tell_at: until }, { region, id, tell_at }, 'any')

/** In which offices tasks are: whoever works there may open them. */
export async function officesOfTasks(db: Db, region: string, taskIds: readonly string[]): Promise<Map<string, string>> {
  if (taskIds.length === 0) return new Map()
  const rows = await db.read.selectFrom('task').select(['id', 'office_id']).where('region', '=', region).where('id', 'in', taskIds).execute()
  return new Map(rows.map(({ id, office_id }) => [id, office_id]))
}

/**
 * Everything up to the last event that was read is told. It expects the case as it was read, so that
 * each event is told once: of two who tell the same events one fails with all its messages.
 */
export const allTold = ({ region, id, version, toldSeq, lastSeq }: Pick<Case, 'region' | 'id' | 'version' | 'toldSeq' | 'lastSeq'>): Statement =>
  update('service_case', { told_seq: lastSeq, tell_at: null }, { region, id, version, told_seq: toldSeq })
