import type { Selectable } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { BundleVersionTable } from '../../db/tables/reference.ts'
import { query } from '../../db/query.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import { NotFound } from '../errors.ts'
import type { BundleDefinition } from './definition.ts'
import type { BundleVersion, Proof } from './version.ts'

type Status = BundleVersion['status']
type Immutable = Omit<BundleVersion, 'status'>

/**
 * Definitions by version id: a version never changes once it is written, so a copy kept here is
 * right for ever, whichever process published it. Only the status is read anew each time.
 */
const kept = new WeakMap<Db, Map<string, Immutable>>()

/** A version by its id, whatever its status. Throws `NotFound`. */
export async function getVersion(db: Db, versionId: string): Promise<BundleVersion> {
  const row = await statusOf.first(db, { id: versionId })
  if (!row) throw new NotFound('page')
  return { ...(await immutable(db, versionId)), status: row.status }
}

const statusOf = query((db, at: { id: string }) => db.selectFrom('bundle_version').select('status').where('id', '=', at.id))

/** The version of a bundle that new applications are filed under. */
export async function findPublished(db: Db, bundleId: string): Promise<BundleVersion | undefined> {
  const row = await publishedOf.first(db, { bundleId })
  return row && { ...(await immutable(db, row.id)), status: 'published' }
}

const publishedOf = query((db, at: { bundleId: string }) => db.selectFrom('bundle_version').select('id').where('status', '=', 'published').where('bundle_id', '=', at.bundleId))

/** Every published bundle, by id. */
export async function listPublished(db: Db): Promise<readonly BundleVersion[]> {
  const rows = await published.all(db, {})
  const ids = rows.map(({ id }) => id).join(' ')
  const known = lists.get(db)
  if (known?.ids === ids) return known.versions
  const versions = await Promise.all(rows.map(async ({ id }) => ({ ...(await immutable(db, id)), status: 'published' as const })))
  lists.set(db, { ids, versions })
  return versions
}

const published = query(db => db.selectFrom('bundle_version').select('id').where('status', '=', 'published').orderBy('bundle_id'))

/** The same list as long as the same versions are published: what others work out from it they can keep beside it. */
const lists = new WeakMap<Db, { ids: string; versions: readonly BundleVersion[] }>()

/** All versions of a bundle, newest first, or of all bundles. */
export async function listVersions(db: Db, bundleId?: string): Promise<BundleVersion[]> {
  let query = db.read.selectFrom('bundle_version').select(['id', 'status'])
  if (bundleId !== undefined) query = query.where('bundle_id', '=', bundleId)
  const rows = await query.orderBy('bundle_id').orderBy('version', 'desc').execute()
  return Promise.all(rows.map(async ({ id, status }) => ({ ...(await immutable(db, id)), status })))
}

async function immutable(db: Db, id: string): Promise<Immutable> {
  const versions = kept.get(db) ?? new Map<string, Immutable>()
  kept.set(db, versions)
  const known = versions.get(id)
  if (known) return known
  const row = await db.read.selectFrom('bundle_version').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const version = toVersion(row)
  versions.set(id, version)
  return version
}

const toVersion = (row: Selectable<BundleVersionTable>): Immutable => ({
  id: row.id,
  bundleId: row.bundle_id,
  version: row.version,
  hash: row.hash,
  definition: JSON.parse(row.definition) as BundleDefinition,
  proof: JSON.parse(row.proof) as Proof,
  publishedAt: row.published_at,
})

export const insertVersion = (version: BundleVersion, publishedBy: string): Statement =>
  insert('bundle_version', {
    id: version.id, bundle_id: version.bundleId, version: version.version, status: version.status, hash: version.hash,
    definition: JSON.stringify(version.definition), proof: JSON.stringify(version.proof), published_at: version.publishedAt,
    published_by: publishedBy, ended_at: null,
  })

/** Ends a version's time: it expects the status as read, so that of two administrators one wins. */
export const endVersion = (id: string, from: Status, to: Exclude<Status, 'published'>, at: string): Statement =>
  update('bundle_version', { status: to, ended_at: at }, { id, status: from })
