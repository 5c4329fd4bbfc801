import { canonical } from './chain.ts'
import { keyedDigest, type HashName } from './hash.ts'

/** How a database keeps its history: fixed at its first start, so that one chain is never of two kinds. */
export interface Ledger {
  hash: HashName
  /** The name of its log in checkpoints. */
  origin: string
  /**
   * A keyed digest of a row that stands beside the events (form, results, papers, certificates). Under a key,
   * because what is digested is personal data of which there are few possible values.
   */
  digestOf(row: unknown): string
}

/** 128 bits are plenty for a keyed digest, and a submission stores a dozen of them. */
const digestLength = 22

export function ledgerOf(hash: HashName, origin: string, key: Buffer): Ledger {
  const keyed = keyedDigest(hash, key)
  return { hash, origin, digestOf: row => keyed(canonical(row)).toString('base64url').slice(0, digestLength) }
}

/**
 * Digests by row (`task <id>`), in the event or act that made or changed it. The last one named in a
 * history must be that of the row as it is; `null`: the row is gone.
 */
export type Beside = Record<string, string | null>

export const besideOf = (ledger: Ledger, rows: Readonly<Record<string, unknown>>): Beside =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row === null ? null : ledger.digestOf(row)]))

/** What a history says of the rows beside it, all told. */
export const besideAll = (history: readonly { beside?: Beside }[]): Beside => Object.assign({}, ...history.map(({ beside }) => beside)) as Beside
