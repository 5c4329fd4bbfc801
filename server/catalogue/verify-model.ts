import type { Region } from '../offices/region.ts'
import type { BundleDefinition, BundleItem, FieldRequirement, MaterialRequirement, Presence, ServiceItem } from './definition.ts'
import type { Path, Subject } from './diagnostic.ts'
import { both, contains, demandOf, everything, situationsOf, type Box, type Conjunction, type Situations } from './situations.ts'

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
  /** What waits for an item, and what an item waits for. */
  next: ReadonlyMap<ModelItem, readonly Edge[]>
  before: ReadonlyMap<ModelItem, readonly Edge[]>
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
  const edges = [...declaredEdges(items), ...producerEdges(items, fields)]
  return {
    definition,
    situations: situationsOf(definition.bundle, definition.items),
    items,
    fields,
    materials: parts('materials') as Part<MaterialRequirement>[],
    presences: parts('presence') as Part<Presence>[],
    next: Map.groupBy(edges, ({ from }) => from),
    before: Map.groupBy(edges, ({ to }) => to),
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

/** A way along the edges: where it has come to, by which items, and under which conditions. */
export interface Way {
  items: readonly ModelItem[]
  box: Box
}

/**
 * The ways that lead on from an item, to each item the shortest ones and those with fewer conditions:
 * a longer way that demands all that a shorter one demands says nothing new. Looks for ways to `goal`
 * alone when there is one, and, once it has come there, no longer than is worth it for one that is
 * told in fewer words.
 */
export function waysFrom({ next, situations }: Model, start: ModelItem, goal?: ModelItem): Map<ModelItem, Way[]> {
  const found = new Map<ModelItem, Way[]>()
  const first = situations.narrow(everything, start.active)
  let ways: Way[] = first ? [{ items: [start], box: first }] : []
  let [isPatient, least] = [() => true, Infinity]
  while (ways.length > 0) {
    const longer: Way[] = []
    for (const { items, box } of ways) {
      for (const { to, active } of next.get(items.at(-1) as ModelItem) ?? []) {
        if (situations.sizeOf(box) >= least) break
        if (!isPatient()) return found
        const narrowed = situations.narrow(box, active)
        const known = found.get(to) ?? []
        if (!narrowed || known.some(way => contains(way.box, narrowed))) continue
        const way = { items: [...items, to], box: narrowed }
        found.set(to, [...known, way])
        if (to !== start) longer.push(way)
        if (to !== goal) continue
        if (least === Infinity) isPatient = situations.patience()
        least = Math.min(least, situations.sizeOf(narrowed))
      }
    }
    ways = longer
  }
  return found
}

/** Every way in which `to` may come to wait for `from`, directly or through others. */
export function waysBetween(model: Model, from: ModelItem, to: ModelItem): Conjunction[] {
  const known = waysOf.get(model) ?? new Map<ModelItem, Map<ModelItem, Way[]>>()
  waysOf.set(model, known)
  const ways = known.get(from) ?? waysFrom(model, from)
  known.set(from, ways)
  return (ways.get(to) ?? []).map(({ box }) => demandOf(box))
}

const waysOf = new WeakMap<Model, Map<ModelItem, Map<ModelItem, Way[]>>>()

export const inBundle = ({ definition }: Model, ...path: Path): Subject => ({ kind: 'bundle', id: definition.bundle.id, path })
export const inItem = ({ code }: ModelItem, ...path: Path): Subject => ({ kind: 'item', id: code, path })
export const entryOf = (model: Model, { index }: ModelItem, ...path: Path): Subject => inBundle(model, 'items', index, ...path)
