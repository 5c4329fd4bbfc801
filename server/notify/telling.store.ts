import type { Db } from '../../db/connect.ts'
import { update, type Statement } from '../../db/statement.ts'
import type { Case } from '../cases/case.ts'

/** Cases in which something happened that is to be told by now, the longest due first. */
export const listToTell = (db: Db, now: string, limit: number): Promise<{ region: string; id: string }[]> =>
  db.read.selectFrom('service_case').select(['region', 'id']).where('tell_at', '<=', now).orderBy('tell_at').orderBy('id').limit(limit).execute()

/**
 * Everything up to the last event that was read is told. It expects the case as it was read, so that
 * each event is told once: of two who tell the same events one fails with all its messages.
 */
export const allTold = ({ region, id, version, toldSeq, lastSeq }: Pick<Case, 'region' | 'id' | 'version' | 'toldSeq' | 'lastSeq'>): Statement =>
  update('service_case', { told_seq: lastSeq, tell_at: null }, { region, id, version, told_seq: toldSeq })
