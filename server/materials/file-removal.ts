import type { Ctx } from '../context.ts'
import type { Job } from '../jobs.ts'
import { listRemovals, removalDone } from './file.store.ts'

const batch = 50

/** Removes bytes whose rows are gone; what still has a row stays, whatever stands in the list. Done twice, it does nothing more. */
export async function removeFiles({ db, files }: Pick<Ctx, 'db' | 'files'>): Promise<number> {
  const removals = await listRemovals(db, batch)
  for (const { region, id, isKept } of removals) {
    if (!isKept) await files.remove(id)
    await db.commit([removalDone({ region, id })])
  }
  return removals.length
}

export const fileRemovalJob: Job = { name: 'files', run: removeFiles }
