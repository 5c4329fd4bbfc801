import { applies, doesApply, questionsToAsk } from '../../server/catalogue/condition.ts'
import { levels, type BundleDefinition, type Level, type MaterialRequirement, type Question, type ServiceItem } from '../../server/catalogue/definition.ts'
import { filingLevel } from '../../server/catalogue/filing-level.ts'
import { trips } from '../../server/catalogue/plan-effort.ts'
import { plan, type Plan } from '../../server/catalogue/plan.ts'
import { ancestors, type PlannedItem } from '../../server/catalogue/planned-item.ts'
import { regionsUpwards } from '../../server/offices/region.ts'
import { someRegions } from './build.ts'
import type { RandomBundle } from './random-bundles.ts'

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
    const optional = withAll.items.filter(({ isOptional }) => isOptional).map(({ code }) => code)
    const choices = optional.reduce<string[][]>((sets, code) => [...sets, ...sets.map(set => [...set, code])], [[]])
    return choices.map(chosen => ({ answers, chosen, withAll, plan: chosen.length === optional.length ? withAll : plan(definition, { answers, chosen }) }))
  })
}

export type Shows = (situation: Situation, bundle: RandomBundle) => boolean

const depthOf = (level: Level | undefined, without: Level): number => levels.indexOf(level ?? without)
const depthAt = (code: string, { plan, fields }: { plan: Plan; fields: BundleDefinition['fields'] }) =>
  plan.fields.find(({ field }) => field.id === code)?.constraints.regionLevel ?? fields[code]?.regionLevel

const isCircular = ({ items }: Plan) => items.some(({ code }) => ancestors(items, code).has(code))
const daysOf = ({ items }: Plan) => Math.max(0, ...items.map(({ decidedAfterDays }) => decidedAfterDays))
export const visitsOf = ({ items }: Plan) => trips(items).length

const isTooManyVisits: Shows = ({ plan: { items } }, { definition: { bundle: { maxVisits, exceptions } } }) => {
  if (maxVisits > 1 && exceptions.length === 0) return false // told as a promise that may not be made
  const regular = items.filter(({ code }) => !exceptions.some(({ item }) => item === code))
  return trips(regular).length > Math.min(maxVisits, 1) || trips(items).length > maxVisits
}

/** An item's place may lie where no office is competent. */
const isWithoutOffice: Shows = ({ plan }, { definition, hasOffice }) => plan.items.some(({ competence: { departmentId, level, regionField } }) => {
  const least = regionField ? depthOf(depthAt(regionField, { plan, fields: definition.fields }), 'county') : depthOf(filingLevel(definition), 'county')
  return someRegions.some(region => levels.indexOf(region.level) >= least && !regionsUpwards(region.code, level).some(above => hasOffice(departmentId, above)))
})

const goesByUnknown = ({ competence: { regionField } }: PlannedItem, { fields }: Plan) =>
  regionField !== undefined && !fields.some(({ field, isRequired }) => field.id === regionField && isRequired)
const goesByProduced = ({ competence: { regionField } }: PlannedItem, { items }: Plan) => items.some(({ item }) => item.result.fields.includes(regionField ?? ''))
const goesByShallow = ({ competence: { regionField }, item: { level } }: PlannedItem, { plan, definition }: { plan: Plan; definition: BundleDefinition }) =>
  plan.fields.some(({ field }) => field.id === regionField) && depthOf(depthAt(regionField ?? '', { plan, fields: definition.fields }), 'province') < Math.min(levels.indexOf(level), levels.indexOf('township'))

/** Everything an item wants in a situation, with the entry of the Plan in which it came to stand. */
interface Want { needing: string; part: MaterialRequirement; isServed: boolean }
const wantsOf = ({ items, materials, answers }: Plan): Want[] =>
  items.flatMap(({ code, item }) => item.materials.filter(({ when }) => doesApply(when, answers, true)).map(part => ({
    needing: code, part, isServed: materials.some(({ material, obtaining, needs }) => material.id === part.material && obtaining === 'produced' && needs.some(need => need.item === code)),
  })))

const burdens = ['handIn', 'deferrable', 'commitment']
const isFetched = ({ part: { handling }, isServed }: Want) => (handling === 'sharedData' || handling === 'certificate') && !isServed
const keyIn = ({ fields }: Plan, { materials }: BundleDefinition, { part }: Want) => {
  const by = materials[part.material]?.register?.by
  return by === undefined ? undefined : { by, entry: fields.find(({ field }) => field.id === by) }
}
const isMadeHere = (fieldId: string, { items }: Plan) => items.some(({ item }) => item.result.fields.includes(fieldId))

/** An item demands a paper that another one issues, and neither waits for the other. */
const isIssuedBeside = ({ needing, part, isServed }: Want, { items }: Plan) =>
  burdens.includes(part.handling) && !isServed && items.some(({ code, item }) =>
    code !== needing && item.result.material === part.material && !ancestors(items, code).has(needing))

const keyFaults = {
  keyProduced: (want: Want, plan: Plan, definition: BundleDefinition) => {
    const key = keyIn(plan, definition, want)
    return isFetched(want) && key !== undefined && isMadeHere(key.by, plan)
  },
  keyNotAsked: (want: Want, plan: Plan, definition: BundleDefinition) => {
    const key = keyIn(plan, definition, want)
    return isFetched(want) && key !== undefined && !key.entry && !isMadeHere(key.by, plan)
  },
}
const someWant = (fits: (want: Want, plan: Plan, definition: BundleDefinition) => boolean): Shows => ({ plan }, { definition }) => wantsOf(plan).some(want => fits(want, plan, definition))

const permitsIn = ({ items }: Plan) => items.filter(({ item }) => item.kind === 'permit')
const someItem = (fits: (item: ServiceItem) => boolean): Shows => ({ plan }) => plan.items.some(({ item }) => fits(item))

/** What is wrong in one situation, by the code under which the proof tells it. */
export const shows = {
  tooManyVisits: isTooManyVisits,
  circularWait: ({ plan }) => isCircular(plan),
  nothingToDo: ({ withAll }) => withAll.items.every(({ item }) => item.kind === 'internal'),
  totalTooShort: ({ plan }, { definition }) => daysOf(plan) > definition.bundle.promisedTotal.value,
  promiseOverStatutory: someItem(({ promisedLimit, statutoryLimit }) => statutoryLimit !== undefined && promisedLimit.value > statutoryLimit.value),
  promiseOverDefault: someItem(({ kind, promisedLimit, statutoryLimit }) => kind === 'permit' && !statutoryLimit && promisedLimit.value > 20),
  promiseOverJoint: ({ plan }) => permitsIn(plan).length > 1 && permitsIn(plan).some(({ promisedLimit }) => promisedLimit.value > 45),
  immediateTooLong: someItem(({ handling, promisedLimit }) => handling === 'immediate' && promisedLimit.value > 1),
  noOffice: isWithoutOffice,
  competenceUnknown: ({ plan }) => plan.items.some(item => goesByUnknown(item, plan)),
  competenceProduced: ({ plan }) => plan.items.some(item => goesByProduced(item, plan)),
  competenceShallow: ({ plan }, { definition }) => plan.items.some(item => goesByShallow(item, { plan, definition })),
  producedTwice: ({ plan: { items } }, { definition }) => Object.keys(definition.fields).some(id => items.filter(({ item }) => item.result.fields.includes(id)).length > 1),
  requirementsContradict: ({ plan }) => plan.fields.some(({ contradictions }) => contradictions.length > 0),
  noRegisterHolds: someWant((want, _, { materials }) => isFetched(want) && want.part.handling === 'sharedData' && !materials[want.part.material]?.register),
  keyProduced: someWant(keyFaults.keyProduced),
  keyNotAsked: someWant(keyFaults.keyNotAsked),
  registerHoldsIt: someWant((want, plan, definition) => {
    const key = keyIn(plan, definition, want)
    return ['handIn', 'deferrable'].includes(want.part.handling) && !want.isServed && key?.entry !== undefined && !isMadeHere(key.by, plan)
  }),
  caseIssuesIt: someWant((want, plan) => isIssuedBeside(want, plan)),
  materialWithoutBasis: someWant(({ part }) => burdens.includes(part.handling) && !part.basis),
  sharedWithoutBasis: someWant(({ part }) => (part.handling === 'sharedData' || part.handling === 'certificate') && !part.basis),
} satisfies Record<string, Shows>
export type ShownCode = keyof typeof shows

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
