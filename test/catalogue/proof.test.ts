import fc from 'fast-check'
import type { BundleDefinition, Condition } from '../../server/catalogue/definition.ts'
import { isError } from '../../server/catalogue/diagnostic.ts'
import { questionsToAsk } from '../../server/catalogue/condition.ts'
import { trips } from '../../server/catalogue/plan-effort.ts'
import { plan, type Plan } from '../../server/catalogue/plan.ts'
import { ancestors, type PlannedItem } from '../../server/catalogue/planned-item.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { aBundle, aDefinition, aField, aMaterial, anItem, aPresence, aQuestion, someRegions } from './build.ts'

/**
 * The proof reasons without going through the situations; here they are gone through, one by one,
 * with the function that everything else reads, and both have to say the same.
 */

const fieldIds = ['one.a', 'one.b', 'two.region']
const materialIds = ['paper', 'licence']
const optionsOf = [['yes', 'no'], ['a', 'b', 'c'], ['yes', 'no']]

const conditions = (upTo: number): fc.Arbitrary<Condition[]> =>
  upTo === 0
    ? fc.constant([])
    : fc.array(fc.nat(upTo - 1).chain(index => fc.subarray(optionsOf[index] as string[], { minLength: 1 }).map(accepted => ({ question: `q${index}`, in: accepted }))), { maxLength: 2 })

/** One bound at most: what contradicts itself is told by compiling. */
const bounds = fc.constantFrom<{ min?: number; max?: number }>({}, { min: 1 }, { min: 5 }, { max: 3 }, { max: 9 })
const requirement = fc.tuple(fc.record({ field: fc.constantFrom('one.a', 'one.b'), required: fc.boolean(), when: conditions(3) }), bounds).map(([needed, bound]) => ({ ...needed, ...bound }))

const items = fc.integer({ min: 1, max: 4 }).chain(count => fc.tuple(...Array.from({ length: count }, (_, index) =>
  fc.record({
    entry: fc.record({ when: conditions(3), optional: fc.boolean(), after: fc.subarray(Array.from({ length: count }, (_, other) => `i${other}`).filter(code => code !== `i${index}`)).map(codes => codes.slice(0, 2)) }),
    department: fc.constantFrom('civil-affairs', 'health'),
    days: fc.nat(9),
    fields: fc.array(requirement, { maxLength: 2 }),
    region: fc.option(fc.record({ required: fc.boolean(), when: conditions(3) }), { nil: undefined }),
    isRegional: fc.boolean(),
    produces: fc.subarray(['one.a'], { maxLength: 1 }),
    material: fc.option(fc.record({ material: fc.constantFrom(...materialIds), when: conditions(3) }), { nil: undefined }),
    issues: fc.option(fc.constantFrom(...materialIds), { nil: undefined }),
    presence: fc.array(fc.record({ where: fc.constantFrom('counter' as const, 'office' as const, 'site' as const), at: fc.constantFrom('filing' as const, 'collection' as const), when: conditions(3) }), { maxLength: 2 }),
  }))))

const definitions = fc.record({ items, questionConditions: fc.tuple(conditions(0), conditions(1), conditions(2)), maxVisits: fc.nat(1), total: fc.nat(20) })
  .map(({ items, questionConditions, maxVisits, total }): BundleDefinition => aDefinition({
    bundle: aBundle({
      maxVisits,
      promisedTotal: { value: total, unit: 'workingDay' },
      questions: questionConditions.map((when, index) => aQuestion(`q${index}`, optionsOf[index], when)),
      items: items.map(({ entry }, index) => ({ item: `i${index}`, ...entry })),
    }),
    items: items.map(({ department, days, fields, region, isRegional, produces, material, issues, presence }, index) => anItem(`i${index}`, {
      department,
      promisedLimit: { value: days, unit: 'workingDay' },
      competence: isRegional ? { by: 'field', field: 'two.region' } : { by: 'filing' },
      fields: [...fields.filter(({ field }) => !produces.includes(field)), ...(region ? [{ field: 'two.region', ...region }] : [])].map(requirement => ({ ...requirement, basis: '某法' })),
      materials: material ? [{ ...material, handling: 'handIn', basis: '某法' }] : [],
      result: { name: { zh: '果', en: 'result' }, fields: produces, ...(issues ? { material: issues } : {}) },
      presence: presence.map(one => aPresence(one)),
    })),
    fields: fieldIds.map(id => aField(id, id === 'two.region' ? { type: 'region', regionLevel: 'township' } : { type: 'integer' })),
    materials: materialIds.map(id => aMaterial(id)),
  }))

interface Situation { answers: Record<string, string>; chosen: string[]; plan: Plan }

/** Every situation there is: answers to all questions that come up, and every choice among the optional items that then apply. */
function everySituation(definition: BundleDefinition): Situation[] {
  const complete = (answers: Record<string, string>): Record<string, string>[] => {
    const next = questionsToAsk(definition, answers).find(({ id }) => answers[id] === undefined)
    return next ? next.options.flatMap(({ value }) => complete({ ...answers, [next.id]: value })) : [answers]
  }
  return complete({}).flatMap(answers => {
    const optional = plan(definition, { answers }).items.filter(({ isOptional }) => isOptional).map(({ code }) => code)
    const choices = optional.reduce<string[][]>((sets, code) => [...sets, ...sets.map(set => [...set, code])], [[]])
    return choices.map(chosen => ({ answers, chosen, plan: plan(definition, { answers, chosen }) }))
  })
}

const isCircular = ({ items }: Plan) => items.some(({ code }) => ancestors(items, code).has(code))
const isSomeTwice = ({ items }: Plan) => fieldIds.some(id => items.filter(({ item }) => item.result.fields.includes(id)).length > 1)
const hasUnknownCompetence = ({ items, fields }: Plan) =>
  items.some(({ competence }) => competence.regionField !== undefined && !fields.some(({ field, isRequired }) => field.id === competence.regionField && isRequired))

/** An item demands a paper that another one issues, and neither waits for the other. */
const demandsWhatItIssues = ({ items, materials }: Plan) =>
  materials.some(({ material, obtaining, needs }) => obtaining === 'handIn' && needs.some(({ item: needing }) =>
    items.some(({ code, item }: PlannedItem) => code !== needing && item.result.material === material.id && !ancestors(items, needing).has(code) && !ancestors(items, code).has(needing))))

const settings = { numRuns: Number(process.env.PROOF_RUNS ?? 1500) }

describe('the proof and a walk through every situation agree', () => {
  test('on visits, order, time, data and reach', () => {
    fc.assert(fc.property(definitions, definition => {
      const { diagnostics, proof } = verify(definition, someRegions)
      const says = (code: string) => diagnostics.some(found => found.code === code)
      const all = everySituation(definition)
      const { bundle } = definition
      const visits = Math.max(...all.map(({ plan }) => trips(plan.items).length))
      const expected = {
        combinations: all.length,
        visits: Math.min(visits, bundle.maxVisits + 1),
        tooManyVisits: visits > bundle.maxVisits,
        circularWait: all.some(({ plan }) => isCircular(plan)),
        nothingToDo: all.some(({ answers }) => plan(definition, { answers }).items.length === 0),
        producedTwice: all.some(({ plan }) => isSomeTwice(plan)),
        requirementsContradict: all.some(({ plan }) => plan.fields.some(({ contradictions }) => contradictions.length > 0)),
        competenceUnknown: all.some(({ plan }) => hasUnknownCompetence(plan)),
        itemUnreachable: bundle.items.some(({ item }) => !all.some(({ plan }) => plan.items.some(({ code }) => code === item))),
        questionUnreachable: bundle.questions.some(({ id }) => !all.some(({ answers }) => answers[id] !== undefined)),
      }
      expect({
        combinations: proof.combinations,
        visits: proof.maxVisits,
        tooManyVisits: says('tooManyVisits'),
        circularWait: says('circularWait'),
        nothingToDo: says('nothingToDo'),
        producedTwice: says('producedTwice'),
        requirementsContradict: says('requirementsContradict'),
        competenceUnknown: says('competenceUnknown'),
        itemUnreachable: says('itemUnreachable'),
        questionUnreachable: says('questionUnreachable'),
      }).toEqual(expected)
      // In a circle everything comes before everything, and nothing is ever decided.
      if (!expected.circularWait) {
        expect(says('caseIssuesIt')).toBe(all.some(({ plan }) => demandsWhatItIssues(plan)))
        const days = Math.max(...all.map(({ plan }) => Math.max(0, ...plan.items.map(({ decidedAfterDays }) => decidedAfterDays))))
        expect(proof.longestPathDays).toBe(days)
        expect(says('totalTooShort')).toBe(days > bundle.promisedTotal.value)
      }
    }), settings)
  })

  test('and the Plan shows every counter-example, which answers every question that comes up', () => {
    const shows: Record<string, (shown: Plan, definition: BundleDefinition) => boolean> = {
      tooManyVisits: ({ items }, { bundle }) => trips(items).length > bundle.maxVisits,
      circularWait: isCircular,
      totalTooShort: ({ items }, { bundle }) => items.some(({ decidedAfterDays }) => decidedAfterDays > bundle.promisedTotal.value),
      nothingToDo: ({ items }) => items.length === 0,
      producedTwice: isSomeTwice,
      competenceUnknown: hasUnknownCompetence,
      caseIssuesIt: demandsWhatItIssues,
    }
    fc.assert(fc.property(definitions, definition => {
      const found = verify(definition, someRegions).diagnostics.filter(isError)
      const isRound = found.some(({ code }) => code === 'circularWait')
      for (const { code, situation } of found) {
        if (!situation || !shows[code] || (isRound && ['totalTooShort', 'caseIssuesIt'].includes(code))) continue
        const shown = plan(definition, { answers: situation.answerIds, chosen: situation.chosenIds })
        expect(shown.isFinal).toBe(true)
        expect([code, shows[code](shown, definition)]).toEqual([code, true])
      }
    }), settings)
  })
})
