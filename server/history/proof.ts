import type { Db } from '../../db/connect.ts'
import { readTiles } from '../ledger/log.store.ts'
import { consistencyRanges, inclusionRanges, nodesOf, rangeHash, rootOf, type Range } from '../ledger/merkle.ts'
import { hashesIn, tilesOf } from '../ledger/tile.ts'

/** That the leaf at `position` is in the log as it was at `size`: about as many hashes as the size has binary digits. */
export const inclusionProof = (db: Db, position: number, size: number): Promise<Buffer[]> => hashesOf(db, inclusionRanges(position, size))

/** That the log at `first` is the beginning of the log at `second`. */
export const consistencyProof = (db: Db, first: number, second: number): Promise<Buffer[]> => hashesOf(db, consistencyRanges(first, second))

export async function rootAt(db: Db, size: number): Promise<Buffer> {
  const tiles = await readTiles(db, tilesOf(nodesOf({ begin: 0, end: size })))
  return rootOf(db.ledger.hash, size, hashesIn(db.ledger.hash, tiles))
}

async function hashesOf(db: Db, ranges: readonly Range[]): Promise<Buffer[]> {
  const { hash } = db.ledger
  const hashOf = hashesIn(hash, await readTiles(db, tilesOf(ranges.flatMap(nodesOf))))
  return ranges.map(range => rangeHash(hash, range, hashOf))
}
