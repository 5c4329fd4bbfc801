/** How this database keeps its history, and how far the log has come: one row, made at the first start. */
export interface LedgerTable {
  id: 1
  /** With what chains and the log are hashed: never changed. */
  hash: string
  /** The name of the log in checkpoints: never changed. */
  origin: string
  /** The key of the digests of what stands beside the events, encrypted. */
  sealed: string
  /** Tells whether people are still found by the key that their numbers were hashed with. */
  index_check: string
  /** Number of leaves. */
  size: number
  /** Of the last checkpoint. */
  signed_size: number
  started_at: string
}

/** The end of each stream of acts, and how much of it is anchored. */
export interface ActStreamTable {
  stream: string
  last_seq: number
  last_hash: string
  anchored_seq: number
}

/** A leaf of the log: how far a chain had come, or a batch of readings. */
export interface LedgerLeafTable {
  position: number
  kind: 'case' | 'acts' | 'readings'
  id: string
  seq: number
  hash: string
}

/** A tile of the log (`server/ledger/tile.ts`): up to 256 hashes, in base64 without gaps. */
export interface LedgerTileTable {
  level: number
  position: number
  hashes: string
}

/** The log as it was signed. */
export interface CheckpointTable {
  size: number
  at: string
  /** Ed25519 (SPKI, base64): whoever signed it then. */
  public_key: string
  note: string
}
