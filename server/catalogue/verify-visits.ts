import type { Presence, Text } from './definition.ts'
import { error, warning, type CounterExample, type Diagnostic } from './diagnostic.ts'
import { demandOf, everything, isFinished, lengthOf, shortestFirst, Undecided, type Box, type Conjunction } from './situations.ts'
import { placeOf } from './plan-effort.ts'
import { inBundle, inItem, type Model, type Part } from './verify-model.ts'

/** Conditions under which two presences are two journeys: `all` hold and `none` does. */
interface Apart {
  all: Conjunction[]
  none: Conjunction[]
}

/** Presences that cost the applicant a journey, apart from those listed as legal exceptions. */
function journeys({ presences, definition }: Model, withExceptions: boolean): Part<Presence>[] {
  const excepted = new Set(definition.bundle.exceptions.map(({ item }) => item))
  return presences.filter(({ part, of }) => part.where !== 'site' && (withExceptions || !excepted.has(of.code)))
}

/**
 * 浙江省保障“最多跑一次”改革规定 第二条: at most one visit from application to result. Only what the
 * exceptions catalogue (第四条) lists may cost more, and then the bundle says how many in all.
 */
export function* visitsAreKept(model: Model): Iterable<Diagnostic> {
  const { maxVisits, exceptions } = model.definition.bundle
  if (maxVisits > 1 && exceptions.length === 0) return yield error('promisesTooManyVisits', inBundle(model, 'maxVisits'), { visits: maxVisits })
  yield* needlessExceptions(model)
  const regular = tooManyJourneys(model, journeys(model, false), Math.min(maxVisits, 1))
  const all = exceptions.length > 0 ? tooManyJourneys(model, journeys(model, true), maxVisits) : []
  yield* shortestFirst([...regular, ...all]).slice(0, 1)
}

function tooManyJourneys(model: Model, presences: readonly Part<Presence>[], most: number): Diagnostic[] {
  const found = separateJourneys(model, presences, most + 1)
  if (!found) return []
  const { trips, example } = found
  const places = trips.map(({ of, part }): Text => ({
    zh: `${of.item.name.zh}（${part.who.zh}，${part.basis}）`,
    en: `${of.item.name.en} (${part.who.en}; ${part.basis})`,
  }))
  const last = trips.at(-1) as Part<Presence>
  return [error('tooManyVisits', inItem(last.of, 'presence', last.index), { visits: trips.length, promised: most, list: places }, example)]
}

const needlessExceptions = (model: Model): Diagnostic[] =>
  model.definition.bundle.exceptions.flatMap(({ item }, index) =>
    model.presences.some(({ of, part }) => of.code === item && part.where !== 'site')
      ? []
      : [warning('exceptionNeedless', inBundle(model, 'exceptions', index), { item: model.definition.items[item]?.name ?? item })])

/** The most journeys any situation takes, counted up to one more than promised. */
export function mostVisits(model: Model): number {
  const presences = journeys(model, true)
  let most = 0
  while (most <= model.definition.bundle.maxVisits && separateJourneys(model, presences, most + 1)) most += 1
  return most
}

interface Journeys {
  trips: Part<Presence>[]
  example: CounterExample
}

/** `count` presences that are as many journeys in one situation, and the shortest such situation. */
function separateJourneys(model: Model, presences: readonly Part<Presence>[], count: number): Journeys | undefined {
  const { situations } = model
  let best: Journeys | undefined
  let isPatient = () => true
  const extend = (trips: Part<Presence>[], from: number, box: Box, none: Conjunction[]): void => {
    if (best && (!isPatient() || situations.sizeOf(box) >= lengthOf(best.example))) return
    if (trips.length === count) {
      const example = situations.find([demandOf(box)], none)
      if (!example || (best && lengthOf(example) >= lengthOf(best.example))) return
      if (!best) isPatient = situations.patience()
      best = { trips, example }
      return
    }
    presences.slice(from).forEach((next, offset) => {
      for (const { all, none: apart } of trips.reduce((ways, trip) => combined(ways, waysApart(model, trip, next)), together)) {
        const narrowed = situations.narrow(box, next.active, ...all)
        if (narrowed) extend([...trips, next], from + offset + 1, narrowed, [...none, ...apart])
      }
    })
  }
  const isWhole = isFinished(() => extend([], 0, everything, []))
  if (!isWhole && !best) throw new Undecided()
  return best
}

const together: Apart[] = [{ all: [], none: [] }]

const combined = (ways: readonly Apart[], more: readonly Apart[]): Apart[] =>
  ways.flatMap(way => more.map(other => ({ all: [...way.all, ...other.all], none: [...way.none, ...other.none] })))

/**
 * How two presences come to be two journeys. At different places they always are; at one place they
 * merge when both are for collecting results, or when both items wait for the same outcomes.
 */
function waysApart({ before }: Model, a: Part<Presence>, b: Part<Presence>): Apart[] {
  if (placeOf(a.part, a.of.item) !== placeOf(b.part, b.of.item) || a.part.at !== b.part.at) return together
  if (a.of === b.of || a.part.at === 'collection') return []
  const waitsAlone = (x: Part<Presence>, y: Part<Presence>): Apart[] =>
    (before.get(x.of) ?? []).map(edge => ({ all: [edge.active], none: (before.get(y.of) ?? []).filter(({ from }) => from === edge.from).map(({ active }) => active) }))
  return [...waitsAlone(a, b), ...waitsAlone(b, a)]
}
