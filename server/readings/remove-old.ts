import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Job } from '../jobs.ts'
import { commitAct } from '../ledger/act.store.ts'
import { monthsAfter } from '../limits/legal-clocks.ts'
import { beijingDay } from '../limits/calendar.ts'
import { emptied, isRemoved, listOldBatches, listReadingsIn } from './batch.store.ts'
import type { Batch } from './batch.ts'
import { readingsStream } from './question.ts'

/** Batches of one round. */
const atOnce = 20

/**
 * Deletes readings whose time is over, a whole batch at a time. That it was done is an act; the batch's digest stays
 * in the log, so that nobody deletes a younger one and says that it was this.
 */
export async function removeOldReadings(ctx: Ctx, years: number): Promise<number> {
  const before = `${monthsAfter(beijingDay(ctx.now), -12 * years)}T00:00:00.000Z`
  const old = await listOldBatches(ctx.db, before, atOnce)
  for (const batch of old) {
    await removeBatch(ctx, batch).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error
    })
  }
  return old.length
}

async function removeBatch(ctx: Ctx, batch: Batch): Promise<void> {
  const at = ctx.now.toISOString()
  await commitAct(ctx.db, readingsStream, async () => {
    // Another process was quicker.
    if (await isRemoved(ctx.db, batch)) throw new Conflict('changedMeanwhile')
    const ids = (await listReadingsIn(ctx.db, batch)).map(({ id }) => id)
    return {
      set: emptied(batch, at, ids),
      act: { at, actorId: ctx.actor.id, actorRole: 'portal', type: 'readings.removed', data: { region: batch.region, batch: batch.seq, count: batch.count, until: batch.until } },
    }
  })
}

export const removeReadingsJob = (years: number): Job => ({ name: 'removeReadings', everyMs: 3_600_000, run: ctx => removeOldReadings(ctx, years) })
