import { error, type Diagnostic } from './diagnostic.ts'
import { everything, isFinished, shortestFirst, Undecided, type Box } from './situations.ts'
import { entryOf, inBundle, inItem, waysFrom, type Model, type ModelItem, type Way } from './verify-model.ts'
import { workingDays } from './planned-item.ts'

/** Circles told at once: an author who mends these has mended most. */
const mostCircles = 10

/** Items that wait for each other would leave the case open for ever. */
export function* noCircularWait(model: Model): Iterable<Diagnostic> {
  const told = new Set<string>()
  for (const start of circularCore(model)) {
    if (told.size === mostCircles) return
    const [way] = (waysFrom(model, start, start).get(start) ?? []).toSorted((a, b) => model.situations.sizeOf(a.box) - model.situations.sizeOf(b.box))
    const key = way?.items.map(({ code }) => code).sort().join()
    if (!way || !key || told.has(key)) continue
    told.add(key)
    // The way runs from an item to those that wait for it; people ask the other way round.
    const list = way.items.map(({ item }) => item.name).reverse()
    yield error('circularWait', entryOf(model, start, 'after'), { list }, model.situations.exampleOf(way.box))
  }
}

/** Items that could be in a circle at all: what is left when those at the ends are taken away again and again. */
function circularCore({ items, next, before }: Model): ModelItem[] {
  let core = items
  for (;;) {
    const inside = new Set(core)
    const left = core.filter(item => next.get(item)?.some(({ to }) => inside.has(to)) && before.get(item)?.some(({ from }) => inside.has(from)))
    if (left.length === core.length) return core
    core = left
  }
}

/** Every case ends in a result for the applicant: in each situation there is at least one item for him. */
export function* noDeadEnd(model: Model): Iterable<Diagnostic> {
  const { bundle } = model.definition
  const forApplicant = model.items.filter(({ item }) => bundle.audience === 'official' || item.kind !== 'internal')
  const example = model.situations.find([], forApplicant.map(({ active: { when } }) => ({ when, chosen: [] })))
  if (example) yield error('nothingToDo', inBundle(model, 'items'), {}, example)
}

/** A long way through the bundle, in working days; `isLongest` is false when the search for a longer one took too long. */
export interface LongWay extends Way {
  days: number
  isLongest: boolean
}

/** The longest way there is, going first where most can follow and cutting what can't get longer than the best. */
export function longestPath(model: Model): LongWay {
  const { items, next, situations } = model
  const bound = boundsOf(model)
  let best: LongWay = { days: 0, items: [], box: everything, isLongest: true }
  const follow = (way: Way, days: number) => {
    if (days > best.days) best = { ...way, days, isLongest: true }
    const last = way.items.at(-1) as ModelItem
    const onward = (next.get(last) ?? []).filter(({ to }) => !way.items.includes(to)).toSorted((a, b) => bound(b.to) - bound(a.to))
    for (const { to, active } of onward) {
      if (days + bound(to) <= best.days) return
      const box = situations.narrow(way.box, active)
      if (box) follow({ items: [...way.items, to], box }, days + daysOf(to))
    }
  }
  const isLongest = isFinished(() => {
    for (const item of items.toSorted((a, b) => bound(b) - bound(a))) {
      const box = bound(item) > best.days ? situations.narrow(everything, item.active) : undefined
      if (box) follow({ items: [item], box }, daysOf(item))
    }
  })
  return { ...best, isLongest }
}

/** Of the ways that take longer than promised, the one that is told shortest; among such, the longest. */
function shortestOver(model: Model, promised: number, longest: LongWay): LongWay {
  const { items, next, situations } = model
  const bound = boundsOf(model)
  const isPatient = situations.patience()
  let best = longest
  const isWorthIt = (box: Box, days: number) => {
    const saved = situations.sizeOf(best.box) - situations.sizeOf(box)
    return days > promised + exactly && isPatient() && (saved > 0 || (saved === 0 && days > best.days))
  }
  const follow = (way: Way, days: number) => {
    if (isWorthIt(way.box, days)) best = { ...way, days, isLongest: best.isLongest }
    const last = way.items.at(-1) as ModelItem
    for (const { to, active } of next.get(last) ?? []) {
      if (way.items.includes(to) || !isWorthIt(way.box, days + bound(to))) continue
      const box = situations.narrow(way.box, active)
      if (box) follow({ items: [...way.items, to], box }, days + daysOf(to))
    }
  }
  isFinished(() => {
    for (const item of items) {
      const box = bound(item) > promised + exactly && isPatient() ? situations.narrow(everything, item.active) : undefined
      if (box) follow({ items: [item], box }, daysOf(item))
    }
  })
  return best
}

const daysOf = ({ item }: ModelItem): number => workingDays(item.promisedLimit)

/** What follows an item at most, itself included, whether or not it can all apply together. */
function boundsOf({ items, next }: Model): (item: ModelItem) => number {
  const all = items.reduce((sum, item) => sum + daysOf(item), 0)
  const known = new Map<ModelItem, number>()
  const bound = (item: ModelItem): number => {
    const before = known.get(item)
    if (before !== undefined) return before
    known.set(item, all) // met again while it is being worked out, it is in a circle: then nothing better is known
    const value = daysOf(item) + Math.max(0, ...(next.get(item) ?? []).map(({ to }) => bound(to)))
    known.set(item, value)
    return value
  }
  return bound
}

/** No situation takes longer than this; exact where the conditions leave nothing to search. */
export const longestBound = (model: Model): number => Math.max(0, ...model.items.map(boundsOf(model)))

const exactly = 1e-9

export function* totalIsKept(model: Model): Iterable<Diagnostic> {
  const promised = workingDays(model.definition.bundle.promisedTotal)
  if (longestBound(model) <= promised + exactly) return
  const longest = longestPath(model)
  if (longest.days > promised + exactly) {
    const { days, items, box } = shortestOver(model, promised, longest)
    const params = { days: rounded(days), promised: rounded(promised), longest: rounded(longest.days), list: items.map(({ item }) => item.name) }
    yield error('totalTooShort', inBundle(model, 'promisedTotal'), params, model.situations.exampleOf(box))
  } else if (!longest.isLongest) throw new Undecided()
}

/** 行政许可法 第四十二条: twenty working days, unless a law or regulation says otherwise. */
const permitDefault = { value: 20, unit: 'workingDay', provenance: 'verified' } as const
/** 行政许可法 第四十二条 第二款: permits handled jointly are decided within 45 working days. */
const jointDays = 45

/** A promise is never longer than the law allows (浙江省保障“最多跑一次”改革规定 第十二条). */
export function* limitsAreKept(model: Model): Iterable<Diagnostic> {
  const permits = model.items.filter(({ item }) => item.kind === 'permit')
  for (const one of model.items) {
    const { promisedLimit, statutoryLimit, kind, handling, name } = one.item
    const promised = workingDays(promisedLimit)
    const legal = statutoryLimit ?? (kind === 'permit' ? permitDefault : undefined)
    const at = inItem(one, 'promisedLimit')
    const params = { item: name, promised: rounded(promised) }
    const example = model.situations.find([one.active])
    if (!example) continue
    if (legal && promised > workingDays(legal) + exactly) {
      yield error(statutoryLimit ? 'promiseOverStatutory' : 'promiseOverDefault', at, { ...params, statutory: rounded(workingDays(legal)) }, example)
    }
    if (handling === 'immediate' && promised > 1) yield error('immediateTooLong', at, params, example)
    const joint = kind === 'permit' && promised > jointDays ? permits.filter(other => other !== one) : []
    const together = joint.flatMap(other => {
      const both = model.situations.find([one.active, other.active])
      return both ? [error('promiseOverJoint', at, { ...params, limit: jointDays, other: other.item.name }, both)] : []
    })
    yield* shortestFirst(together).slice(0, 1)
  }
}

const rounded = (days: number): number => Math.round(days * 100) / 100
