import { faultsOfCapacity, faultsOfCoApplicants } from './compile-people.ts'
import type { Names } from './compile.ts'
import { faultsOfWhen } from './compile-items.ts'
import { doubles, nearest, unknown } from './compile-things.ts'
import type { Bundle } from './definition.ts'
import { error, type Diagnostic, type Path, type Subject } from './diagnostic.ts'

/** Far beyond any bundle, and small enough to prove. */
const most = { items: 200, questions: 100, options: 50 }

/** What is wrong with bundles beyond their shape. */
export const faultsOfBundles = (names: Names): Diagnostic[] =>
  [...names.catalogue.bundles.values()].filter(({ id }) => names.own('bundle', id)).flatMap(bundle => faultsOfBundle(bundle, names))

function faultsOfBundle(bundle: Bundle, names: Names): Diagnostic[] {
  const at = (...path: Path): Subject => ({ kind: 'bundle', id: bundle.id, path })
  const found = tooMany(bundle, at)
  if (found.length > 0) return found
  if (!names.isKnown('department', bundle.leadDepartment)) found.push(unknown('department', bundle.leadDepartment, names, at('leadDepartment')))
  return [
    ...found, ...faultsOfQuestions(bundle, at), ...faultsOfEntries(bundle, names, at), ...faultsOfExceptions(bundle, at),
    ...faultsOfPhases(bundle, at), ...faultsOfAnswerLimit(bundle, at), ...faultsOfCapacity(bundle), ...faultsOfCoApplicants(bundle, names),
  ]
}

type At = (...path: Path) => Subject

function tooMany({ items, questions }: Bundle, at: At): Diagnostic[] {
  const found: Diagnostic[] = []
  if (items.length > most.items) found.push(error('tooManyEntries', at('items'), { key: 'items', maximum: most.items }))
  if (questions.length > most.questions) found.push(error('tooManyEntries', at('questions'), { key: 'questions', maximum: most.questions }))
  questions.forEach(({ options }, index) => {
    if (options.length > most.options) found.push(error('tooManyEntries', at('questions', index, 'options'), { key: 'options', maximum: most.options }))
  })
  return found
}

function faultsOfQuestions({ questions }: Bundle, at: At): Diagnostic[] {
  const found = doubles(questions, ({ id }) => id).map(index => error('doubleId', at('questions', index), { id: questions[index]?.id ?? '', other: 'questions' }))
  questions.forEach(({ when, options }, index) => {
    found.push(...doubles(options, ({ value }) => value).map(place => error('doubleOption', at('questions', index, 'options', place), { value: options[place]?.value ?? '' })))
    const later = new Set(questions.slice(index).map(({ id }) => id))
    when.forEach(({ question }, place) => {
      if (later.has(question)) found.push(error('laterQuestion', at('questions', index, 'when', place, 'question'), { question }))
    })
    const earlier = Map.groupBy(questions.slice(0, index), ({ id }) => id)
    found.push(...faultsOfWhen(when, earlier, at('questions', index, 'when')).filter(({ params }) => !later.has(String(params.id))))
  })
  return found
}

function faultsOfEntries({ items, questions }: Bundle, names: Names, at: At): Diagnostic[] {
  const asked = Map.groupBy(questions, ({ id }) => id)
  const present = items.map(({ item }) => item)
  const found = doubles(items, ({ item }) => item).map(index => error('doubleId', at('items', index), { id: present[index] ?? '', other: 'items' }))
  items.forEach(({ item, when, optional, after }, index) => {
    if (!names.isKnown('item', item)) found.push(unknown('item', item, names, at('items', index, 'item')))
    const service = names.catalogue.items.get(item)
    if (optional && service?.withoutApplication !== undefined) found.push(error('grantedOptional', at('items', index, 'optional'), { item: service.name }))
    found.push(...faultsOfWhen(when, asked, at('items', index, 'when')))
    after.forEach((code, place) => {
      if (code === item) found.push(error('afterItself', at('items', index, 'after', place), { item }))
      else if (!present.includes(code)) found.push(error('afterElsewhere', at('items', index, 'after', place), { item, after: code, nearest: nearest(code, present) }))
    })
  })
  return found
}

const faultsOfExceptions = ({ exceptions, items }: Bundle, at: At): Diagnostic[] =>
  exceptions.flatMap(({ item }, index) =>
    items.some(entry => entry.item === item) ? [] : [error('exceptionElsewhere', at('exceptions', index, 'item'), { item, nearest: nearest(item, items.map(entry => entry.item)) })])

/** Phases follow each other: what waits for an item never belongs to an earlier phase than it. */
function faultsOfPhases({ phases, items }: Bundle, at: At): Diagnostic[] {
  const present = items.map(({ item }) => item)
  const found = doubles(phases, ({ id }) => id).map(index => error('doubleId', at('phases', index), { id: phases[index]?.id ?? '', other: 'phases' }))
  const phaseOf = new Map<string, number>()
  phases.forEach(({ items: own }, index) => own.forEach((item, place) => {
    const within = at('phases', index, 'items', place)
    if (!present.includes(item)) found.push(error('phaseElsewhere', within, { item, nearest: nearest(item, present) }))
    else if (phaseOf.has(item)) found.push(error('phaseDouble', within, { item }))
    else phaseOf.set(item, index)
  }))
  items.forEach(({ item, after }, index) => after.forEach((before, place) => {
    const [earlier, later] = [phaseOf.get(before), phaseOf.get(item)]
    if (earlier !== undefined && later !== undefined && earlier > later) found.push(error('phaseOrder', at('items', index, 'after', place), { item, after: before }))
  }))
  return found
}

/** Days in which a person can get hold of a paper, and after which nobody has forgotten what it was for. */
const answerDays = { minimum: 3, maximum: 60 }

function faultsOfAnswerLimit({ answerLimit }: Bundle, at: At): Diagnostic[] {
  if (!answerLimit) return []
  const { value, unit } = answerLimit
  const isSane = unit !== 'hour' && Number.isInteger(value) && value >= answerDays.minimum && value <= answerDays.maximum
  return isSane ? [] : [error('answerLimitOdd', at('answerLimit'), answerDays)]
}
