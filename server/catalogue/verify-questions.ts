import type { Option, Question } from './definition.ts'
import { error, warning, type Diagnostic } from './diagnostic.ts'
import type { Conjunction } from './situations.ts'
import { entryOf, inBundle, inItem, type Model, type ModelItem } from './verify-model.ts'

/** Each question can come up. */
export function* questionsAreReachable(model: Model): Iterable<Diagnostic> {
  for (const [index, { name, when }] of model.definition.bundle.questions.entries()) {
    if (!model.situations.isPossible({ when, chosen: [] })) yield error('questionUnreachable', inBundle(model, 'questions', index, 'when'), { question: name })
  }
}

/** Each question decides something, and each of its options something else than the others. */
export function* questionsMatter(model: Model): Iterable<Diagnostic> {
  const effects = effectsIn(model)
  for (const [index, question] of model.definition.bundle.questions.entries()) {
    if (!model.situations.isPossible({ when: question.when, chosen: [] })) continue
    const groups: Option[][] = []
    for (const option of question.options) {
      const alike = groups.find(([first]) => first && isAlike(model, effects, question, first.value, option.value))
      if (alike) alike.push(option)
      else groups.push([option])
    }
    const at = inBundle(model, 'questions', index)
    // In which capacity somebody acts is written into the case, whatever else it decides.
    if (question.isCapacity) continue
    if (groups.length === 1) yield error('questionUseless', at, { question: question.name })
    else yield* groups.filter(alike => alike.length > 1).map(alike => warning('optionsAlike', at, { question: question.name, list: alike.map(({ zh, en }) => ({ zh, en })) }))
  }
}

/** What people notice, under one key whatever brings it about: a question that comes up, an item, a need of an item. */
type Effects = Map<string, Conjunction[]>

function effectsIn({ definition: { bundle }, items, fields, materials, presences }: Model): Effects {
  const needs = [['field', fields], ['material', materials], ['presence', presences]] as const
  const effects: [string, Conjunction][] = [
    ...bundle.questions.map(({ id, when }): [string, Conjunction] => [`question ${id}`, { when, chosen: [] }]),
    ...items.map(({ code, active }): [string, Conjunction] => [`item ${code}`, active]),
    ...needs.flatMap(([kind, parts]) => parts.map(({ of, part, active }): [string, Conjunction] => [`${kind} ${of.code} ${JSON.stringify({ ...part, when: [] })}`, active])),
  ]
  return new Map([...Map.groupBy(effects, ([key]) => key)].map(([key, found]) => [key, found.map(([, conjunction]) => conjunction)]))
}

/** Whether nobody notices which of the two is answered, whatever the other answers are. */
const isAlike = (model: Model, effects: Effects, { id }: Question, one: string, other: string): boolean =>
  [...effects.values()].every(ways => [[one, other], [other, one]].every(([value = '', instead = '']) => ways.every(way => {
    if (!doesAccept(way, id, value) || doesAccept(way, id, instead)) return true
    const otherWays = ways.filter(another => another !== way && doesAccept(another, id, instead))
    return !model.situations.find([way, { when: [{ question: id, in: [value] }], chosen: [] }], otherWays.map(another => without(another, id)))
  })))

const doesAccept = ({ when }: Conjunction, id: string, value: string): boolean => when.every(({ question, in: accepted }) => question !== id || accepted.includes(value))
const without = ({ when, chosen }: Conjunction, id: string): Conjunction => ({ when: when.filter(({ question }) => question !== id), chosen })

/** Each item and each of its needs can apply. An item is shared, so a need that never applies here may do so elsewhere. */
export function* partsAreReachable(model: Model): Iterable<Diagnostic> {
  const asked = new Set(model.definition.bundle.questions.map(({ id }) => id))
  const dead = new Set<ModelItem>()
  for (const one of model.items) {
    if (model.situations.isPossible(one.active)) continue
    dead.add(one)
    yield error('itemUnreachable', entryOf(model, one, 'when'), { item: one.item.name })
  }
  const lists = [['fields', model.fields], ['materials', model.materials], ['presence', model.presences]] as const
  for (const [list, parts] of lists) {
    for (const { of, index, part, active } of parts) {
      const isSpokenOf = part.when.every(({ question }) => asked.has(question)) && !dead.has(of)
      if (isSpokenOf && !model.situations.isPossible(active)) yield warning('partUnreachable', inItem(of, list, index, 'when'), { item: of.item.name })
    }
  }
}
