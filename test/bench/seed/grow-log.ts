import type { Db } from '../../../db/connect.ts'
import { update, upsert } from '../../../db/statement.ts'
import { hashOfLeaf } from '../../../server/ledger/leaf.ts'
import { listLeaves, readSize, readTiles } from '../../../server/ledger/log.store.ts'
import { edgeOf, grown } from '../../../server/ledger/tile.ts'

const atOnce = 50_000

/** The tree over the leaves that were written past the log: as if they had been anchored, tile by tile. */
export async function growLog(db: Db): Promise<void> {
  for (;;) {
    const { size } = await readSize(db)
    const leaves = await listLeaves(db, size, atOnce)
    if (leaves.length === 0) return
    const tiles = grown(db.ledger.hash, size, leaves.map(leaf => hashOfLeaf(db.ledger.hash, leaf)), await readTiles(db, edgeOf(size)))
    await db.commit([
      update('ledger', { size: size + leaves.length }, { id: 1, size }),
      ...tiles.map(({ level, index, hashes }) => upsert('ledger_tile', { level, position: index, hashes: Buffer.concat(hashes).toString('base64') }, ['level', 'position'])),
    ])
  }
}
