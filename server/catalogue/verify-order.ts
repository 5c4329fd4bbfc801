import { error, type Diagnostic } from './diagnostic.ts'
import { everything, Undecided } from './situations.ts'
import { entryOf, inBundle, inItem, waysFrom, type Model, type ModelItem, type Way } from './verify-model.ts'
import { workingDays } from './planned-item.ts'

/** Circles told at once: an author who mends these has mended most. */
const mostCircles = 10

/** Items that wait for each other would leave the case open for ever. */
export function noCircularWait(model: Model): Diagnostic[] {
  const circles = new Map<string, Diagnostic>()
  const isFinished = finished(() => {
    for (const start of circularCore(model)) {
      if (circles.size === mostCircles) return
      const way = waysFrom(model, start, start).get(start)?.[0]
      const key = way?.items.map(({ code }) => code).sort().join()
      if (!way || !key || circles.has(key)) continue
      // The way runs from an item to those that wait for it; people ask the other way round.
      const list = way.items.map(({ item }) => item.name).reverse()
      circles.set(key, error('circularWait', entryOf(model, start, 'after'), { list }, model.situations.exampleOf(way.box)))
    }
  })
  if (!isFinished && circles.size === 0) throw new Undecided()
  return [...circles.values()]
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
export function noDeadEnd(model: Model): Diagnostic[] {
  const { bundle } = model.definition
  const forApplicant = model.items.filter(({ item }) => bundle.audience === 'official' || item.kind !== 'internal')
  const example = model.situations.find([], forApplicant.map(({ active: { when } }) => ({ when, chosen: [] })))
  return example ? [error('nothingToDo', inBundle(model, 'items'), {}, example)] : []
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
  const isFinished = finished(() => {
    for (const item of items.toSorted((a, b) => bound(b) - bound(a))) {
      const box = bound(item) > best.days ? situations.narrow(everything, item.active) : undefined
      if (box) follow({ items: [item], box }, daysOf(item))
    }
  })
  return { ...best, isLongest: isFinished }
}

function finished(search: () => void): boolean {
  try {
    search()
    return true
  } catch (failure) {
    if (failure instanceof Undecided) return false
    throw failure
  }
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

export function totalIsKept(model: Model): Diagnostic[] {
  const promised = workingDays(model.definition.bundle.promisedTotal)
  if (longestBound(model) <= promised + exactly) return []
  const { days, items, box, isLongest } = longestPath(model)
  if (days <= promised + exactly) {
    if (isLongest) return []
    throw new Undecided()
  }
  const params = { days: rounded(days), promised: rounded(promised), list: items.map(({ item }) => item.name) }
  return [error('totalTooShort', inBundle(model, 'promisedTotal'), params, model.situations.exampleOf(box))]
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
    const example = model.situations.find([one.active])
    if (!example) return []
    if (legal && promised > workingDays(legal) + exactly) {
      found.push(error(statutoryLimit ? 'promiseOverStatutory' : 'promiseOverDefault', at, { ...params, statutory: rounded(workingDays(legal)) }, example))
    }
    const another = permits.find(other => other !== one && model.situations.isPossible(one.active, other.active))
    if (kind === 'permit' && another && promised > jointDays) {
      found.push(error('promiseOverJoint', at, { ...params, limit: jointDays, other: another.item.name }, model.situations.find([one.active, another.active])))
    }
    if (handling === 'immediate' && promised > 1) found.push(error('immediateTooLong', at, params, example))
    return found
  })
}

const rounded = (days: number): number => Math.round(days * 100) / 100
