import { applies } from './condition.ts'
import type { Bundle, Condition, Question, ServiceItem } from './definition.ts'
import type { CounterExample } from './diagnostic.ts'

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
  /** A short situation in which all of `all` hold and none of `none`; undefined when there is none at all. */
  find(all: readonly Conjunction[], none?: readonly Conjunction[]): CounterExample | undefined
  exampleOf(box: Box): CounterExample
  /** The work done so far. */
  steps(): number
}

/** Steps after which a search gives up, and after which it is content with the example it has. */
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
  const narrow: Situations['narrow'] = (box, ...all) => {
    step()
    return all.reduce<Box | undefined>((left, conjunction) => left && required(left, conjunction, questions), box)
  }
  /** Depth first over the ways in which each of `none` can fail, the one with the fewest ways first. */
  const search = (box: Box, none: readonly Conjunction[], best: Box | undefined, content: number): Box | undefined => {
    if (best && (steps > content || size(box, questions) >= size(best, questions))) return best
    step(1 + none.length / conjunctionsOfAStep)
    const open: { conjunction: Conjunction; ways: Box[] }[] = []
    for (const conjunction of none) {
      const ways = [...excluded(box, conjunction, questions)]
      if (ways.length === 0) return best
      if (ways[0] !== box) open.push({ conjunction, ways })
    }
    const next = open.reduce<(typeof open)[number] | undefined>((fewest, one) => (fewest && fewest.ways.length <= one.ways.length ? fewest : one), undefined)
    if (!next) return box
    const rest = open.filter(one => one !== next).map(({ conjunction }) => conjunction)
    return next.ways.reduce<Box | undefined>((shortest, way) => search(way, rest, shortest, content), best)
  }
  return {
    narrow,
    exampleOf: box => counterExample(box, bundle, items),
    steps: () => Math.ceil(steps),
    isPossible: (...all) => narrow(everything, ...all) !== undefined,
    find: (all, none = []) => {
      const box = narrow(everything, ...all)
      const found = box && search(box, distinct(none), undefined, steps + limits.shorter)
      return found && counterExample(found, bundle, items)
    },
  }
}

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

/** How many combinations of answers and optional items there are; `isExact` is false when counting them took too long. */
export function countCombinations({ questions, items }: Bundle): { count: number; isExact: boolean } {
  let budget = 50_000
  type Variable = { id: string; when: readonly Condition[]; values: readonly string[] }
  const variables: Variable[] = [
    ...questions.map(({ id, when, options }) => ({ id, when, values: options.map(({ value }) => value) })),
    ...items.filter(({ optional }) => optional).map(({ item, when }) => ({ id: `item ${item}`, when, values: ['yes', 'no'] })),
  ]
  const count = (open: readonly Variable[], answers: Readonly<Record<string, string>>): number => {
    const left = open.filter(({ when }) => applies(when, answers) !== 'no')
    return connected(left, answers).reduce((product, part) => product * countPart(part, answers), 1)
  }
  const countPart = (part: readonly Variable[], answers: Readonly<Record<string, string>>): number => {
    const [first, ...rest] = part
    if (!first) return 1
    const isPut = applies(first.when, answers) === 'yes'
    if (rest.length === 0 || --budget < 0) return isPut ? first.values.length : 1
    if (!isPut) return count(rest, answers)
    return first.values.reduce((sum, value) => sum + count(rest, { ...answers, [first.id]: value }), 0)
  }
  return { count: count(variables, {}), isExact: budget >= 0 }
}

/** Groups of variables that say nothing about each other: their numbers multiply. */
function connected<V extends { id: string; when: readonly Condition[] }>(variables: readonly V[], answers: Readonly<Record<string, string>>): V[][] {
  const groups: V[][] = []
  for (const variable of variables) {
    const names = new Set([variable.id, ...variable.when.map(({ question }) => question).filter(question => answers[question] === undefined)])
    const touching = groups.filter(group => group.some(({ id, when }) => names.has(id) || when.some(({ question }) => names.has(question) && answers[question] === undefined)))
    const joined = [...touching.flat(), variable]
    touching.forEach(group => groups.splice(groups.indexOf(group), 1))
    groups.push(joined)
  }
  return groups.map(group => group.sort((a, b) => variables.indexOf(a) - variables.indexOf(b)))
}
