import { applies } from './condition.ts'
import type { Bundle, Condition, Question, ServiceItem } from './definition.ts'
import type { CounterExample, Diagnostic } from './diagnostic.ts'

/**
 * Reasoning over *all* situations of a bundle without going through them one by one.
 *
 * Whatever may apply in a bundle (an item, a field, a presence) applies when every one of its
 * conditions holds: a conjunction of “this question is answered with one of these”. Several such
 * conjunctions hold together exactly if for each question an answer is left, and if each question
 * spoken of is itself put. So “can these be together?” takes a pass over the conditions they name,
 * whatever other questions the bundle has. “… and that one not” branches once for every way in which
 * a conjunction can fail. Nothing is sampled; when the branching exceeds its bound, that is said.
 */
export interface Conjunction {
  when: readonly Condition[]
  /** Optional items that have to be chosen. */
  chosen: readonly string[]
}

export const always: Conjunction = { when: [], chosen: [] }
export const both = (...parts: readonly Conjunction[]): Conjunction =>
  ({ when: parts.flatMap(({ when }) => when), chosen: parts.flatMap(({ chosen }) => chosen) })

/** The search took more steps than allowed: nothing was proved, and nothing disproved. */
export class Undecided extends Error {}

/** A set of situations: for each question named, the answers left. */
export interface Box {
  answers: ReadonlyMap<string, ReadonlySet<string>>
  unasked: ReadonlySet<string>
  chosen: ReadonlySet<string>
  unchosen: ReadonlySet<string>
}

export const everything: Box = { answers: new Map(), unasked: new Set(), chosen: new Set(), unchosen: new Set() }

export interface Situations {
  /** The situations of the box in which all hold as well; undefined when there are none. */
  narrow(box: Box, ...all: readonly Conjunction[]): Box | undefined
  isPossible(...all: readonly Conjunction[]): boolean
  /** The shortest situation in which all of `all` hold and none of `none` (see `patience`); undefined when there is none at all. */
  find(all: readonly Conjunction[], none?: readonly Conjunction[]): CounterExample | undefined
  exampleOf(box: Box): CounterExample
  /** How many answers and ticks it takes to tell the situations of a box. */
  sizeOf(box: Box): number
  /** Says, from now on, whether it is still worth the work to look for a shorter example than the one there is. */
  patience(): () => boolean
  /** The work done so far. */
  steps(): number
}

/**
 * Steps after which a search gives up, and after which it is content with the example it has; from
 * half of the former on it always is, since finding all that is wrong comes before telling it shortly.
 */
export const limits = { undecided: 15_000, shorter: 1_000 }
/** What must not hold is looked at again in every step: so many are as much work as the step itself. */
const conjunctionsOfAStep = 4

export function situationsOf(bundle: Bundle, items: Readonly<Record<string, ServiceItem>>): Situations {
  const questions = new Map(bundle.questions.map(question => [question.id, question]))
  let steps = 0
  const step = (work = 1) => {
    steps += work
    if (steps > limits.undecided) throw new Undecided()
  }
  const patience = () => {
    const until = Math.min(steps + limits.shorter, limits.undecided / 2)
    return () => steps <= until
  }
  const narrow: Situations['narrow'] = (box, ...all) => {
    step()
    return all.reduce<Box | undefined>((left, conjunction) => left && required(left, conjunction, questions), box)
  }
  /** Depth first over the ways in which each of `none` can fail, the one with the fewest ways first. */
  const shortestIn = (all: Box, none: readonly Conjunction[]): Box | undefined => {
    const isPatient = patience()
    let best: Box | undefined
    const search = (box: Box, none: readonly Conjunction[]): void => {
      if (best && (!isPatient() || size(box, questions) >= size(best, questions))) return
      step(1 + none.length / conjunctionsOfAStep)
      const open: { conjunction: Conjunction; ways: Box[] }[] = []
      for (const conjunction of none) {
        const ways = [...excluded(box, conjunction, questions)]
        if (ways.length === 0) return
        if (ways[0] !== box) open.push({ conjunction, ways })
      }
      const next = open.reduce<(typeof open)[number] | undefined>((fewest, one) => (fewest && fewest.ways.length <= one.ways.length ? fewest : one), undefined)
      if (!next) return void (best = box)
      const rest = open.filter(one => one !== next).map(({ conjunction }) => conjunction)
      for (const way of next.ways) search(way, rest)
    }
    if (!isFinished(() => search(all, distinct(none))) && !best) throw new Undecided()
    return best
  }
  return {
    narrow,
    patience,
    sizeOf: box => size(box, questions),
    exampleOf: box => counterExample(box, bundle, items),
    steps: () => Math.ceil(steps),
    isPossible: (...all) => narrow(everything, ...all) !== undefined,
    find: (all, none = []) => {
      const box = narrow(everything, ...all)
      const found = box && shortestIn(box, none)
      return found && counterExample(found, bundle, items)
    },
  }
}

/** Whether a search came to its end, or to the end of its steps. */
export function isFinished(search: () => void): boolean {
  try {
    search()
    return true
  } catch (failure) {
    if (failure instanceof Undecided) return false
    throw failure
  }
}

/** The shortest of the examples found among things; one that was found before the steps ended is kept. */
export function shortest<T>(situations: Situations, things: readonly T[], look: (thing: T) => CounterExample | undefined): CounterExample | undefined {
  let best: CounterExample | undefined
  let isPatient = () => true
  const isWhole = isFinished(() => {
    for (const thing of things) {
      if (best && (lengthOf(best) === 0 || !isPatient())) return
      const found = look(thing)
      if (!found || (best && lengthOf(found) >= lengthOf(best))) continue
      if (!best) isPatient = situations.patience()
      best = found
    }
  })
  if (!isWhole && !best) throw new Undecided()
  return best
}

/** Of faults that say the same, the one whose example is shortest comes first. */
export const shortestFirst = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.toSorted((a, b) => (a.situation ? lengthOf(a.situation) : 0) - (b.situation ? lengthOf(b.situation) : 0))

export const lengthOf = ({ answers, chosen }: CounterExample): number => answers.length + chosen.length

const distinct = (all: readonly Conjunction[]): Conjunction[] => [...new Map(all.map(one => [JSON.stringify(one), one])).values()]

/** Whether a box says nothing that the other doesn't say too. */
export const contains = (outer: Box, inner: Box): boolean =>
  [...outer.answers].every(([id, left]) => isSubset(inner.answers.get(id), left)) && isSubset(outer.chosen, inner.chosen)

const isSubset = (inner: ReadonlySet<string> | undefined, outer: ReadonlySet<string>): boolean =>
  inner !== undefined && inner.size <= outer.size && [...inner].every(one => outer.has(one))

/** What a box demands, as a conjunction. */
export const demandOf = ({ answers, chosen }: Box): Conjunction =>
  ({ when: [...answers].map(([question, left]) => ({ question, in: [...left] })), chosen: [...chosen] })

type Questions = ReadonlyMap<string, Question>

/** The situations of the box in which the conjunction holds: also every question it names must be put. */
function required(box: Box, { when, chosen }: Conjunction, questions: Questions): Box | undefined {
  if (chosen.some(item => box.unchosen.has(item))) return undefined
  const answers = new Map(box.answers)
  const pending = [...when]
  for (const { question, in: accepted } of pending) {
    const asked = questions.get(question)
    if (!asked || box.unasked.has(question)) return undefined
    const known = answers.get(question)
    if (!known) pending.push(...asked.when)
    const left = asked.options.map(({ value }) => value).filter(value => accepted.includes(value) && (!known || known.has(value)))
    if (left.length === 0) return undefined
    answers.set(question, new Set(left))
  }
  return { ...box, answers, chosen: new Set([...box.chosen, ...chosen]) }
}

/** The situations of the box in which the conjunction fails, as boxes: one for each way to fail. */
function* excluded(box: Box, { when, chosen }: Conjunction, questions: Questions): Generator<Box> {
  if (!required(box, { when, chosen }, questions)) return yield box
  for (const { question, in: accepted } of when) {
    const asked = questions.get(question) as Question
    const others = asked.options.map(({ value }) => value).filter(value => !accepted.includes(value))
    const answeredOtherwise = required(box, { when: [{ question, in: others }], chosen: [] }, questions)
    if (answeredOtherwise) yield answeredOtherwise
    if (asked.when.length === 0 || box.answers.has(question)) continue
    for (const branch of excluded(box, { when: asked.when, chosen: [] }, questions)) yield { ...branch, unasked: new Set([...branch.unasked, question]) }
  }
  for (const item of chosen) if (!box.chosen.has(item)) yield { ...box, unchosen: new Set([...box.unchosen, item]) }
}

const isNarrowed = (id: string, left: ReadonlySet<string>, questions: Questions): boolean => left.size < (questions.get(id)?.options.length ?? 0)

const size = (box: Box, questions: Questions): number =>
  [...box.answers].filter(([id, left]) => isNarrowed(id, left, questions)).length + box.chosen.size

/** Says only what matters, and completes it to a situation that `plan` can be asked with. */
function counterExample(box: Box, { questions }: Bundle, items: Readonly<Record<string, ServiceItem>>): CounterExample {
  const byId = new Map(questions.map(question => [question.id, question]))
  const answers: CounterExample['answers'] = []
  const answerIds: Record<string, string> = {}
  for (const { id, name, options, when } of questions) {
    if (applies(when, answerIds) !== 'yes') continue
    const left = box.answers.get(id)
    const option = options.find(({ value }) => !left || left.has(value))
    if (!option) continue
    answerIds[id] = option.value
    if (left && isNarrowed(id, left, byId)) answers.push({ question: name, option: { zh: option.zh, en: option.en } })
  }
  const chosenIds = [...box.chosen]
  return { answers, chosen: chosenIds.flatMap(code => items[code]?.name ?? []), answerIds, chosenIds }
}
