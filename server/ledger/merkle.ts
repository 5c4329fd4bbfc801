import { digest, type HashName } from './hash.ts'

/**
 * The Merkle tree of RFC 9162, section 2.1: pure, over the hashes of complete subtrees.
 *
 * The node (level, index) covers the leaves [index·2^level, (index+1)·2^level). Every hash of a root or of
 * a proof is that of a range which is put together from such nodes, so that what has to be read is known
 * beforehand (`nodesOf`) and does not grow with the tree but with its height.
 */
export interface Node {
  level: number
  index: number
}

/** From `begin` up to, and without, `end`. */
export interface Range {
  begin: number
  end: number
}

export type HashOfNode = (node: Node) => Buffer

const leafMark = Buffer.of(0)
const nodeMark = Buffer.of(1)
export const leafHash = (hash: HashName, data: string | Uint8Array): Buffer => digest(hash, leafMark, data)
export const nodeHash = (hash: HashName, left: Uint8Array, right: Uint8Array): Buffer => digest(hash, nodeMark, left, right)

/** The complete subtrees a range consists of, from left to right. */
export function nodesOf({ begin, end }: Range): Node[] {
  const nodes: Node[] = []
  for (let at = begin; at < end;) {
    let level = 0
    while (2 ** (level + 1) <= end - at) level += 1
    nodes.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** The Merkle tree hash of a range; that of nothing is the hash of nothing. */
export const rangeHash = (hash: HashName, range: Range, hashOf: HashOfNode): Buffer =>
  range.begin === range.end ? digest(hash) : nodesOf(range).map(hashOf).reduceRight((right, left) => nodeHash(hash, left, right))

export const rootOf = (hash: HashName, size: number, hashOf: HashOfNode): Buffer => rangeHash(hash, { begin: 0, end: size }, hashOf)

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

/** What proves that leaf `index` is in the tree of `size`, from the leaf upwards (2.1.3.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  const path = (begin: number, end: number): Range[] => {
    if (end - begin === 1) return []
    const middle = begin + splitOf(end - begin)
    return index < middle ? [...path(begin, middle), { begin: middle, end }] : [...path(middle, end), { begin, end: middle }]
  }
  return path(0, size)
}

/** What proves that the tree of `first` leaves is the beginning of the tree of `second` (2.1.4.1). */
export function consistencyRanges(first: number, second: number): Range[] {
  const path = (begin: number, end: number, isWhole: boolean): Range[] => {
    if (first === end) return isWhole ? [] : [{ begin, end }]
    const middle = begin + splitOf(end - begin)
    return first <= middle ? [...path(begin, middle, isWhole), { begin: middle, end }] : [...path(middle, end, false), { begin, end: middle }]
  }
  return first === 0 || first === second ? [] : path(0, second, true)
}

const isOdd = (value: number): boolean => value % 2 === 1
const half = (value: number): number => Math.floor(value / 2)

/** Whether a path leads from the leaf to the root (2.1.3.2). */
export function provesInclusion(hash: HashName, { index, size, leaf, path, root }: { index: number; size: number; leaf: Buffer; path: readonly Buffer[]; root: Buffer }): boolean {
  if (index < 0 || index >= size) return false
  let [at, last, found] = [index, size - 1, leaf]
  for (const one of path) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      found = nodeHash(hash, one, found)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      found = nodeHash(hash, found, one)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && found.equals(root)
}

/** Whether everything that was in the tree of `first` leaves is in that of `second`, in the same order (2.1.4.2). */
export function provesConsistency(hash: HashName, { first, second, firstRoot, secondRoot, path }: { first: number; second: number; firstRoot: Buffer; secondRoot: Buffer; path: readonly Buffer[] }): boolean {
  if (first > second || first < 0) return false
  if (first === second) return path.length === 0 && firstRoot.equals(secondRoot)
  if (first === 0) return path.length === 0 && firstRoot.equals(digest(hash))
  const isPower = Number.isInteger(Math.log2(first))
  const [start, ...rest] = isPower ? [firstRoot, ...path] : path
  if (!start || path.length === 0) return false
  let [at, last, before, after] = [first - 1, second - 1, start, start]
  while (isOdd(at)) [at, last] = [half(at), half(last)]
  for (const one of rest) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      before = nodeHash(hash, one, before)
      after = nodeHash(hash, one, after)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else {
      after = nodeHash(hash, after, one)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && before.equals(firstRoot) && after.equals(secondRoot)
}
