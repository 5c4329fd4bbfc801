import { setImmediate as turn } from 'node:timers/promises'
import type { Ctx } from '../context.ts'
import { canonical, firstHash } from '../ledger/chain.ts'
import { batchOf, type Batch, type ReadingRow } from '../readings/batch.ts'
import { hasSubject, listBatches, listReadingsIn, listSubjectRows } from '../readings/batch.store.ts'
import { isOncePerDay } from '../readings/reading.ts'
import { onceOf, reasonOf, toReading } from '../readings/reading.store.ts'
import type { Fault } from './fault.ts'
import type { Accounts } from './told-accounts.ts'

type Reading = Pick<Ctx, 'db' | 'vault'>

const atOnce = 200

/** Who read whose data: every batch against its digest, what finds readings against them, and what was deleted against the acts. */
export async function checkReadings(ctx: Reading, { removedReadings }: Pick<Accounts, 'removedReadings'>): Promise<Fault[]> {
  const faults: Fault[] = []
  let last: Batch | undefined
  for (;;) {
    const batches = await listBatches(ctx.db, last, atOnce)
    for (const batch of batches) {
      const before = last?.region === batch.region ? last : undefined
      faults.push(...await batchFaults(ctx, batch, before, removedReadings.get(`${batch.region} ${batch.seq}`)))
      last = batch
    }
    await turn()
    if (batches.length < atOnce) return faults
  }
}

async function batchFaults(ctx: Reading, batch: Batch, before: Batch | undefined, removed: { at: string; count: number; until: string } | undefined): Promise<Fault[]> {
  const thing = `readings of ${batch.region}, batch ${batch.seq}`
  const fault = (problem: string): Fault[] => [{ thing, problem }]
  try {
    if (batch.seq !== (before?.seq ?? 0) + 1) return fault('the batch before it is gone')
    if (batch.removedAt !== (removed?.at ?? null)) return fault(removed ? 'an act deleted it, and it is there' : 'no act deleted it')
    if (removed) return batch.count === removed.count && batch.until === removed.until ? [] : fault('it is not what was deleted')
    const rows = await listReadingsIn(ctx.db, batch)
    const { hash, count, until } = batchOf({ region: batch.region, seq: batch.seq, rows }, before?.hash ?? firstHash, ctx.db.ledger, reasonOf(ctx.vault))
    if (hash !== batch.hash || count !== batch.count || until !== batch.until) return fault('it is not what was recorded')
    return await subjectFaults(ctx, batch.region, rows)
  } catch (error) {
    return fault(`it can't be read: ${(error as Error).message}`)
  }
}

/** What finds a reading by whom it was about says what the reading says: nobody is left out, and nobody is there whose data was not read. */
async function subjectFaults({ db, vault }: Reading, region: string, rows: readonly ReadingRow[]): Promise<Fault[]> {
  const faults: Fault[] = []
  const kept = Map.groupBy(await listSubjectRows(db, region, rows.map(({ id }) => id)), ({ reading_id }) => reading_id)
  for (const row of rows) {
    const reading = toReading(vault, row)
    const told = reading.subjects.map(({ personId, caseNumber = '' }) => ({ region, once: onceOf(reading), person_id: personId, case_number: caseNumber, reading_id: row.id, at: row.at }))
    const found = new Set((kept.get(row.id) ?? []).map(canonical))
    const missing = told.filter(one => !found.delete(canonical(one)))
    // Of two requests that drew the same list at the same moment one has made the row for both.
    const isMissing = isOncePerDay(reading.kind) ? (await Promise.all(missing.map(one => hasSubject(db, one)))).includes(false) : missing.length > 0
    if (found.size > 0 || isMissing) faults.push({ thing: `reading ${row.id}`, problem: 'it is not found by those whose data was read' })
  }
  return faults
}
