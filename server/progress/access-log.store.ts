import type { Db } from '../../db/connect.ts'
import { regionOfId } from '../ids.ts'

/** Which item each of these tasks is of. */
export async function itemsOfTasks(db: Db, taskIds: readonly string[]): Promise<Map<string, string>> {
  const found = await Promise.all([...Map.groupBy(new Set(taskIds), regionOfId)].map(([region, ids]) =>
    db.read.selectFrom('task').select(['id', 'item_code']).where('region', '=', region).where('id', 'in', ids).execute()))
  return new Map(found.flat().map(({ id, item_code }) => [id, item_code]))
}
