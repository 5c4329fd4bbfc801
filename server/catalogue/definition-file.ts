import { Document, isScalar, isSeq, visit, type Node } from 'yaml'
import type { BundleDefinition } from './definition.ts'

/**
 * A definition as a file that compiles to the same again: the bundle with its own items, fields and
 * materials. Departments and registers are only named, since they belong to the place and not to it;
 * a package (`package.ts`) brings them along.
 */
export const definitionFile = (definition: BundleDefinition): string => yamlText(sectionsOf(definition))

export const sectionsOf = ({ bundle, groups, fields, materials, items }: BundleDefinition) =>
  ({ bundle, items: Object.values(items), groups, fields: Object.values(fields), materials: Object.values(materials) })

/** Sections as people write them, without what is said by leaving it out. */
export function yamlText(content: object): string {
  const document = new Document(withoutDefaults(content), { aliasDuplicateObjects: false })
  layOut(document)
  return document.toString({ lineWidth: 0 })
}

/** What fits on a line stands on a line, as people write it: `{ zh: …, en: … }`, a list of words. `depth`: how deep the node will stand. */
export function layOut(node: Document | Node, depth = 0): void {
  visit(node, {
    Collection: (_, collection, path) => {
      const isList = isSeq(collection) && collection.items.every(isScalar)
      if (depth + path.length > 1 && JSON.stringify(collection).length < (isList ? 600 : 160)) collection.flow = true
    },
  })
}

const defaults: Record<string, unknown> = { competence: '{"by":"filing"}', optional: false, required: true, certificate: false, personal: 'ordinary', intake: 'unified', provenance: 'illustrative' }

export function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, member]) => member !== defaults[key] && JSON.stringify(member) !== defaults[key] && !(Array.isArray(member) && member.length === 0))
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutDefaults(member)]))
}
