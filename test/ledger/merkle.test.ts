import fc from 'fast-check'
import { digest, hashNames, type HashName } from '../../server/ledger/hash.ts'
import { consistencyRanges, inclusionRanges, leafHash, nodeHash, nodesOf, provesConsistency, provesInclusion, rangeHash, rootOf } from '../../server/ledger/merkle.ts'
import { edgeOf, grown, hashesIn, tileKey, tilesOf, tileSize, type Tile } from '../../server/ledger/tile.ts'

/** The eight leaves and their roots with which implementations of Certificate Transparency (RFC 6962, RFC 9162) are tested. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex => Buffer.from(hex, 'hex'))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** The definition of RFC 9162, 2.1.1, word for word: what everything else is held against. */
function merkleTreeHash(hash: HashName, data: readonly Buffer[]): Buffer {
  if (data.length === 0) return digest(hash)
  if (data.length === 1) return digest(hash, Buffer.of(0), data[0]!)
  const split = 2 ** Math.ceil(Math.log2(data.length) - 1)
  return digest(hash, Buffer.of(1), merkleTreeHash(hash, data.slice(0, split)), merkleTreeHash(hash, data.slice(split)))
}

/** A tree as the log keeps it, appended to in these batches. */
function treeOf(hash: HashName, leaves: readonly Buffer[], batches: readonly number[] = [leaves.length]) {
  const kept = new Map<string, Tile>()
  let size = 0
  for (const batch of batches) {
    const edge = edgeOf(size).map(tile => kept.get(tileKey(tile))!)
    for (const tile of grown(hash, size, leaves.slice(size, size + batch), edge)) kept.set(tileKey(tile), tile)
    size += batch
  }
  return hashesIn(hash, [...kept.values()])
}

const some = (count: number, hash: HashName = 'sha256') => Array.from({ length: count }, (_, at) => leafHash(hash, `leaf ${at}`))
const dataOf = (count: number) => Array.from({ length: count }, (_, at) => Buffer.from(`leaf ${at}`))
const hash = fc.constantFrom(...hashNames)

test('the roots of the known trees', () => {
  const leaves = inputs.map(data => leafHash('sha256', data))
  expect(digest('sha256').toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(roots.map((_, at) => rootOf('sha256', at + 1, treeOf('sha256', leaves)).toString('hex'))).toEqual(roots)
})

test.each([
  [0, 1, []],
  [0, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [5, 8, ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
])('the known path of leaf %i in the tree of %i', (index, size, path) => {
  const leaves = inputs.map(data => leafHash('sha256', data))
  const hashOf = treeOf('sha256', leaves)
  expect(inclusionRanges(index, size).map(range => rangeHash('sha256', range, hashOf).toString('hex'))).toEqual(path)
})

test.each([
  [1, 1, []],
  [1, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [2, 5, ['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
  [6, 8, ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
])('the known proof that the tree of %i begins the tree of %i', (first, second, path) => {
  const hashOf = treeOf('sha256', inputs.map(data => leafHash('sha256', data)))
  expect(consistencyRanges(first, second).map(range => rangeHash('sha256', range, hashOf).toString('hex'))).toEqual(path)
})

test('a tree appended to in any batches has the root of the definition, under both hashes', () => {
  fc.assert(fc.property(hash, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 }), (name, batches) => {
    const size = batches.reduce((sum, one) => sum + one, 0)
    expect(rootOf(name, size, treeOf(name, some(size, name), batches))).toEqual(merkleTreeHash(name, dataOf(size)))
  }), { numRuns: 40 })
})

const place = fc.integer({ min: 1, max: 700 }).chain(size => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })))
const inAll = new Map(hashNames.map(name => [name, treeOf(name, some(700, name), [3, 253, 1, 443])]))

test('every leaf is proved, and no other leaf, place, size or altered path is', () => {
  fc.assert(fc.property(hash, place, fc.nat(), (name, [size, index], at) => {
    const hashOf = inAll.get(name)!
    const path = inclusionRanges(index, size).map(range => rangeHash(name, range, hashOf))
    const proof = { index, size, leaf: some(700, name)[index]!, path, root: rootOf(name, size, hashOf) }
    expect(provesInclusion(name, proof)).toBe(true)
    expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)))
    const flipped = (bytes: Buffer) => Buffer.from(bytes.map((byte, one) => (one === at % 32 ? byte ^ 1 : byte)))
    expect(provesInclusion(name, { ...proof, leaf: flipped(proof.leaf) })).toBe(false)
    expect(provesInclusion(name, { ...proof, root: flipped(proof.root) })).toBe(false)
    expect(provesInclusion(name, { ...proof, path: [...path, proof.root] })).toBe(false)
    expect(provesInclusion(name, { ...proof, index: size })).toBe(false)
    if (path.length > 0) {
      const place = at % path.length
      expect(provesInclusion(name, { ...proof, path: path.map((one, nth) => (nth === place ? flipped(one) : one)) })).toBe(false)
      expect(provesInclusion(name, { ...proof, path: path.slice(1) })).toBe(false)
      expect(provesInclusion(name, { ...proof, index: index === 0 ? 1 : index - 1 })).toBe(false)
    }
  }), { numRuns: 150 })
})

test('every earlier tree is proved to be the beginning of a later one, and nothing else is', () => {
  fc.assert(fc.property(hash, place, (name, [second, less]) => {
    const first = less + 1
    const hashOf = inAll.get(name)!
    const proof = { first, second, firstRoot: rootOf(name, first, hashOf), secondRoot: rootOf(name, second, hashOf), path: consistencyRanges(first, second).map(range => rangeHash(name, range, hashOf)) }
    expect(provesConsistency(name, proof)).toBe(true)
    const other = leafHash(name, 'another')
    expect(provesConsistency(name, { ...proof, firstRoot: other })).toBe(false)
    expect(provesConsistency(name, { ...proof, secondRoot: other })).toBe(false)
    expect(provesConsistency(name, { ...proof, path: [...proof.path, other] })).toBe(false)
    if (first < second) expect(provesConsistency(name, { ...proof, path: [other, ...proof.path.slice(1)] })).toBe(false)
  }), { numRuns: 150 })
})

test('a tree of which a leaf was changed or taken out is not the continuation of what was signed', () => {
  const leaves = some(300)
  const altered = leaves.map((leaf, at) => (at === 17 ? leafHash('sha256', 'altered') : leaf))
  const [whole, other] = [treeOf('sha256', leaves), treeOf('sha256', altered)]
  const path = consistencyRanges(200, 300).map(range => rangeHash('sha256', range, other))
  expect(provesConsistency('sha256', { first: 200, second: 300, firstRoot: rootOf('sha256', 200, whole), secondRoot: rootOf('sha256', 300, other), path })).toBe(false)
})

test('appending touches the tiles of the right edge and no others', () => {
  const size = tileSize ** 2 * 3 + tileSize * 5 + 9
  const edge = edgeOf(size).map((tile): Tile => ({ ...tile, hashes: Array.from({ length: Math.floor(size / tileSize ** tile.level) % tileSize }, () => digest('sha256')) }))
  expect(edge.map(({ hashes }) => hashes.length)).toEqual([9, 5, 3])
  expect(grown('sha256', size, some(1), edge).map(tileKey)).toEqual([tileKey(edge[0]!)])
  expect(grown('sha256', size, some(tileSize), edge).map(tileKey)).toEqual([tileKey(edge[0]!), tileKey({ level: 0, index: edge[0]!.index + 1 }), tileKey(edge[1]!)])
})

test('a proof in a log of ten million leaves is of 24 hashes and read from a handful of tiles', () => {
  const ranges = inclusionRanges(1_234_567, 10_000_000)
  expect(ranges.length).toBe(24)
  expect(tilesOf(ranges.flatMap(nodesOf)).length).toBeLessThanOrEqual(6)
})

test('a node is not a leaf: neither can be passed off as the other', () => {
  const [left, right] = [leafHash('sha256', 'a'), leafHash('sha256', 'b')]
  expect(leafHash('sha256', Buffer.concat([left, right]))).not.toEqual(nodeHash('sha256', left, right))
})
