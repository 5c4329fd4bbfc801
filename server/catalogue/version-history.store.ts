import type { Db } from '../../db/connect.ts'
import { listPublications } from '../ledger/act.store.ts'
import { listVersions } from './bundle.store.ts'
import type { BundleVersion } from './version.ts'

/** A version with who released it and until when it was in use. */
export interface PastVersion extends BundleVersion {
  publishedBy: string
  endedAt: string | null
  /** Who took it out of use; undefined for one that another version took the place of. */
  retiredBy: string | undefined
  /** The proposal that it was published by; undefined for what shipped. */
  proposal: { id: string; name: { zh: string; en: string } } | undefined
}

/** Every version of a bundle, newest first: who did what, for as long as the portal stands. */
export async function listHistory(db: Db, bundleId: string): Promise<PastVersion[]> {
  const [versions, rows, retired, proposals] = await Promise.all([
    listVersions(db, bundleId),
    db.read.selectFrom('bundle_version').select(['id', 'published_by', 'ended_at']).where('bundle_id', '=', bundleId).execute(),
    db.read.selectFrom('act').select(['actor_id', 'data']).where('stream', '=', 'bundles').where('type', '=', 'bundle.retired').execute(),
    proposalsByVersion(db),
  ])
  const retiredBy = new Map(retired.map(({ actor_id, data }) => [(JSON.parse(data) as { version?: string }).version, actor_id]))
  const released = new Map(rows.map(row => [row.id, row]))
  return versions.map(version => ({ ...version, publishedBy: released.get(version.id)?.published_by ?? '', endedAt: released.get(version.id)?.ended_at ?? null, retiredBy: retiredBy.get(version.id), proposal: proposals.get(version.id) }))
}

/** One proposal makes a version of every bundle that it touches. */
async function proposalsByVersion(db: Db): Promise<Map<string, NonNullable<PastVersion['proposal']>>> {
  const [acts, rows] = await Promise.all([
    listPublications(db),
    db.read.selectFrom('proposal').select(['id', 'zh', 'en']).where('status', '=', 'released').execute(),
  ])
  const proposals = new Map(rows.map(({ id, zh, en }) => [id, { id, name: { zh, en } }]))
  return new Map(acts.flatMap(({ data }) => {
    const proposal = proposals.get(String(data.proposal ?? ''))
    return proposal ? String(data.versions ?? '').split(' ').map(version => [version, proposal] as const) : []
  }))
}

/** What goes on under a bundle: drafts that are filled in, and cases that have no end yet. */
export interface InProgress {
  drafts: number
  cases: number
}

export async function countInProgress(db: Db, bundleId: string): Promise<InProgress> {
  const [drafts, cases] = await Promise.all([
    db.read.selectFrom('draft').select(({ fn }) => fn.countAll().as('count')).where('bundle_id', '=', bundleId).where('status', '=', 'open').executeTakeFirstOrThrow(),
    db.read.selectFrom('service_case').select(({ fn }) => fn.countAll().as('count')).where('bundle_id', '=', bundleId).where('concluded_at', 'is', null).executeTakeFirstOrThrow(),
  ])
  return { drafts: Number(drafts.count), cases: Number(cases.count) }
}
