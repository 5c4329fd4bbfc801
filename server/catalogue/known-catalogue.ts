import type { Db } from '../../db/connect.ts'
import { listPublished } from './bundle.store.ts'
import type { BundleDefinition, Catalogue } from './definition.ts'
import { shippedDefinitions } from './shipped.ts'
import type { BundleVersion } from './version.ts'

/** What an author may refer to: the catalogue that ships, and over it what is in use here. */
export interface Known {
  catalogue: Catalogue
  published: readonly BundleVersion[]
}

/** The last one put together: versions never change, so the same ids mean the same catalogue. */
const kept = new WeakMap<Db, { ids: string; known: Known }>()

export async function knownCatalogue(db: Db): Promise<Known> {
  const published = await listPublished(db)
  const ids = published.map(({ id }) => id).join()
  const last = kept.get(db)
  if (last?.ids === ids) return last.known
  const known = { catalogue: catalogueOf(published), published }
  kept.set(db, { ids, known })
  return known
}

/** Where two published versions of a thing differ, the one published last counts. */
function catalogueOf(published: readonly BundleVersion[]): Catalogue {
  const shipped = shippedDefinitions().catalogue
  const definitions = [...published].sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : a.publishedAt > b.publishedAt ? 1 : 0)).map(({ definition }) => definition)
  const over = <T>(base: ReadonlyMap<string, T>, pick: (definition: BundleDefinition) => Record<string, T>) =>
    new Map([...base, ...definitions.flatMap(definition => Object.entries(pick(definition)))])
  const groups = new Map([...shipped.groups, ...definitions.flatMap(({ groups }) => groups)].map(group => [group.id, group]))
  return {
    departments: over(shipped.departments, ({ departments }) => departments),
    registers: over(shipped.registers, ({ registers }) => registers),
    groups: [...groups.values()],
    fields: over(shipped.fields, ({ fields }) => fields),
    materials: over(shipped.materials, ({ materials }) => materials),
    items: over(shipped.items, ({ items }) => items),
    bundles: over(new Map(), ({ bundle }) => ({ [bundle.id]: bundle })),
  }
}
