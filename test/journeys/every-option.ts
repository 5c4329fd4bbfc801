import { applies } from '../../server/catalogue/condition.ts'
import type { BundleDefinition, ServiceItem } from '../../server/catalogue/definition.ts'
import { everything, situationsOf, type Box, type Conjunction, type Situations } from '../../server/catalogue/situations.ts'
import { modelOf } from '../../server/catalogue/verify-model.ts'

/** What somebody answered, and which optional items he took. */
export interface Situation {
  answers: Record<string, string>
  chosen: string[]
}

/** Something that has to come about in at least one situation: what holds then, and what is left out though it is offered. */
interface Goal {
  name: string
  holds: Conjunction
  without: string[]
}

/**
 * Few situations in which everything in a bundle comes about: each option of each question, each item,
 * the optional ones taken and not taken, and each field, material and presence that an item may need.
 *
 * Greedy: what has not come about yet is put into one situation as far as it goes together, and so on.
 */
export function situationsCovering(definition: BundleDefinition): Situation[] {
  const found: Situation[] = []
  let open = goalsOf(definition)
  while (open.length > 0) {
    const situation = situationWith(open, definition)
    const left = open.filter(goal => !comesAbout(goal, situation))
    if (left.length === open.length) throw new Error(`${left[0]?.name} of ${definition.bundle.id} can never come about`)
    found.push(situation)
    open = left
  }
  return found
}

/** What comes about in none of these situations, by name. */
export const uncovered = (definition: BundleDefinition, situations: readonly Situation[]): string[] =>
  goalsOf(definition).filter(goal => !situations.some(situation => comesAbout(goal, situation))).map(({ name }) => name)

/** Items are shared: what one needs only by a question that this bundle never puts can't come about here. */
function goalsOf(definition: BundleDefinition): Goal[] {
  const { bundle } = definition
  const { items, fields, materials, presences, situations } = modelOf(definition, [], () => true)
  const needs = [...fields.map(one => ({ ...one, kind: 'field' })), ...materials.map(one => ({ ...one, kind: 'material' })), ...presences.map(one => ({ ...one, kind: 'presence' }))]
  return [
    ...bundle.questions.flatMap(({ id, when, options }) => options.map(({ value }): Goal => ({ name: `${id}=${value}`, holds: { when: [...when, { question: id, in: [value] }], chosen: [] }, without: [] }))),
    ...items.map(({ code, active }): Goal => ({ name: code, holds: active, without: [] })),
    ...items.filter(({ entry }) => entry.optional).map(({ code, entry }): Goal => ({ name: `not ${code}`, holds: { when: entry.when, chosen: [] }, without: [code] })),
    ...needs.filter(({ active }) => situations.isPossible(active)).map(({ of, kind, index, active }): Goal => ({ name: `${of.code} ${kind} ${index + 1}`, holds: active, without: [] })),
  ]
}

/** By what was answered and taken alone. */
const comesAbout = ({ holds: { when, chosen: taken }, without }: Goal, { answers, chosen }: Situation): boolean =>
  applies(when, answers) === 'yes' && taken.every(item => chosen.includes(item)) && !without.some(item => chosen.includes(item))

/** The first of these, and as many of the others as go together with it; something is taken where there is nothing else to do. */
function situationWith(goals: readonly Goal[], definition: BundleDefinition): Situation {
  const situations = situationsOf(definition.bundle, definition.items)
  const box = goals.reduce((so, goal) => narrowed(situations, so, goal) ?? so, everything)
  const { answerIds: answers, chosenIds: chosen } = situations.exampleOf(box)
  if (itemsIn(definition, { answers, chosen }).length > 0) return { answers, chosen }
  const offered = definition.bundle.items.filter(({ when }) => applies(when, answers) === 'yes').map(({ item }) => item)
  return { answers, chosen: [offered.find(item => !box.unchosen.has(item)) ?? offered.at(-1) ?? ''] }
}

/** The items of a situation as one reads them off the definition, without asking the Plan. */
export const itemsIn = ({ bundle, items }: BundleDefinition, { answers, chosen }: Situation): ServiceItem[] =>
  bundle.items.filter(({ item, when, optional }) => applies(when, answers) === 'yes' && (!optional || chosen.includes(item))).flatMap(({ item }) => items[item] ?? [])

function narrowed(situations: Situations, box: Box, { holds, without }: Goal): Box | undefined {
  if (without.some(item => box.chosen.has(item))) return undefined
  const found = situations.narrow(box, holds)
  return found && { ...found, unchosen: new Set([...found.unchosen, ...without]) }
}

export const inWords = ({ answers, chosen }: Situation): string =>
  [...Object.entries(answers).map(([question, answer]) => `${question}=${answer}`), ...chosen.map(item => `+${item}`)].join(' ')
