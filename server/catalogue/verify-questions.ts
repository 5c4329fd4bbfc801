import type { Condition, Question } from './definition.ts'
import { error, warning, type Diagnostic } from './diagnostic.ts'
import { entryOf, inBundle, inItem, type Model } from './verify-model.ts'

/** Each question can come up. */
export const questionsAreReachable = (model: Model): Diagnostic[] =>
  model.definition.bundle.questions.flatMap(({ name, when }, index) =>
    model.situations.isPossible({ when, chosen: [] }) ? [] : [error('questionUnreachable', inBundle(model, 'questions', index, 'when'), { question: name })])

/** Each question decides something, and each of its options something else than the others. */
export function questionsMatter(model: Model): Diagnostic[] {
  const { questions } = model.definition.bundle
  const conditions = conditionsIn(model)
  return questions.flatMap((question, index) => {
    const signatures = Map.groupBy(question.options, option => signature(question, option.value, conditions))
    const at = inBundle(model, 'questions', index)
    if (signatures.size === 1) return [error('questionUseless', at, { question: question.name })]
    return [...signatures.values()].filter(alike => alike.length > 1).map(alike =>
      warning('optionsAlike', at, { question: question.name, list: alike.map(({ zh, en }) => ({ zh, en })) }))
  })
}

function conditionsIn({ definition: { bundle }, items, fields, materials, presences }: Model): Condition[] {
  const parts = [...fields, ...materials, ...presences].flatMap(({ part }) => part.when)
  return [...bundle.questions.flatMap(({ when }) => when), ...items.flatMap(({ entry }) => entry.when), ...parts]
}

const signature = ({ id }: Question, value: string, conditions: readonly Condition[]): string =>
  conditions.filter(({ question }) => question === id).map(condition => (condition.in.includes(value) ? '1' : '0')).join('')

/** Each item and each of its needs can apply. An item is shared, so a need that never applies here may do so elsewhere. */
export function partsAreReachable(model: Model): Diagnostic[] {
  const asked = new Set(model.definition.bundle.questions.map(({ id }) => id))
  const faults = model.items.flatMap(one =>
    model.situations.isPossible(one.active) ? [] : [error('itemUnreachable', entryOf(model, one, 'when'), { item: one.item.name })])
  const dead = new Set(faults.map(({ params }) => params.item))
  const lists = [['fields', model.fields], ['materials', model.materials], ['presence', model.presences]] as const
  const warnings = lists.flatMap(([list, parts]) =>
    parts
      .filter(({ part, of, active }) => part.when.every(({ question }) => asked.has(question)) && !dead.has(of.item.name) && !model.situations.isPossible(active))
      .map(({ of, index }) => warning('partUnreachable', inItem(of, list, index, 'when'), { item: of.item.name })))
  return [...faults, ...warnings]
}
