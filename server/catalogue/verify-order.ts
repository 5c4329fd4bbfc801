import { error, type Diagnostic } from './diagnostic.ts'
import { both, type Conjunction } from './situations.ts'
import { entryOf, inBundle, inItem, type Edge, type Model, type ModelItem } from './verify-model.ts'
import { workingDays } from './planned-item.ts'

/** Items that wait for each other would leave the case open for ever. */
export function noCircularWait(model: Model): Diagnostic[] {
  const circles = new Map<string, Diagnostic>()
  for (const start of model.items) {
    const circle = shortestCircle(model, start)
    if (!circle) continue
    const key = circle.items.map(({ code }) => code).sort().join()
    if (circles.has(key)) continue
    const names = [...circle.items, start].map(({ item }) => item.name)
    circles.set(key, error('circularWait', entryOf(model, start, 'after'), { list: names }, model.situations.find([circle.active])))
  }
  return [...circles.values()]
}

function shortestCircle({ edges, situations }: Model, start: ModelItem): { items: ModelItem[]; active: Conjunction } | undefined {
  // `after` reads backwards: from an item to what it waits for.
  let paths: { items: ModelItem[]; active: Conjunction }[] = [{ items: [start], active: start.active }]
  while (paths.length > 0) {
    const longer: typeof paths = []
    for (const { items, active } of paths) {
      for (const edge of edges.filter(({ to }) => to === items.at(-1))) {
        situations.step()
        const together = both(active, edge.active)
        const isPossible = situations.isPossible(together)
        if (isPossible && edge.from === start) return { items, active: together }
        if (isPossible && !items.includes(edge.from)) longer.push({ items: [...items, edge.from], active: together })
      }
    }
    paths = longer
  }
  return undefined
}

/** Every case ends in a result for the applicant: in each situation there is at least one item for him. */
export function noDeadEnd(model: Model): Diagnostic[] {
  const { bundle } = model.definition
  const forApplicant = model.items.filter(({ item }) => bundle.audience === 'official' || item.kind !== 'internal')
  const example = model.situations.find([], forApplicant.map(({ active: { when } }) => ({ when, chosen: [] })))
  return example ? [error('nothingToDo', inBundle(model, 'items'), {}, example)] : []
}

/** The longest way through the bundle, in working days, and the items on it. */
export function longestPath({ items, edges, situations }: Model): { days: number; path: ModelItem[]; active: Conjunction } {
  const bound = boundsOf(items, edges)
  let best: { days: number; path: ModelItem[]; active: Conjunction } = { days: 0, path: [], active: { when: [], chosen: [] } }
  const follow = (path: ModelItem[], days: number, active: Conjunction) => {
    if (!situations.isPossible(active)) return
    if (days > best.days) best = { days, path, active }
    const last = path.at(-1) as ModelItem
    const onward = edges.filter(({ from, to }) => from === last && !path.includes(to)).sort((a, b) => bound(b.to) - bound(a.to))
    for (const { to, active: edge } of onward) {
      if (days + bound(to) > best.days) follow([...path, to], days + workingDays(to.item.promisedLimit), both(active, edge))
    }
  }
  for (const item of [...items].sort((a, b) => bound(b) - bound(a))) {
    if (bound(item) > best.days) follow([item], workingDays(item.item.promisedLimit), item.active)
  }
  return best
}

/** What follows an item at most, itself included, whether or not it can all apply together. */
function boundsOf(items: readonly ModelItem[], edges: readonly Edge[]): (item: ModelItem) => number {
  const daysOf = ({ item }: ModelItem) => workingDays(item.promisedLimit)
  const everything = items.reduce((sum, item) => sum + daysOf(item), 0)
  const known = new Map<ModelItem, number>()
  const bound = (item: ModelItem): number => {
    if (!known.has(item)) {
      known.set(item, everything) // met again while it is being worked out, it is in a circle: then nothing better is known
      known.set(item, daysOf(item) + Math.max(0, ...edges.filter(({ from }) => from === item).map(({ to }) => bound(to))))
    }
    return known.get(item) as number
  }
  return bound
}

export function totalIsKept(model: Model): Diagnostic[] {
  const promised = workingDays(model.definition.bundle.promisedTotal)
  const { days, path, active } = longestPath(model)
  if (days <= promised + 1e-9) return []
  const params = { days: rounded(days), promised: rounded(promised), list: path.map(({ item }) => item.name) }
  return [error('totalTooShort', inBundle(model, 'promisedTotal'), params, model.situations.find([active]))]
}

/** 行政许可法 第四十二条: twenty working days, unless a law or regulation says otherwise. */
const permitDefault = { value: 20, unit: 'workingDay', provenance: 'verified' } as const
/** 行政许可法 第四十二条 第二款: permits handled jointly are decided within 45 working days. */
const jointDays = 45

/** A promise is never longer than the law allows (浙江省保障“最多跑一次”改革规定 第十二条). */
export function limitsAreKept(model: Model): Diagnostic[] {
  const permits = model.items.filter(({ item }) => item.kind === 'permit')
  return model.items.flatMap(one => {
    const { promisedLimit, statutoryLimit, kind, handling, name } = one.item
    const promised = workingDays(promisedLimit)
    const legal = statutoryLimit ?? (kind === 'permit' ? permitDefault : undefined)
    const at = inItem(one, 'promisedLimit')
    const params = { item: name, promised: rounded(promised) }
    const found: Diagnostic[] = []
    if (legal && promised > workingDays(legal) + 1e-9) {
      found.push(error(statutoryLimit ? 'promiseOverStatutory' : 'promiseOverDefault', at, { ...params, statutory: rounded(workingDays(legal)) }))
    }
    const another = permits.find(other => other !== one && model.situations.isPossible(one.active, other.active))
    if (kind === 'permit' && another && promised > jointDays) {
      found.push(error('promiseOverJoint', at, { ...params, limit: jointDays, other: another.item.name }, model.situations.find([one.active, another.active])))
    }
    if (handling === 'immediate' && promised > 1) found.push(error('immediateTooLong', at, params))
    return found
  })
}

const rounded = (days: number): number => Math.round(days * 100) / 100
