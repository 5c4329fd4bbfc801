import type { Field, Material, ServiceItem } from './definition.ts'
import type { BundleVersion } from './version.ts'

/** A thing of the catalogue as the latest published version has it, and all published versions that refer to it. */
export interface Known<T> {
  thing: T
  /** The version it is read from: its words for departments, registers and questions. */
  version: BundleVersion
  versions: BundleVersion[]
}

/** Everything that is in use, by id: one datum, paper or item, however many bundles share it. */
export interface InUse {
  fields: Map<string, Known<Field>>
  materials: Map<string, Known<Material>>
  items: Map<string, Known<ServiceItem>>
}

/** What the published versions are made of; where two of them differ, the one published last counts. */
export function inUse(published: readonly BundleVersion[]): InUse {
  const versions = [...published].sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : a.publishedAt > b.publishedAt ? 1 : 0))
  return {
    fields: known(versions, ({ definition }) => definition.fields),
    materials: known(versions, ({ definition }) => definition.materials),
    items: known(versions, ({ definition }) => definition.items),
  }
}

function known<T>(versions: readonly BundleVersion[], pick: (version: BundleVersion) => Record<string, T>): Map<string, Known<T>> {
  const found = new Map<string, Known<T>>()
  for (const version of versions) {
    for (const [id, thing] of Object.entries(pick(version))) found.set(id, { thing, version, versions: [...(found.get(id)?.versions ?? []), version] })
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** How an item has to do with a field: it needs it, creates it, or goes to the office it names. */
export const itemsWithField = ({ items }: InUse, id: string): Known<ServiceItem>[] =>
  [...items.values()].filter(({ thing: { fields, result, competence } }) => fields.some(({ field }) => field === id) || result.fields.includes(id) || competence.field === id)

/** The items that check a material or issue it. */
export const itemsWithMaterial = ({ items }: InUse, id: string): Known<ServiceItem>[] =>
  [...items.values()].filter(({ thing: { materials, result } }) => materials.some(({ material }) => material === id) || result.material === id)

/** What registers are asked with the value of a field: fields and materials that are looked up by it. */
export const lookedUpBy = ({ fields, materials }: InUse, id: string): (Field | Material)[] =>
  [...fields.values(), ...materials.values()].map(({ thing }) => thing).filter(({ register }) => register?.by === id)

/** Those whose id or name in either language has the words that were typed; all when nothing was. */
export function searched<T extends { name: { zh: string; en: string } }>(things: ReadonlyMap<string, Known<T>>, query: string): [id: string, known: Known<T>][] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  return [...things].filter(([id, { thing: { name } }]) => {
    const words = `${id} ${name.zh} ${name.en}`.toLowerCase()
    return wanted.every(word => words.includes(word))
  })
}
