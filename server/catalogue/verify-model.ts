import type { Region } from '../offices/region.ts'
import type { BundleDefinition, BundleItem, FieldRequirement, MaterialRequirement, Presence, ServiceItem } from './definition.ts'
import type { Path, Subject } from './diagnostic.ts'
import { both, situationsOf, Undecided, type Conjunction, type Situations } from './situations.ts'

/** A thing an item needs, with the conditions under which it needs it. */
export interface Part<T> {
  of: ModelItem
  index: number
  part: T
  active: Conjunction
}

export interface ModelItem {
  code: string
  index: number
  item: ServiceItem
  entry: BundleItem
  active: Conjunction
}

/** One way in which `to` comes to wait for `from`. */
export interface Edge {
  from: ModelItem
  to: ModelItem
  active: Conjunction
}

/**
 * A bundle as the checks see it: what `plan` computes for one situation, here with the condition of
 * each thing beside it. A test holds the two against each other.
 */
export interface Model {
  definition: BundleDefinition
  situations: Situations
  items: ModelItem[]
  fields: Part<FieldRequirement>[]
  materials: Part<MaterialRequirement>[]
  presences: Part<Presence>[]
  edges: Edge[]
  /** Where the bundle is offered. */
  regions: readonly Region[]
  hasOffice: HasOffice
}

export type HasOffice = (departmentId: string, regionCode: string) => boolean

export function modelOf(definition: BundleDefinition, regions: readonly Region[], hasOffice: HasOffice): Model {
  const items = definition.bundle.items.flatMap((entry, index): ModelItem[] => {
    const item = definition.items[entry.item]
    return item ? [{ code: item.code, index, item, entry, active: { when: entry.when, chosen: entry.optional ? [item.code] : [] } }] : []
  })
  const parts = <K extends 'fields' | 'materials' | 'presence'>(list: K) =>
    items.flatMap(of => of.item[list].map((part, index) => ({ of, index, part, active: both(of.active, { when: part.when, chosen: [] }) })))
  const fields = parts('fields') as Part<FieldRequirement>[]
  return {
    definition,
    situations: situationsOf(definition.bundle, definition.items),
    items,
    fields,
    materials: parts('materials') as Part<MaterialRequirement>[],
    presences: parts('presence') as Part<Presence>[],
    edges: [...declaredEdges(items), ...producerEdges(items, fields)],
    regions,
    hasOffice,
  }
}

const declaredEdges = (items: readonly ModelItem[]): Edge[] =>
  items.flatMap(to => to.entry.after.flatMap(code => {
    const from = items.find(item => item.code === code)
    return from ? [{ from, to, active: both(from.active, to.active) }] : []
  }))

/** Whoever uses a datum that another item creates waits for it. */
const producerEdges = (items: readonly ModelItem[], fields: readonly Part<FieldRequirement>[]): Edge[] =>
  fields.flatMap(({ of: to, part, active }) =>
    items
      .filter(from => from !== to && from.item.result.fields.includes(part.field))
      .map(from => ({ from, to, active: both(from.active, active) })))

/** Every way in which `to` may come to wait for `from`, directly or through others. */
export function waysBetween({ edges, situations }: Model, from: ModelItem, to: ModelItem): Conjunction[] {
  const ways: Conjunction[] = []
  const follow = (at: ModelItem, active: Conjunction, passed: readonly ModelItem[]) => {
    situations.step()
    if (at === to) return void ways.push(active)
    for (const edge of edges) {
      if (edge.from !== at || passed.includes(edge.to)) continue
      const together = both(active, edge.active)
      if (situations.isPossible(together)) follow(edge.to, together, [...passed, edge.to])
    }
  }
  follow(from, from.active, [from])
  if (ways.length > 500) throw new Undecided()
  return ways
}

export const inBundle = ({ definition }: Model, ...path: Path): Subject => ({ kind: 'bundle', id: definition.bundle.id, path })
export const inItem = ({ code }: ModelItem, ...path: Path): Subject => ({ kind: 'item', id: code, path })
export const entryOf = (model: Model, { index }: ModelItem, ...path: Path): Subject => inBundle(model, 'items', index, ...path)
