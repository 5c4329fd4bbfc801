import { sql, type Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { insert, remove, update, updateAll, type Statement, type WriteSet } from '../../db/statement.ts'
import type { ReadingBatchTable, ReadingSubjectTable } from '../../db/tables/readings.ts'
import { inOrder } from '../ids.ts'
import { firstHash } from '../ledger/chain.ts'
import type { Vault } from '../vault.ts'
import { batchOf, type Batch, type ReadingRow } from './batch.ts'
import { reasonOf } from './reading.store.ts'

export interface NewBatch {
  batch: Batch
  /** Makes it, and expects its readings not to be in another. */
  set: WriteSet
}

/**
 * A batch of the readings since the last time, read from an index that holds nothing else; undefined: there are none.
 * It is of one county, because what is committed together is of one.
 */
export async function newBatch(db: Db, vault: Vault, limit: number): Promise<NewBatch | undefined> {
  const found = await db.read.selectFrom('reading').selectAll().where('batch', 'is', null).orderBy('region').orderBy('id').limit(limit).execute()
  const region = found[0]?.region
  if (region === undefined) return undefined
  const rows = found.filter(row => row.region === region)
  const last = await findLastBatch(db, region)
  const batch = batchOf({ region, seq: (last?.seq ?? 0) + 1, rows }, last?.hash ?? firstHash, db.ledger, reasonOf(vault))
  return { batch, set: [insertBatch(batch), updateAll('reading', { batch: batch.seq }, { region, batch: null }, rows.map(({ id }) => id))] }
}

async function findLastBatch(db: Db, region: string): Promise<Batch | undefined> {
  const row = await db.read.selectFrom('reading_batch').selectAll().where('region', '=', region).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row && toBatch(row)
}

const insertBatch = ({ region, seq, count, until, hash, removedAt }: Batch): Statement => insert('reading_batch', { region, seq, count, until, hash, removed_at: removedAt })

/** Batches in the order of their chains, from just after `after`. */
export async function listBatches(db: Db, after: Pick<Batch, 'region' | 'seq'> | undefined, limit: number): Promise<Batch[]> {
  let query = db.read.selectFrom('reading_batch').selectAll().orderBy('region').orderBy('seq').limit(limit)
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('region', 'seq'), '>', tuple(after.region, after.seq)))
  return (await query.execute()).map(toBatch)
}

/** Batches whose newest reading is older than a moment, and that still stand. */
export async function listOldBatches(db: Db, before: string, limit: number): Promise<Batch[]> {
  const rows = await db.read.selectFrom('reading_batch').selectAll().where('removed_at', 'is', null).where('until', '<', before).orderBy('until').orderBy('region').orderBy('seq').limit(limit).execute()
  return rows.map(toBatch)
}

/** Deletes the readings of a batch, with what finds them; the digest stays. */
export const emptied = ({ region, seq }: Batch, at: string, readingIds: readonly string[]): WriteSet => [
  ...readingIds.map(id => remove('reading_subject', { region, reading_id: id })),
  remove('reading', { region, batch: seq }),
  update('reading_batch', { removed_at: at }, { region, seq }),
]

export async function isRemoved(db: Db, { region, seq }: Pick<Batch, 'region' | 'seq'>): Promise<boolean> {
  const row = await db.read.selectFrom('reading_batch').select('removed_at').where('region', '=', region).where('seq', '=', seq).executeTakeFirst()
  return row?.removed_at !== null
}

export const listReadingsIn = (db: Db, { region, seq }: Pick<Batch, 'region' | 'seq'>): Promise<ReadingRow[]> =>
  db.read.selectFrom('reading').selectAll().where('region', '=', region).where('batch', '=', seq).execute().then(inOrder)

/** Rows of the index of subjects for these readings. */
export const listSubjectRows = (db: Db, region: string, readings: readonly string[]) =>
  db.read.selectFrom('reading_subject').selectAll().where('region', '=', region).where('reading_id', 'in', readings.length > 0 ? readings : ['']).execute()

/** Whether there is a row by which this person finds it. */
export async function hasSubject(db: Db, { region, once, person_id, case_number, at }: Selectable<ReadingSubjectTable>): Promise<boolean> {
  const row = await db.read.selectFrom('reading_subject').select('at').where('region', '=', region).where('once', '=', once).where('person_id', '=', person_id).where('case_number', '=', case_number).executeTakeFirst()
  return row !== undefined && row.at <= at
}

const toBatch = (row: Selectable<ReadingBatchTable>): Batch => ({ region: row.region, seq: row.seq, count: row.count, until: row.until, hash: row.hash, removedAt: row.removed_at })

/** What belongs to no batch or reading: each found by one statement. */
export async function listStrayReadings(db: Db, limit: number): Promise<{ thing: string; problem: string }[]> {
  const found = await Promise.all(strays.map(async ([thing, problem, query]) =>
    (await sql.raw<{ id: string }>(`${query} limit ${limit}`).execute(db.read)).rows.map(({ id }) => ({ thing: `${thing} ${id}`, problem }))))
  return found.flat()
}

const strays: [thing: string, problem: string, query: string][] = [
  ['reading', 'it is in a batch that is not there', 'select r.id from reading r where r.batch is not null and not exists (select 1 from reading_batch b where b.region = r.region and b.seq = r.batch and b.removed_at is null)'],
  ['subject of a reading', 'the reading is not there', 'select s.once as id from reading_subject s where not exists (select 1 from reading r where r.region = s.region and r.id = s.reading_id)'],
  ['batch of readings', 'it is not in the log', "select b.region || ' ' || b.seq as id from reading_batch b where not exists (select 1 from ledger_leaf l where l.kind = 'readings' and l.id = b.region and l.seq = b.seq and l.hash = b.hash)"],
  ['batch of readings in the log', 'it is gone, or is another', "select l.id || ' ' || l.seq as id from ledger_leaf l where l.kind = 'readings' and not exists (select 1 from reading_batch b where b.region = l.id and b.seq = l.seq and b.hash = l.hash)"],
]
