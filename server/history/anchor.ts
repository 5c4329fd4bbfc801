import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Job } from '../jobs.ts'
import { signedNote, type Checkpoint } from '../ledger/checkpoint.ts'
import { hashOfLeaf } from '../ledger/leaf.ts'
import { appended, findLatestCheckpoint, insertCheckpoint, listWaiting, readSize, readTiles, type KeptCheckpoint, type Waiting } from '../ledger/log.store.ts'
import { rootOf } from '../ledger/merkle.ts'
import { newBatch } from '../readings/batch.store.ts'
import { edgeOf, grown, hashesIn, tileKey, type Tile } from '../ledger/tile.ts'

/** Leaves of one commit, readings of one leaf, and such leaves of one round. */
const batch = 500
const readings = 2000
const readingBatches = 100
/** A checkpoint is signed at most so often, on any number of processes. */
export const pauseMs = 60_000

/**
 * Anchors what has happened since the last checkpoint: what was read of people becomes a leaf for each county, the
 * new end of every chain another, and the log is signed. A submission pays nothing for it but a line in a small index.
 *
 * All of a batch is one commit that expects the log as it was read: a process that dies leaves whole batches,
 * and of two that anchor at once one gets `Conflict` and passes on. Returns how many leaves were appended.
 */
export async function anchorHistory(ctx: Ctx): Promise<number> {
  const last = await findLatestCheckpoint(ctx.db)
  if (last && ctx.now.getTime() - Date.parse(last.at) < pauseMs) return 0
  const counties = await anchorReadings(ctx)
  const ends = await listWaiting(ctx.db, batch)
  // As long as batches are full there is more to come: signed is what has caught up.
  return (await append(ctx, ends, { isSigned: ends.length < batch, last })) ? counties + ends.length : 0
}

/** Each county's in a commit of its own; returns how many leaves they have become. */
async function anchorReadings(ctx: Ctx): Promise<number> {
  for (let count = 0; ; count++) {
    const made = count < readingBatches ? await newBatch(ctx.db, ctx.vault, readings) : undefined
    if (!made || !(await append(ctx, [{ kind: 'readings', id: made.batch.region, seq: made.batch.seq, hash: made.batch.hash, mark: made.set }], { isSigned: false, last: undefined }))) return count
  }
}

/** False: somebody else is anchoring. */
async function append(ctx: Ctx, waiting: readonly Waiting[], { isSigned, last }: { isSigned: boolean; last: KeptCheckpoint | undefined }): Promise<boolean> {
  const { size, signed: signedSize } = await readSize(ctx.db)
  if (waiting.length === 0 && size === signedSize) return true
  const { hash } = ctx.db.ledger
  const edge = await readTiles(ctx.db, edgeOf(size))
  const changed = grown(hash, size, waiting.map(leaf => hashOfLeaf(hash, leaf)), edge)
  const signing = isSigned ? insertCheckpoint(signed(ctx, size + waiting.length, last, over(edge, changed))) : []
  return committed(ctx, [...(waiting.length > 0 ? appended(size, waiting, changed) : []), ...signing])
}

async function committed({ db }: Ctx, set: WriteSet): Promise<boolean> {
  try {
    await db.commit(set)
    return true
  } catch (error) {
    if (error instanceof Conflict) return false // somebody else is anchoring
    throw error
  }
}

function over(edge: readonly Tile[], changed: readonly Tile[]): Tile[] {
  return [...new Map([...edge, ...changed].map(tile => [tileKey(tile), tile])).values()]
}

/** No checkpoint is dated before the last one, also when a machine's clock was set back. */
function signed({ db, signer, now }: Ctx, size: number, last: KeptCheckpoint | undefined, tiles: readonly Tile[]): KeptCheckpoint {
  const { hash, origin } = db.ledger
  const at = [now.toISOString(), last?.at ?? ''].sort().at(-1) as string
  const checkpoint: Checkpoint = { origin, size, root: rootOf(hash, size, hashesIn(hash, tiles)), hash, at, previous: last?.size ?? 0 }
  return { size, at, publicKey: signer.publicKey, note: signedNote(checkpoint, signer) }
}

export const anchorJob: Job = { name: 'anchor', run: anchorHistory }
