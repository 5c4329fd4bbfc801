import { createHash } from 'node:crypto'
import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { canonical } from '../ledger/chain.ts'
import { endVersion, insertVersion, listVersions } from './bundle.store.ts'
import type { BundleDefinition } from './definition.ts'
import type { BundleVersion, Proof } from './version.ts'

/** One text for one definition, whoever compiled it: what a version's hash is taken of. */
export const definitionHash = (definition: BundleDefinition): string => createHash('sha256').update(canonical(definition)).digest('hex')

/** What follows the versions there are: the next number, under an id made of bundle and number. */
export function nextVersion(earlier: readonly BundleVersion[], definition: BundleDefinition, proof: Proof, at: string): BundleVersion {
  const number = Math.max(0, ...earlier.map(({ version }) => version)) + 1
  const bundleId = definition.bundle.id
  return { id: `${bundleId}-${number}`, bundleId, version: number, status: 'published', hash: definitionHash(definition), definition, proof, publishedAt: at }
}

/** What the act that published a version vouches for; that its time ended follows from later acts. */
export const versionRows = (versions: readonly BundleVersion[], publishedBy: string): Record<string, unknown> =>
  Object.fromEntries(versions.map(({ id, bundleId, version, hash, definition, proof, publishedAt }) => [`bundle_version ${id}`, { id, bundleId, version, hash, definition, proof, publishedAt, publishedBy }]))

/** The new version, and the end of the one it takes the place of. */
export function publication(earlier: readonly BundleVersion[], version: BundleVersion, publishedBy: string): WriteSet {
  const before = earlier.find(({ status }) => status === 'published')
  return [...(before ? [endVersion(before.id, 'published', 'superseded', version.publishedAt)] : []), insertVersion(version, publishedBy)]
}

/** Takes a bundle out of use: no new application is filed, running cases go on. */
export async function retire(ctx: Ctx, bundleId: string): Promise<void> {
  const at = ctx.now.toISOString()
  await commitAct(ctx.db, 'bundles', async () => {
    const version = (await listVersions(ctx.db, bundleId)).find(({ status }) => status === 'published')
    if (!version) throw new Conflict('bundle.notPublished')
    const act = { at, actorId: ctx.actor.id, actorRole: 'bundleAdministrator', type: 'bundle.retired' as const, data: { bundle: bundleId, version: version.id } }
    return { act, set: [endVersion(version.id, 'published', 'retired', at)] }
  })
}
