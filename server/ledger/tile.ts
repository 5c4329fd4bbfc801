import type { HashName } from './hash.ts'
import { nodeHash, type HashOfNode, type Node } from './merkle.ts'

/**
 * How the tree is kept: in tiles of up to 256 hashes, as transparency logs keep it (C2SP tlog-tiles).
 *
 * The tile (level, index) holds the nodes of height 8·level from 256·index on. To append is to write over
 * the tile at the right edge of each level: a full tile never changes, and nothing is hashed twice but what
 * stands in the unfinished tiles.
 */
export interface Tile {
  level: number
  index: number
  hashes: Buffer[]
}

const height = 8
export const tileSize = 2 ** height

export const tileKey = ({ level, index }: Pick<Tile, 'level' | 'index'>): string => `${level}/${index}`

function placeOf({ level, index }: Node): { tile: Pick<Tile, 'level' | 'index'>; from: number; count: number } {
  const count = 2 ** (level % height)
  const first = index * count
  return { tile: { level: Math.floor(level / height), index: Math.floor(first / tileSize) }, from: first % tileSize, count }
}

/** The tiles in which these nodes are, each once. */
export function tilesOf(nodes: readonly Node[]): Pick<Tile, 'level' | 'index'>[] {
  return [...new Map(nodes.map(node => placeOf(node).tile).map(tile => [tileKey(tile), tile])).values()]
}

/** The unfinished tiles at the right edge of a tree: what has to be read to append to it. */
export function edgeOf(size: number): Pick<Tile, 'level' | 'index'>[] {
  const edge: Pick<Tile, 'level' | 'index'>[] = []
  for (let [level, count] = [0, size]; count > 0; [level, count] = [level + 1, Math.floor(count / tileSize)]) {
    if (count % tileSize > 0) edge.push({ level, index: Math.floor(count / tileSize) })
  }
  return edge
}

export function hashesIn(hash: HashName, tiles: readonly Tile[]): HashOfNode {
  const known = new Map(tiles.map(tile => [tileKey(tile), tile.hashes]))
  return node => {
    const { tile, from, count } = placeOf(node)
    const hashes = known.get(tileKey(tile))?.slice(from, from + count)
    if (hashes?.length !== count) throw new Error(`tile ${tileKey(tile)} does not hold node ${node.level}/${node.index}`)
    return folded(hash, hashes)
  }
}

/** The root of a complete subtree of these nodes; their number is a power of two. */
function folded(hash: HashName, hashes: readonly Buffer[]): Buffer {
  let row = [...hashes]
  while (row.length > 1) row = row.flatMap((left, at) => (at % 2 === 0 ? [nodeHash(hash, left, row[at + 1] as Buffer)] : []))
  return row[0] as Buffer
}

/** The tiles that change when leaves are appended to a tree of `size`; `edge` is what `edgeOf` names. */
export function grown(hash: HashName, size: number, leaves: readonly Buffer[], edge: readonly Tile[]): Tile[] {
  const known = new Map(edge.map(tile => [tileKey(tile), tile.hashes]))
  const changed: Tile[] = []
  let arriving = [...leaves]
  for (let [level, count] = [0, size]; arriving.length > 0; level++) {
    const index = Math.floor(count / tileSize)
    const row = [...(count % tileSize > 0 ? (known.get(tileKey({ level, index })) ?? []) : []), ...arriving]
    const tiles = Array.from({ length: Math.ceil(row.length / tileSize) }, (_, at): Tile => ({ level, index: index + at, hashes: row.slice(at * tileSize, (at + 1) * tileSize) }))
    changed.push(...tiles)
    arriving = tiles.filter(({ hashes }) => hashes.length === tileSize).map(({ hashes }) => folded(hash, hashes))
    count = index
  }
  return changed
}
