import type { BundleDefinition, ServiceItem } from '../../server/catalogue/definition.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { inWords, itemsIn, situationsCovering, uncovered } from './every-option.ts'
import { outcomeFaults } from './every-option-outcome.ts'
import { Town } from './every-option-town.ts'
import { shipped, walk } from './every-option-walk.ts'

const bundles = shipped.map(definition => ({ id: definition.bundle.id, definition }))
const many = 20

test.each(bundles)('$id: few situations cover every option, item, field, paper and presence', ({ definition }) => {
  const situations = situationsCovering(definition)
  expect(uncovered(definition, situations)).toEqual([])
  expect(situations.length).toBeLessThanOrEqual(many)
  const options = definition.bundle.questions.flatMap(({ id, options }) => options.map(({ value }) => `${id}=${value}`))
  const answered = new Set(situations.flatMap(({ answers }) => Object.entries(answers).map(([question, answer]) => `${question}=${answer}`)))
  expect(options.filter(option => !answered.has(option))).toEqual([])
})

test.each(bundles)('$id: each situation is one that somebody can be in, with the items that the Plan has', ({ definition }) => {
  for (const situation of situationsCovering(definition)) {
    const { isFinal, answers, items } = plan(definition, situation)
    expect({ isFinal, answers }).toEqual({ isFinal: true, answers: situation.answers })
    expect(items.map(({ code }) => code).sort()).toEqual(itemsIn(definition, situation).map(({ code }) => code).sort())
  }
})

const marriage = shipped.find(({ bundle }) => bundle.id === 'marriage') as BundleDefinition
const [first, ...others] = marriage.bundle.questions

test('an option that somebody adds is missed until it is walked as well', () => {
  const before = situationsCovering(marriage)
  const option = { value: 'planted', zh: '新的', en: 'Planted' }
  const planted: BundleDefinition = { ...marriage, bundle: { ...marriage.bundle, questions: [{ ...first!, options: [...first!.options, option] }, ...others] } }
  expect(uncovered(planted, before)).toEqual([`${first!.id}=planted`])
  expect(uncovered(planted, situationsCovering(planted))).toEqual([])
})

test('an item, a field and a paper that come with one answer are missed without it, and an optional item that everybody took', () => {
  const situations = situationsCovering(marriage)
  const answer = situations[0]!.answers[first!.id]
  const rest = situations.filter(({ answers }) => answers[first!.id] !== answer)
  expect(uncovered(marriage, rest)).toContain(`${first!.id}=${answer}`)
  const optional = marriage.bundle.items.filter(entry => entry.optional).map(({ item }) => item)
  const everybody = situations.map(situation => ({ ...situation, chosen: optional }))
  expect(uncovered(marriage, everybody)).toEqual(optional.map(item => `not ${item}`))
  expect(uncovered(marriage, [])).toEqual(expect.arrayContaining(['premarital-check', 'premarital-check field 1']))
  expect(inWords(situations[0]!)).toContain(`${first!.id}=${answer}`)
})

describe('what is wrong with a case is found', () => {
  let town: Town
  beforeAll(async () => void (town = await Town.found()))
  afterAll(() => town?.stop())

  const situation = situationsCovering(marriage)[0]!
  /** The portal works by what is published; what the walk expects is changed here, so that they differ as they would by a fault. */
  const expecting = (code: string, change: (item: ServiceItem) => Partial<ServiceItem>): BundleDefinition =>
    ({ ...marriage, items: { ...marriage.items, [code]: { ...marriage.items[code]!, ...change(marriage.items[code]!) } } })
  const without = (code: string): BundleDefinition => ({ ...marriage, bundle: { ...marriage.bundle, items: marriage.bundle.items.filter(({ item }) => item !== code) } })

  test.each([
    ['a task at another office', expecting('marriage-register', () => ({ department: 'health' })), /marriage-register is at civil-affairs@\d+ and not at health@\d+/],
    ['a task too many', without('hukou-status'), /the tasks are .*hukou-status/],
    ['a datum that an officer sees and does not need', expecting('hukou-status', ({ fields }) => ({ fields: fields.slice(1) })), /hukou-status: shows [\w.]+, which it does not need/],
    ['a datum that an officer needs and does not see', expecting('hukou-status', ({ fields }) => ({ fields: [...fields, { field: 'child.name', basis: '某法', required: true, when: [] }] })), /hukou-status: does not show child.name/],
    ['a paper that is not there', expecting('hukou-status', ({ materials }) => ({ materials: [...materials, { material: 'passport', handling: 'handIn', basis: '某法', when: [] }] })), /hukou-status: has no passport/],
    ['an item that should have waited', { ...marriage, bundle: { ...marriage.bundle, items: marriage.bundle.items.map(entry => (entry.item === 'marriage-book' ? { ...entry, after: ['marriage-register'] } : entry)) } }, /marriage-book is received while marriage-register is still to come/],
  ] as [string, BundleDefinition, RegExp][])('%s', async (_, expected, told) => {
    const failure = await walk(town, expected, situation, 0).then(() => '', ({ message }: Error) => message)
    expect(failure).toMatch(told)
    expect(failure).toContain(`marriage, ${inWords(situation)}:`)
  })

  test('a result that never came, a history that was changed, a visit too many, a day too late', async () => {
    const outcome = await walk(town, marriage, situation, 0)
    const { dossier, events } = outcome
    const { version: { definition, proof } } = dossier
    const [one, two, ...rest] = events
    expect(outcomeFaults(outcome)).toEqual([])
    expect(Object.values(dossier.theCase.content.lookups).map(({ outcome }) => outcome)).toContain('found')
    expect(outcomeFaults({ ...outcome, certificates: [] })).toContain('marriage-register gave 0 certificates')
    expect(outcomeFaults({ ...outcome, messages: [] })).toContain('the applicant was not told of the end')
    expect(outcomeFaults({ ...outcome, events: [one!, { ...two!, actorId: 'somebody else' }, ...rest] })).toContain('the history is broken at 2')
    expect(outcomeFaults({ ...outcome, events: events.slice(0, -2) }).join()).toContain('not what its history says')
    expect(outcomeFaults({ ...outcome, dossier: { ...dossier, version: { ...dossier.version, proof: { ...proof, maxVisits: 0 } } } }).join()).toContain('at most 0 proved')
    const hasty = { ...definition, bundle: { ...definition.bundle, promisedTotal: { ...definition.bundle.promisedTotal, value: 0 } } }
    expect(outcomeFaults({ ...outcome, dossier: { ...dossier, version: { ...dossier.version, definition: hasty } } }).join()).toMatch(/it was over on .*, 0 workingDay were over on/)
    expect(outcomeFaults({ ...outcome, expectedEnd: '2026-03-02' }).join()).toContain('the applicant was told 2026-03-02')
  })
})
