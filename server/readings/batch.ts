import type { ReadingTable } from '../../db/tables/readings.ts'
import { linkHash } from '../ledger/chain.ts'
import type { Ledger } from '../ledger/ledger.ts'

/**
 * Readings are held by history in batches: whatever a county has recorded since the last checkpoint is digested
 * together, chained to the batch before it, and that digest is a leaf of the log. A page pays nothing for it.
 */
export interface Batch {
  region: string
  seq: number
  count: number
  /** Of the newest reading in it. */
  until: string
  hash: string
  removedAt: string | null
}

export type ReadingRow = ReadingTable

/** A row as its batch's digest covers it; a typed reason by what it says, so that it may be sealed anew. */
const vouched = ({ batch: _, sealed, ...row }: ReadingRow, { digestOf }: Ledger, reasonOf: (row: ReadingRow) => string | undefined): object =>
  ({ ...row, reason: sealed === null ? null : digestOf(reasonOf({ batch: null, sealed, ...row })) })

export interface BatchContent {
  region: string
  seq: number
  /** In the order of their ids. */
  rows: readonly ReadingRow[]
}

export function batchOf({ region, seq, rows }: BatchContent, previousHash: string, ledger: Ledger, reasonOf: (row: ReadingRow) => string | undefined): Batch {
  const [count, until] = [rows.length, rows.map(({ at }) => at).sort().at(-1) ?? '']
  const content = { region, seq, count, until, readings: rows.map(row => vouched(row, ledger, reasonOf)) }
  return { region, seq, count, until, hash: linkHash(previousHash, content, ledger.hash), removedAt: null }
}
