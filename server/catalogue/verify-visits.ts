import type { Presence, Text } from './definition.ts'
import { error, warning, type Diagnostic } from './diagnostic.ts'
import { both, type Conjunction } from './situations.ts'
import { inBundle, inItem, type Edge, type Model, type Part } from './verify-model.ts'

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
export function visitsAreKept(model: Model): Diagnostic[] {
  const { maxVisits, exceptions } = model.definition.bundle
  if (maxVisits > 1 && exceptions.length === 0) return [error('promisesTooManyVisits', inBundle(model, 'maxVisits'), { visits: maxVisits })]
  const regular = tooManyJourneys(model, journeys(model, false), Math.min(maxVisits, 1))
  const all = regular.length > 0 ? regular : tooManyJourneys(model, journeys(model, true), maxVisits)
  return [...all, ...needlessExceptions(model)]
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

/** `count` presences that are as many journeys in one situation; the shortest such situation. */
function separateJourneys(model: Model, presences: readonly Part<Presence>[], count: number) {
  type Found = { trips: Part<Presence>[]; example: NonNullable<ReturnType<typeof model.situations.find>> }
  let best: Found | undefined
  const extend = (trips: Part<Presence>[], from: number, { all, none }: Apart): void => {
    model.situations.step()
    if (!model.situations.isPossible(...all)) return
    if (trips.length === count) {
      const example = model.situations.find(all, none)
      const length = (found: Found['example']) => found.answers.length + found.chosen.length
      if (example && (!best || length(example) < length(best.example))) best = { trips, example }
      return
    }
    presences.slice(from).forEach((next, offset) => {
      const start: Apart = { all: [...all, next.active], none }
      for (const apart of trips.reduce<Apart[]>((ways, trip) => combined(ways, waysApart(model, trip, next)), [start])) {
        extend([...trips, next], from + offset + 1, apart)
      }
    })
  }
  extend([], 0, { all: [], none: [] })
  return best
}

const combined = (ways: readonly Apart[], more: readonly Apart[]): Apart[] =>
  ways.flatMap(way => more.map(other => ({ all: [...way.all, ...other.all], none: [...way.none, ...other.none] })))

/**
 * How two presences come to be two journeys. At different places they always are; at one place they
 * merge when both are for collecting results, or when both items wait for the same outcomes.
 */
function waysApart({ edges }: Model, a: Part<Presence>, b: Part<Presence>): Apart[] {
  const place = ({ part, of }: Part<Presence>) => (part.where === 'counter' ? '' : of.item.department)
  if (place(a) !== place(b) || a.part.at !== b.part.at) return [{ all: [], none: [] }]
  if (a.of === b.of || a.part.at === 'collection') return []
  const waits = (edge: Edge, x: Part<Presence>, y: Part<Presence>): Apart[] =>
    edge.to !== x.of ? [] : [{ all: [edge.active], none: edges.filter(({ from, to }) => from === edge.from && to === y.of).map(({ active }) => both(active)) }]
  return edges.flatMap(edge => [...waits(edge, a, b), ...waits(edge, b, a)])
}
