import { setImmediate as turn } from 'node:timers/promises'
import type { Ctx } from '../context.ts'
import { readNote } from '../ledger/checkpoint.ts'
import { hashOfLeaf } from '../ledger/leaf.ts'
import { listCheckpointsAfter, listLastTiles, listLeaves, readSize, readTiles, type KeptCheckpoint } from '../ledger/log.store.ts'
import { rootOf } from '../ledger/merkle.ts'
import { edgeOf, grown, hashesIn, tileKey, tileSize, type Tile } from '../ledger/tile.ts'
import { fingerprintOf } from '../signing.ts'
import type { Fault } from './fault.ts'

type Reading = Pick<Ctx, 'db'>

/**
 * Builds the log anew from its leaves, in memory that does not grow with it, and holds against that every
 * tile, every checkpoint's root and signature, and the size: whatever root was ever signed is the root of the
 * leaves that are there now. `trusted`: fingerprints of the portal's keys, earlier ones included.
 */
export async function checkLog({ db }: Reading, trusted: readonly string[]): Promise<{ leaves: number; checkpoints: number; faults: Fault[] }> {
  const { hash } = db.ledger
  const faults: Fault[] = []
  let { size, signed } = await readSize(db)
  let [at, checkpoints] = [0, 0]
  let last = { size: 0, at: '' }
  let edge: Tile[] = []
  let due: KeptCheckpoint[] = []
  for (;;) {
    if (due.length === 0) due = await listCheckpointsAfter(db, checkpoints === 0 ? -1 : at, 500)
    for (; due[0]?.size === at; due = due.slice(1)) {
      faults.push(...noteFaults(due[0], db.ledger, rootOf(hash, at, hashesIn(hash, edge)), trusted, last))
      ;[checkpoints, last] = [checkpoints + 1, due[0]]
    }
    // The portal may have gone on meanwhile.
    if (at >= size) ({ size, signed } = await readSize(db))
    if (at >= size) break
    const until = Math.min(size, due[0]?.size ?? size, at - (at % tileSize) + tileSize)
    const leaves = await listLeaves(db, at, until - at)
    const gap = leaves.findIndex(({ position }, nth) => position !== at + nth)
    if (leaves.length < until - at || gap >= 0) return { leaves: at, checkpoints, faults: [...faults, { thing: 'log', place: `leaf ${gap < 0 ? at + leaves.length : at + gap}`, problem: 'it is gone' }] }
    const changed = grown(hash, at, leaves.map(leaf => hashOfLeaf(hash, leaf)), edge)
    faults.push(...await tileFaults(db, changed.filter(({ hashes }) => hashes.length === tileSize)))
    at = until
    edge = edgeAt(at, [...edge, ...changed])
    await turn()
  }
  if (signed !== last.size) faults.push({ thing: 'log', place: `checkpoint ${signed}`, problem: 'it is gone' })
  faults.push(...await tileFaults(db, edge), ...await beyondFaults(db, at, due))
  return { leaves: at, checkpoints, faults }
}

async function beyondFaults(db: Reading['db'], size: number, due: readonly KeptCheckpoint[]): Promise<Fault[]> {
  const isBeyond = ({ level, index }: Pick<Tile, 'level' | 'index'>) => index >= Math.ceil(Math.floor(size / tileSize ** level) / tileSize)
  const places = [
    ...(await listLeaves(db, size, 1)).map(({ position }) => `leaf ${position}`), ...due.map(one => `checkpoint ${one.size}`),
    ...(await listLastTiles(db)).filter(isBeyond).map(tile => `tile ${tileKey(tile)}`),
  ]
  const hasGone = (await readSize(db)).size > size // what was appended since belongs there
  return hasGone ? [] : places.map(place => ({ thing: 'log', place, problem: 'it stands beyond the end of the log' }))
}

/** What has to be kept to go on: the unfinished tiles. */
function edgeAt(size: number, tiles: readonly Tile[]): Tile[] {
  const newest = new Map(tiles.map(tile => [tileKey(tile), tile]))
  return edgeOf(size).flatMap(tile => newest.get(tileKey(tile)) ?? [])
}

/** A tile that is kept may be longer than the part that was built: leaves were appended meanwhile. */
async function tileFaults(db: Reading['db'], tiles: readonly Tile[]): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const tile of tiles) {
    const [kept] = await readTiles(db, [tile]).catch(() => [])
    const wrong = tile.hashes.findIndex((hash, at) => !kept?.hashes[at]?.equals(hash))
    if (wrong >= 0) faults.push({ thing: 'log', place: `tile ${tileKey(tile)}, hash ${wrong}`, problem: kept ? 'it does not follow from the leaves' : 'it is gone' })
  }
  return faults
}

function noteFaults({ size, at, publicKey, note }: KeptCheckpoint, { hash, origin }: Reading['db']['ledger'], root: Buffer, trusted: readonly string[], last: Pick<KeptCheckpoint, 'size' | 'at'>): Fault[] {
  const thing = `checkpoint ${size}`
  const read = readNote(note)
  if (!read) return [{ thing, problem: 'it can’t be read' }]
  const { checkpoint } = read
  const fingerprint = fingerprintOf(Buffer.from(publicKey, 'base64'))
  const problems = [
    ...(checkpoint.size === size && checkpoint.at === at && checkpoint.origin === origin && checkpoint.hash === hash ? [] : ['its row tells something else than what was signed']),
    ...(read.isSignedBy(publicKey) ? [] : ['its signature is wrong']),
    ...(trusted.includes(fingerprint) ? [] : [`it is signed by the key ${fingerprint}, which is not the portal’s; if it was once, name it with --trusted`]),
    ...(checkpoint.root.equals(root) ? [] : ['the log is not what was signed: a leaf before it was changed, removed or inserted']),
    ...(checkpoint.previous === last.size ? [] : [`the checkpoint before it was ${checkpoint.previous}, which is gone`]),
    ...(checkpoint.at >= last.at ? [] : ['it is dated before the one before it']),
  ]
  return problems.map(problem => ({ thing, problem }))
}
