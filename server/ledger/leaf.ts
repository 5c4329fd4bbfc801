import { canonical } from './chain.ts'
import type { HashName } from './hash.ts'
import { leafHash } from './merkle.ts'

/** What the log holds: how far a chain had come, or a batch of readings (`readings/batch.ts`). Nobody learns from it of whom a case is, or what happened in it. */
export interface Leaf {
  /** The chain of a case's events, a stream of acts, or a county's batches of readings. */
  kind: 'case' | 'acts' | 'readings'
  id: string
  seq: number
  hash: string
}

export const hashOfLeaf = (name: HashName, { kind, id, seq, hash }: Leaf): Buffer => leafHash(name, canonical({ kind, id, seq, hash }))
