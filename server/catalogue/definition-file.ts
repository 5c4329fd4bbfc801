import { Document, isScalar, isSeq, visit } from 'yaml'
import type { BundleDefinition } from './definition.ts'

/**
 * A definition as a file that compiles to the same again: the bundle with its own items, fields and
 * materials. Departments and registers are only named, since they belong to the place and not to it.
 */
export function definitionFile({ bundle, groups, fields, materials, items }: BundleDefinition): string {
  const content = { bundle, items: Object.values(items), groups, fields: Object.values(fields), materials: Object.values(materials) }
  const document = new Document(withoutDefaults(content), { aliasDuplicateObjects: false })
  visit(document, {
    // What fits on a line stands on a line, as people write it: `{ zh: …, en: … }`, a list of words.
    Collection: (_, node, path) => {
      const isList = isSeq(node) && node.items.every(isScalar)
      if (path.length > 1 && JSON.stringify(node).length < (isList ? 600 : 160)) node.flow = true
    },
  })
  return document.toString({ lineWidth: 0 })
}

/** What is said by leaving it out is left out. */
const defaults: Record<string, unknown> = { optional: false, required: true, certificate: false, personal: 'ordinary', intake: 'unified', provenance: 'illustrative' }

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, member]) => member !== defaults[key] && !(Array.isArray(member) && member.length === 0))
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutDefaults(member)]))
}
