import { applies, doesApply, questionsToAsk } from '../../server/catalogue/condition.ts'
import type { BundleDefinition, Question, ServiceItem } from '../../server/catalogue/definition.ts'
import { plan, type Plan } from '../../server/catalogue/plan.ts'

/**
 * The second opinion on a bundle: every situation there is, one by one, and what is wrong in each as
 * one reads it off the Plan. It knows nothing of the proof.
 */
export interface Situation {
  answers: Record<string, string>
  chosen: string[]
  plan: Plan
  /** The same situation with every optional item that may be had. */
  withAll: Plan
}

/** Answers to all questions that come up, and every choice among the optional items that then apply. */
export function everySituation(definition: BundleDefinition): Situation[] {
  const complete = (answers: Record<string, string>): Record<string, string>[] => {
    const next = questionsToAsk(definition, answers).find(({ id }) => answers[id] === undefined)
    return next ? next.options.flatMap(({ value }) => complete({ ...answers, [next.id]: value })) : [answers]
  }
  return complete({}).flatMap(answers => {
    const withAll = plan(definition, { answers })
    const optional = withAll.items.filter(({ isOptional }) => isOptional).map(({ code }) => code).sort()
    const choices = optional.reduce<string[][]>((sets, code) => [...sets, ...sets.map(set => [...set, code])], [[]])
    return choices.map(chosen => ({ answers, chosen, withAll, plan: chosen.length === optional.length ? withAll : plan(definition, { answers, chosen }) }))
  })
}

/** What never happens in any situation, by the same codes. */
export function neverIn(all: readonly Situation[], { bundle, items }: BundleDefinition) {
  const plans = all.map(({ plan }) => plan)
  const isIn = (code: string, plan: Plan) => plan.items.some(item => item.code === code)
  const parts = bundle.items.flatMap(({ item }) => (['fields', 'materials', 'presence'] as const).flatMap(list => items[item]?.[list].map(({ when }) => ({ item, when })) ?? []))
  const isDead = (item: string) => !plans.some(plan => isIn(item, plan))
  const outcomes = effects(all, bundle.questions, items)
  return {
    itemUnreachable: bundle.items.some(({ item }) => isDead(item)),
    questionUnreachable: bundle.questions.some(({ id }) => !all.some(({ answers }) => answers[id] !== undefined)),
    partUnreachable: parts.some(({ item, when }) => !isDead(item) && !plans.some(plan => isIn(item, plan) && doesApply(when, plan.answers, true))),
    questionUseless: outcomes.some(({ alike, options }) => alike === options),
    optionsAlike: outcomes.some(({ alike, options }) => alike > 1 && alike < options),
    exceptionNeedless: bundle.exceptions.some(({ item }) => !items[item]?.presence.some(({ where }) => where !== 'site')),
    promisesTooManyVisits: bundle.maxVisits > 1 && bundle.exceptions.length === 0,
  }
}

/** Fields and materials that nothing has to do with, in no situation. */
export function neverUsed(all: readonly Situation[], { fields, materials }: BundleDefinition): string[] {
  const used = new Set(all.flatMap(({ plan: { items, answers } }) => items.flatMap(({ item, competence }) => [
    ...item.fields.filter(({ when }) => doesApply(when, answers, true)).map(({ field }) => field), ...item.result.fields, competence.regionField,
    ...item.materials.filter(({ when }) => doesApply(when, answers, true)).map(({ material }) => material), item.result.material,
  ])))
  const keyOf = (id: string) => (used.has(id) ? (fields[id] ?? materials[id])?.register?.by : undefined)
  for (const id of [...Object.keys(materials), ...Object.keys(fields)]) used.add(keyOf(id))
  return [...Object.keys(fields), ...Object.keys(materials)].filter(id => !used.has(id))
}

/** For each question that comes up: of how many options the largest group is among which it makes no difference. */
function effects(all: readonly Situation[], questions: readonly Question[], items: Record<string, ServiceItem>) {
  const whole = all.filter(({ plan, withAll }) => plan === withAll)
  const byAnswers = new Map(whole.map(one => [JSON.stringify(one.answers), effectOf(one, items)]))
  const other = (answers: Record<string, string>, id: string, value: string) => byAnswers.get(JSON.stringify({ ...answers, [id]: value }))
  return questions.flatMap(({ id, options }) => {
    const asked = whole.filter(({ answers }) => answers[id] !== undefined)
    if (asked.length === 0) return []
    const values = options.map(({ value }) => value)
    const isAlike = (a: string, b: string) => asked.filter(({ answers }) => [a, b].includes(answers[id] ?? '')).every(({ answers }) => {
      const [one, two] = [other(answers, id, a), other(answers, id, b)]
      return one !== undefined && one === two
    })
    return [{ options: values.length, alike: Math.max(...values.map(a => values.filter(b => isAlike(a, b)).length)) }]
  })
}

/** What people notice of a situation: questions, items, and what each of them needs. */
const effectOf = ({ plan }: Situation, items: Record<string, ServiceItem>): string => JSON.stringify([plan.questions.map(({ id }) => id), plan.items.map(({ code }) => code).sort().map(code => [code,
  (['fields', 'materials', 'presence'] as const).map(list =>
    [...new Set((items[code]?.[list] ?? []).filter(({ when }) => applies(when, plan.answers) === 'yes').map(part => JSON.stringify({ ...part, when: [] })))].sort())])])
