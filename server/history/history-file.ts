import type { Case } from '../cases/case.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { listEvents } from '../ledger/event.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import type { HashName } from '../ledger/hash.ts'
import type { Leaf } from '../ledger/leaf.ts'
import { findCheckpoint, findLatestCheckpoint, findLeaf } from '../ledger/log.store.ts'
import { consistencyProof, inclusionProof } from './proof.ts'

/** The format of the file: a change that an older verifier can't read raises the number (`docs/history.md`). */
const historyFormat = 'yijianshi-history/1'

/** The history of a case as its applicant keeps it: what `public/verifier` checks, without us. */
export interface HistoryFile {
  format: typeof historyFormat
  hash: HashName
  case: { number: string; id: string; bundleVersion: string }
  events: ChainedEvent[]
  /** Null until the first checkpoint after the submission. */
  anchor: Anchor | null
}

interface Anchor {
  leaf: Leaf
  index: number
  /** From the leaf upwards, in base64. */
  path: string[]
  /** The newest, as it was published. */
  checkpoint: string
  /** Ed25519 (SPKI), in base64. */
  publicKey: string
  /** That the checkpoint which somebody has kept is the beginning of this one. */
  kept: { size: number; path: string[] } | null
}

/** `kept`: the size of a checkpoint that the applicant has kept. Throws `NotFound` when none of that size was published. */
export async function historyFile({ db }: Pick<Ctx, 'db'>, { region, id, number, bundleVersionId }: Case, kept?: number): Promise<HistoryFile> {
  const events = await listEvents(db, { region, caseId: id })
  return { format: historyFormat, hash: db.ledger.hash, case: { number, id, bundleVersion: bundleVersionId }, events, anchor: await anchorOf(db, id, kept) }
}

async function anchorOf(db: Ctx['db'], id: string, kept: number | undefined): Promise<Anchor | null> {
  if (kept !== undefined && !(await findCheckpoint(db, kept))) throw new NotFound('page')
  const checkpoint = await findLatestCheckpoint(db)
  const placed = checkpoint && (await findLeaf(db, { kind: 'case', id }, checkpoint.size))
  if (!checkpoint || !placed) return null
  const { position, ...leaf } = placed
  const path = inBase64(await inclusionProof(db, position, checkpoint.size))
  const known = kept === undefined ? null : { size: kept, path: inBase64(await consistencyProof(db, kept, checkpoint.size)) }
  return { leaf, index: position, path, checkpoint: checkpoint.note, publicKey: checkpoint.publicKey, kept: known }
}

const inBase64 = (hashes: readonly Buffer[]): string[] => hashes.map(hash => hash.toString('base64'))
