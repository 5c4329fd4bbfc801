import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Job } from '../jobs.ts'
import { signedNote, type Checkpoint } from '../ledger/checkpoint.ts'
import { hashOfLeaf } from '../ledger/leaf.ts'
import { appended, findLatestCheckpoint, insertCheckpoint, listWaiting, readSize, readTiles, type KeptCheckpoint } from '../ledger/log.store.ts'
import { rootOf } from '../ledger/merkle.ts'
import { edgeOf, grown, hashesIn, tileKey, type Tile } from '../ledger/tile.ts'

/** Leaves of one commit. */
const batch = 500
/** A checkpoint is signed at most so often, on any number of processes. */
export const pauseMs = 60_000

/**
 * Anchors what has happened since the last checkpoint: the new end of every chain becomes a leaf of the log,
 * and the log is signed. A submission pays nothing for it but a line in a small index.
 *
 * All of a batch is one commit that expects the log as it was read: a process that dies leaves whole batches,
 * and of two that anchor at once one gets `Conflict` and passes on. Returns how many leaves were appended.
 */
export async function anchorHistory(ctx: Ctx): Promise<number> {
  const last = await findLatestCheckpoint(ctx.db)
  if (last && ctx.now.getTime() - Date.parse(last.at) < pauseMs) return 0
  const { size, signed: signedSize } = await readSize(ctx.db)
  const waiting = await listWaiting(ctx.db, batch)
  if (waiting.length === 0 && size === signedSize) return 0
  const { hash } = ctx.db.ledger
  const edge = await readTiles(ctx.db, edgeOf(size))
  const changed = grown(hash, size, waiting.map(leaf => hashOfLeaf(hash, leaf)), edge)
  const total = size + waiting.length
  // As long as batches are full there is more to come: signed is what has caught up.
  const signing = waiting.length < batch ? insertCheckpoint(signed(ctx, total, last, over(edge, changed))) : []
  return (await committed(ctx, [...(waiting.length > 0 ? appended(size, waiting, changed) : []), ...signing])) ? waiting.length : 0
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
