import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { ActTable } from '../../db/tables/people.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement, type WriteSet } from '../../db/statement.ts'
import { Conflict } from '../errors.ts'
import type { Act, ActType, ChainedAct } from './act.ts'
import { chained, firstHash } from './chain.ts'
import { besideOf, type Beside } from './ledger.ts'

/** What a verb decided: the act, and the statements that make it so. */
export interface Recorded {
  act: Omit<Act, 'stream' | 'beside'>
  set: WriteSet
  /** Rows that the act made or changed, by name, as they are now: the act keeps their digests. `null`: gone. */
  beside?: Record<string, unknown> | undefined
}

/**
 * Commits a change together with its act at the end of a stream.
 *
 * The end is read before `change` reads anything, and (stream, seq) is the key: whoever commits an
 * act in between makes this one fail, and `change` is asked once more with what is true by then.
 */
export async function commitAct(db: Db, stream: string, change: () => Promise<Recorded>): Promise<void> {
  try {
    await attempt(db, stream, change)
  } catch (error) {
    if (!(error instanceof Conflict && error.code === 'duplicate')) throw error
    await attempt(db, stream, change)
  }
}

async function attempt(db: Db, stream: string, change: () => Promise<Recorded>): Promise<void> {
  const last = await lastLink(db, stream)
  const { act, set, beside } = await change()
  const acts = chained(last, [{ stream, ...act, ...(beside ? { beside: besideOf(db.ledger, beside) } : {}) }], db.ledger.hash)
  await db.commit([...set, ...acts.map(insertAct), ...acts.map(endOfStream)])
}

/** The stream's end, of which the log has still to hear. */
const endOfStream = ({ stream, seq, hash }: ChainedAct): Statement =>
  seq === 1
    ? insert('act_stream', { stream, last_seq: seq, last_hash: hash, anchored_seq: 0 })
    : update('act_stream', { last_seq: seq, last_hash: hash }, { stream, last_seq: seq - 1 })

async function lastLink(db: Db, stream: string): Promise<{ seq: number; hash: string }> {
  const row = await db.read.selectFrom('act').select(['seq', 'hash']).where('stream', '=', stream).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row ?? { seq: 0, hash: firstHash }
}

const insertAct = (act: ChainedAct): Statement =>
  insert('act', {
    stream: act.stream,
    seq: act.seq,
    at: act.at,
    actor_id: act.actorId,
    actor_role: act.actorRole,
    type: act.type,
    data: JSON.stringify(act.data),
    beside: act.beside ? JSON.stringify(act.beside) : null,
    previous_hash: act.previousHash,
    hash: act.hash,
  })

export type ActPosition = Pick<Act, 'at' | 'stream'> & { seq: number }

/** Acts of all streams, the newest first, from just before `before`. */
export async function listActs(db: Db, { before, type, limit }: { before?: ActPosition; type?: ActType; limit: number }): Promise<ChainedAct[]> {
  let query = db.read.selectFrom('act').selectAll().orderBy('at', 'desc').orderBy('stream', 'desc').orderBy('seq', 'desc').limit(limit)
  if (type) query = query.where('type', '=', type)
  if (before) {
    query = query.where('at', '<=', before.at).where(({ eb, or, and }) => or([
      eb('at', '<', before.at),
      eb('stream', '<', before.stream),
      and([eb('stream', '=', before.stream), eb('seq', '<', before.seq)]),
    ]))
  }
  return (await query.execute()).map(toAct)
}

/** One stream from its beginning: for those that are short, such as what was done with one proposal. */
export async function listActsOf(db: Db, stream: string): Promise<ChainedAct[]> {
  return (await db.read.selectFrom('act').selectAll().where('stream', '=', stream).orderBy('seq').execute()).map(toAct)
}

/** What of one kind stands in a stream, the oldest first. */
export const listActsOfType = async (db: Db, stream: string, type: ActType): Promise<ChainedAct[]> => (await actsOfType.all(db, { stream, type })).map(toAct)

const actsOfType = query((db, at: { stream: string; type: ActType }) => db.selectFrom('act').selectAll().where('stream', '=', at.stream).where('type', '=', at.type).orderBy('seq'))

/** What one person did of these kinds, the newest first. */
export async function listActsBy(db: Db, actorId: string, types: readonly ActType[], limit: number): Promise<ChainedAct[]> {
  return (await db.read.selectFrom('act').selectAll().where('actor_id', '=', actorId).where('type', 'in', types).orderBy('at', 'desc').limit(limit).execute()).map(toAct)
}

/** What was published or taken out of use, with every act's data: a few a month. */
export async function listPublications(db: Db): Promise<ChainedAct[]> {
  return (await db.read.selectFrom('act').selectAll().where('stream', '=', 'bundles').where('type', '=', 'bundle.published').orderBy('seq').execute()).map(toAct)
}

/** Acts in the order of their chains, from just after `after`: what a check of the whole reads. */
export async function listActsByStream(db: Db, after: Pick<ActPosition, 'stream' | 'seq'> | undefined, limit: number): Promise<ChainedAct[]> {
  let query = db.read.selectFrom('act').selectAll().orderBy('stream').orderBy('seq').limit(limit)
  // As a pair, which is sought in the key; as alternatives all that comes before would be read again.
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('stream', 'seq'), '>', tuple(after.stream, after.seq)))
  return (await query.execute()).map(toAct)
}

const toAct = (row: Selectable<ActTable>): ChainedAct => ({
  stream: row.stream,
  at: row.at,
  actorId: row.actor_id,
  actorRole: row.actor_role,
  type: row.type as ActType,
  data: JSON.parse(row.data) as Act['data'],
  ...(row.beside === null ? {} : { beside: JSON.parse(row.beside) as Beside }),
  seq: row.seq,
  previousHash: row.previous_hash,
  hash: row.hash,
})
