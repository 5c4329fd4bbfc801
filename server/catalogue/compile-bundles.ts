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
  return [...found, ...faultsOfQuestions(bundle, at), ...faultsOfEntries(bundle, names, at), ...faultsOfExceptions(bundle, at)]
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
  items.forEach(({ item, when, after }, index) => {
    if (!names.isKnown('item', item)) found.push(unknown('item', item, names, at('items', index, 'item')))
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
