import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { doesApply } from '../../server/catalogue/condition.ts'
import type { Plan } from '../../server/catalogue/plan.ts'
import { workingDays, type PlannedItem } from '../../server/catalogue/planned-item.ts'

/** What waits for what in a situation, and by which word of the definition: said so, or by using what the other creates. */
interface Edge {
  from: string
  to: string
  by: string
}

function edgesIn({ items, answers }: Plan, { bundle }: BundleDefinition): Edge[] {
  const present = new Set(items.map(({ code }) => code))
  return items.flatMap(({ code: to, item }) => [
    ...(bundle.items.find(entry => entry.item === to)?.after ?? []).filter(from => present.has(from)).map(from => ({ from, to, by: 'after' })),
    ...item.fields.flatMap(({ field, when }, index) => items
      .filter(({ code, item: { result } }) => code !== to && result.fields.includes(field) && doesApply(when, answers, true))
      .map(({ code: from }) => ({ from, to, by: String(index) }))),
  ])
}

const said = ({ from, to, by }: Edge) => `${from}>${to}/${by}`

/** Every way along the edges that comes to no item twice. */
function* waysIn(items: readonly PlannedItem[], edges: readonly Edge[]): Iterable<{ codes: string[]; by: string[] }> {
  const open = items.map(({ code }) => ({ codes: [code], by: [] as string[] }))
  for (const way of open) {
    yield way
    for (const edge of edges) if (edge.from === way.codes.at(-1) && !way.codes.includes(edge.to)) open.push({ codes: [...way.codes, edge.to], by: [...way.by, said(edge)] })
  }
}

/** The ways that take longer than some days. */
export function waysLongerThan(days: number, plan: Plan, definition: BundleDefinition): string[] {
  const promised = new Map(plan.items.map(({ code, promisedLimit }) => [code, workingDays(promisedLimit)]))
  const takes = (codes: readonly string[]) => codes.reduce((sum, code) => sum + (promised.get(code) ?? 0), 0)
  return [...waysIn(plan.items, edgesIn(plan, definition))].filter(({ codes }) => takes(codes) > days).map(({ codes, by }) => [codes[0], ...by].join())
}

export function circlesIn(plan: Plan, definition: BundleDefinition): string[] {
  const edges = edgesIn(plan, definition)
  return [...waysIn(plan.items, edges)].flatMap(({ codes, by }) => edges.filter(({ from, to }) => from === codes.at(-1) && to === codes[0]).map(edge => [...by, said(edge)].sort().join()))
}

// ── journeys ────────────────────────────────────────────────────────────────────────────────────

/** Whoever has to come, apart from those to whom an official comes. */
const journeysOf = (items: readonly PlannedItem[]) =>
  items.flatMap(of => of.presence.filter(({ where }) => where !== 'site').map(presence => ({ of, presence, id: `${of.code}/${of.item.presence.indexOf(presence)}` })))
type Journey = ReturnType<typeof journeysOf>[number]

/** Why one way can't serve both: another house, another moment, or an outcome that only one waits for. */
function reasonsApart(a: Journey, b: Journey, edges: readonly Edge[]): string[] {
  const house = ({ of: { competence: { departmentId, level, regionField = '' } }, presence: { where } }: Journey) => (where === 'counter' ? 'counter' : [departmentId, level, regionField].join())
  if (house(a) !== house(b)) return ['house']
  if (a.presence.at !== b.presence.at) return ['moment']
  if (a.presence.at === 'collection') return []
  const alone = (x: Journey, y: Journey) => edges.filter(({ from, to }) => to === x.of.code && !y.of.after.includes(from)).map(said)
  return [...alone(a, b), ...alone(b, a)]
}

/** Every `count` of them of which no two are one way, with the reasons. */
export function separateJourneys(count: number, items: readonly PlannedItem[], plan: Plan, definition: BundleDefinition): string[] {
  const edges = edgesIn(plan, definition)
  const all = journeysOf(items).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const sets = (chosen: readonly Journey[], from: number): string[] => {
    if (chosen.length === count) return [chosen.map(({ id }) => id).join()]
    return all.slice(from).flatMap((one, offset) => {
      const reasons = chosen.reduce<string[]>((said, other) => reasonsApart(other, one, edges).flatMap(reason => said.map(before => `${before} ${reason}`)), [''])
      return reasons.length === 0 ? [] : sets([...chosen, one], from + offset + 1).flatMap(rest => reasons.map(reason => `${rest}${reason}`))
    })
  }
  return sets([], 0)
}

/** How often somebody sets out. */
export function visitsOf(plan: Plan, definition: BundleDefinition): number {
  const edges = edgesIn(plan, definition)
  return journeysOf(plan.items).reduce<Journey[]>((ways, one) => (ways.some(way => reasonsApart(way, one, edges).length === 0) ? ways : [...ways, one]), []).length
}
