/** A data key that has sealed something here, and how far its values have been sealed anew by a younger one. */
export interface DataKeyTable {
  version: number
  first_used_at: string
  /** How many values it still seals, when they were last counted. */
  remaining: number
  counted_at: string | null
  /** Where sealing anew by this key has come, as JSON (`server/privacy/rotation.ts`); null: not begun. */
  progress: string | null
  /** Since when nothing is sealed by it any more: it may be taken out of `DATA_KEYS`. */
  ended_at: string | null
}

/** A case that is not erased at the end of its time, because it is still needed: a lawsuit, an audit (封存). */
export interface LegalHoldTable {
  region: string
  case_id: string
  reason: string
  held_at: string
  held_by: string
  released_at: string | null
  released_by: string | null
}

/** A file whose row is gone and whose bytes are about to be. */
export interface FileRemovalTable {
  region: string
  id: string
  asked_at: string
}
