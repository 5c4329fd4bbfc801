import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { CheckpointTable, LedgerLeafTable } from '../../db/tables/ledger.ts'
import { insert, update, upsert, type WriteSet } from '../../db/statement.ts'
import type { Leaf } from './leaf.ts'
import { tileKey, type Tile } from './tile.ts'

/** The log as it is kept: leaves, tiles, checkpoints, and what it has still to hear of. */

/** The end of a chain that the log does not hold yet. */
export interface Waiting extends Leaf {
  /** Notes beside the chain that the log holds it up to here. */
  mark: WriteSet
}

/** Read from two partial indexes that hold nothing else: their size is that of what has happened since the last time. */
export async function listWaiting(db: Db, limit: number): Promise<Waiting[]> {
  const streams = await db.read.selectFrom('act_stream').selectAll().whereRef('anchored_seq', '<', 'last_seq').orderBy('stream').limit(limit).execute()
  const cases = await db.read.selectFrom('service_case').select(['region', 'id', 'last_seq', 'last_hash', 'anchored_seq'])
    .whereRef('anchored_seq', '<', 'last_seq').orderBy('region').orderBy('id').limit(limit - streams.length).execute()
  return [
    ...streams.map((row): Waiting => ({
      kind: 'acts', id: row.stream, seq: row.last_seq, hash: row.last_hash, mark: [update('act_stream', { anchored_seq: row.last_seq }, { stream: row.stream, anchored_seq: row.anchored_seq })],
    })),
    ...cases.map((row): Waiting => ({
      kind: 'case', id: row.id, seq: row.last_seq, hash: row.last_hash, mark: [update('service_case', { anchored_seq: row.last_seq }, { region: row.region, id: row.id, anchored_seq: row.anchored_seq })],
    })),
  ]
}

/** How many leaves the log has, and how many of them are signed. */
export async function readSize(db: Db): Promise<{ size: number; signed: number }> {
  const { size, signed_size: signed } = await db.read.selectFrom('ledger').select(['size', 'signed_size']).where('id', '=', 1).executeTakeFirstOrThrow()
  return { size, signed }
}

/** Appends leaves to a log of `size`: of two who append to the same log one gets `Conflict`, and nothing of his is kept. */
export const appended = (size: number, waiting: readonly Waiting[], tiles: readonly Tile[]): WriteSet => [
  update('ledger', { size: size + waiting.length }, { id: 1, size }),
  ...waiting.map(({ kind, id, seq, hash }, at) => insert('ledger_leaf', { position: size + at, kind, id, seq, hash })),
  ...tiles.map(({ level, index, hashes }) => upsert('ledger_tile', { level, position: index, hashes: Buffer.concat(hashes).toString('base64') }, ['level', 'position'])),
  ...waiting.flatMap(({ mark }) => mark),
]

export async function readTiles(db: Db, wanted: readonly Pick<Tile, 'level' | 'index'>[]): Promise<Tile[]> {
  if (wanted.length === 0) return []
  const rows = await db.read.selectFrom('ledger_tile').selectAll()
    .where(({ eb, or, and }) => or(wanted.map(({ level, index }) => and([eb('level', '=', level), eb('position', '=', index)])))).execute()
  const tiles = rows.map(({ level, position, hashes }): Tile => ({ level, index: position, hashes: hashesOf(hashes) }))
  const missing = wanted.find(one => !tiles.some(tile => tileKey(tile) === tileKey(one)))
  if (missing) throw new Error(`tile ${tileKey(missing)} of the log is gone`)
  return tiles
}

/** The last tile of each level. */
export async function listLastTiles(db: Db): Promise<Pick<Tile, 'level' | 'index'>[]> {
  return db.read.selectFrom('ledger_tile').select(({ fn }) => ['level', fn.max('position').as('index')]).groupBy('level').orderBy('level').execute()
}

function hashesOf(text: string): Buffer[] {
  const bytes = Buffer.from(text, 'base64')
  return Array.from({ length: Math.floor(bytes.length / 32) }, (_, at) => bytes.subarray(at * 32, at * 32 + 32))
}

export interface PlacedLeaf extends Leaf {
  position: number
}

/** The newest leaf of a chain in the log as it was at `size`. */
export async function findLeaf(db: Db, { kind, id }: Pick<Leaf, 'kind' | 'id'>, size: number): Promise<PlacedLeaf | undefined> {
  return db.read.selectFrom('ledger_leaf').selectAll().where('kind', '=', kind).where('id', '=', id).where('position', '<', size).orderBy('seq', 'desc').limit(1).executeTakeFirst()
}

export const listLeaves = (db: Db, from: number, limit: number): Promise<Selectable<LedgerLeafTable>[]> =>
  db.read.selectFrom('ledger_leaf').selectAll().where('position', '>=', from).orderBy('position').limit(limit).execute()

/** A checkpoint as it was published. */
export interface KeptCheckpoint {
  size: number
  at: string
  publicKey: string
  note: string
}

/** Signs a log of this size, and no other. */
export const insertCheckpoint = ({ size, at, publicKey, note }: KeptCheckpoint): WriteSet => [
  update('ledger', { signed_size: size }, { id: 1, size }),
  insert('checkpoint', { size, at, public_key: publicKey, note }),
]

const toCheckpoint = (row: Selectable<CheckpointTable>): KeptCheckpoint => ({ size: row.size, at: row.at, publicKey: row.public_key, note: row.note })

export async function findLatestCheckpoint(db: Db): Promise<KeptCheckpoint | undefined> {
  return (await listCheckpoints(db, undefined, 1))[0]
}

export async function findCheckpoint(db: Db, size: number): Promise<KeptCheckpoint | undefined> {
  const row = await db.read.selectFrom('checkpoint').selectAll().where('size', '=', size).executeTakeFirst()
  return row && toCheckpoint(row)
}

/** The newest first, from just before `before`. */
export async function listCheckpoints(db: Db, before: number | undefined, limit: number): Promise<KeptCheckpoint[]> {
  let query = db.read.selectFrom('checkpoint').selectAll().orderBy('size', 'desc').limit(limit)
  if (before !== undefined) query = query.where('size', '<', before)
  return (await query.execute()).map(toCheckpoint)
}

/** The oldest first, from just after `after`: what a check of the whole reads. */
export async function listCheckpointsAfter(db: Db, after: number, limit: number): Promise<KeptCheckpoint[]> {
  return (await db.read.selectFrom('checkpoint').selectAll().where('size', '>', after).orderBy('size').limit(limit).execute()).map(toCheckpoint)
}
