import { join } from 'node:path'
import { readDefinitions, readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { compile } from '../../server/catalogue/compile.ts'
import { serviceItemSchema, type BundleDefinition, type BundleItem, type Question, type ServiceItem } from '../../server/catalogue/definition.ts'
import type { Diagnostic } from '../../server/catalogue/diagnostic.ts'
import { shownDiagnostic } from '../../server/catalogue/diagnostic.view.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { languages, loadTexts } from '../../server/web/texts.ts'
import { aPresence, aQuestion } from './build.ts'

/**
 * One fault at a time planted into every bundle that ships and offers a place for it: each is found,
 * and told in both languages with a situation no longer than it has to be.
 */

const { catalogue, bundleIds } = compile(readDefinitions(shippedFolder))
const { regions } = readRegions(shippedFolder)
const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
const good = bundleIds.map(id => resolve(catalogue, id) as BundleDefinition)

interface Place { entry: BundleItem; item: ServiceItem; index: number }
const places = ({ bundle, items }: BundleDefinition): Place[] => bundle.items.map((entry, index) => ({ entry, item: items[entry.item] as ServiceItem, index }))
const isAlways = ({ entry }: Place) => entry.when.length === 0 && !entry.optional
const find = (definition: BundleDefinition, fits: (place: Place) => boolean) => places(definition).find(fits)

/** Plants the fault and says how many answers and ticks a situation needs to show it; undefined where there is no place for it. */
type Plant = (definition: BundleDefinition) => number | undefined
/** As many answers as the way to a question takes: its own and those by which it comes up. */
const depth = ({ questions }: BundleDefinition['bundle'], { when }: BundleItem): number => {
  const needed = new Set(when.map(({ question }) => question))
  for (const id of needed) questions.find(question => question.id === id)?.when.forEach(({ question }) => needed.add(question))
  return needed.size
}
const toApply = ({ bundle }: BundleDefinition, { entry }: Place) => depth(bundle, entry) + (entry.optional ? 1 : 0)

const faults: [string, string, number, Plant][] = [
  ['one original more to be shown, at a place of its own', 'tooManyVisits', 30, definition => {
    const place = find(definition, one => isAlways(one) && one.item.presence.length === 0)
    if (!place || definition.bundle.maxVisits > 0) return undefined
    place.item.presence.push(aPresence({ where: 'office' }))
    return 0
  }],
  ['one original more in an optional item', 'tooManyVisits', 15, definition => {
    const place = find(definition, ({ entry, item }) => entry.optional && item.presence.length === 0)
    if (!place || definition.bundle.maxVisits > 0) return undefined
    place.item.presence.push(aPresence())
    return toApply(definition, place)
  }],
  ['two visits promised without an exception', 'promisesTooManyVisits', 50, ({ bundle }) => {
    Object.assign(bundle, { maxVisits: 2, exceptions: [] })
    return 0
  }],
  ['an edge that runs back', 'circularWait', 30, definition => {
    const place = find(definition, ({ entry }) => entry.after.length > 0)
    const before = find(definition, ({ entry }) => entry.item === place?.entry.after[0])
    if (!place || !before) return undefined
    before.entry.after.push(place.entry.item)
    return depth(definition.bundle, { ...place.entry, when: [...place.entry.when, ...before.entry.when] }) + [place, before].filter(({ entry }) => entry.optional).length
  }],
  ['one day less in the total than the longest path takes', 'totalTooShort', 50, definition => {
    const { proof } = verify(definition, regions)
    if (proof.longestPathDays < 1) return undefined
    definition.bundle.promisedTotal = { ...definition.bundle.promisedTotal, value: proof.longestPathDays - 1, unit: 'workingDay' }
    return Infinity
  }],
  ['one day more promised than the law gives', 'promiseOverStatutory', 50, definition => {
    const place = find(definition, isAlways) ?? places(definition)[0] as Place
    place.item.statutoryLimit = { ...place.item.promisedLimit, value: 3, unit: 'workingDay' }
    place.item.promisedLimit = { ...place.item.promisedLimit, value: 4, unit: 'workingDay' }
    return toApply(definition, place)
  }],
  ['an item decided on the spot, in two days', 'immediateTooLong', 35, definition => {
    const place = find(definition, ({ item }) => item.handling === 'immediate')
    if (!place) return undefined
    place.item.promisedLimit = { ...place.item.promisedLimit, value: 2, unit: 'workingDay' }
    return toApply(definition, place)
  }],
  ['a department without an office for its level or above', 'noOffice', 45, definition => {
    const place = find(definition, ({ item }) => item.level !== 'township' && item.level !== 'village')
    if (!place) return undefined
    Object.assign(definition.departments[place.item.department] as object, { offices: ['township'] })
    const same = places(definition).filter(({ item }) => item.department === place.item.department && item.level !== 'township' && item.level !== 'village')
    return Math.max(...same.map(one => toApply(definition, one)))
  }],
  ['one datum created by two items', 'producedTwice', 8, definition => {
    const place = find(definition, one => isAlways(one) && one.item.result.fields.length > 0)
    const other = find(definition, one => isAlways(one) && one.item !== place?.item)
    if (!place || !other) return undefined
    other.item.result.fields.push(place.item.result.fields[0] as string)
    return 0
  }],
  ['bounds that no value can keep together', 'requirementsContradict', 15, definition => {
    const owners = places(definition).filter(isAlways)
    const [one, other] = owners
    const field = Object.values(definition.fields).find(({ type, min, max }) => (type === 'integer' || type === 'money') && (min ?? 0) <= 5 && (max ?? 9) >= 9)
    if (!one || !other || !field) return undefined
    one.item.fields.push({ field: field.id, basis: '某法', required: true, when: [], min: 9 })
    other.item.fields.push({ field: field.id, basis: '某法', required: true, when: [], max: 5 })
    return 0
  }],
  ['a datum of a register, demanded as paper', 'registerHoldsIt', 40, definition => {
    const of = places(definition).flatMap(place => place.item.materials.map(need => ({ place, need }))).find(({ need, place }) => {
      const by = definition.materials[need.material]?.register?.by
      const isMadeHere = places(definition).some(({ item: { result } }) => result.material === need.material || result.fields.includes(by ?? ''))
      return !isMadeHere && need.handling === 'sharedData' && need.when.length === 0 && place.item.fields.some(({ field, when }) => field === by && when.length === 0)
    })
    if (!of) return undefined
    Object.assign(of.need, { handling: 'handIn', basis: '某法' })
    return toApply(definition, of.place)
  }],
  ['a paper demanded without a basis', 'materialWithoutBasis', 30, definition => {
    const of = places(definition).flatMap(place => place.item.materials.map(need => ({ place, need }))).find(({ need }) => need.when.length === 0 && need.handling === 'commitment')
    if (!of) return undefined
    delete of.need.basis
    return toApply(definition, of.place)
  }],
  ['a paper demanded that the case issues', 'caseIssuesIt', 20, definition => {
    const [issuer, needing] = places(definition).filter(isAlways)
    if (!issuer || !needing) return undefined
    definition.materials['new-paper'] = { id: 'new-paper', name: { zh: '新证', en: 'new paper' } }
    issuer.item.result.material = 'new-paper'
    for (const { entry } of [issuer, needing]) entry.after = []
    for (const { item } of [issuer, needing]) { item.fields = []; item.competence = { by: 'filing' } }
    needing.item.materials.push({ material: 'new-paper', handling: 'handIn', basis: '某法', when: [] })
    return 0
  }],
  ['shared data whose key nobody gives', 'keyNotAsked', 50, definition => {
    const place = find(definition, isAlways) ?? places(definition)[0] as Place
    definition.fields['stray.key'] = { id: 'stray.key', name: { zh: '编号', en: 'key' }, type: 'text', personal: 'none' }
    definition.materials['new-paper'] = { id: 'new-paper', name: { zh: '新证', en: 'new paper' }, register: { id: 'household', by: 'stray.key' } }
    place.item.materials.push({ material: 'new-paper', handling: 'sharedData', basis: '某法', when: [] })
    return toApply(definition, place)
  }],
  ['a place of competence that may be left empty', 'competenceUnknown', 40, definition => {
    const place = find(definition, ({ item }) => item.competence.by === 'field')
    if (!place) return undefined
    for (const { item } of places(definition)) item.fields = item.fields.filter(({ field }) => field !== place.item.competence.field)
    return toApply(definition, place)
  }],
  ['an option that leads to nothing', 'nothingToDo', 35, definition => {
    const question = firstQuestion(definition)
    if (!question) return undefined
    question.options.push({ value: 'stray', zh: '其他', en: 'other' })
    const others = { question: question.id, in: question.options.map(({ value }) => value).filter(value => value !== 'stray') }
    for (const { entry } of places(definition)) if (!entry.when.some(({ question: id }) => id === question.id)) entry.when.push(others)
    return 1
  }],
  ['a question without effect', 'questionUseless', 50, ({ bundle }) => {
    bundle.questions.push(aQuestion('weather', ['fine', 'rainy']))
    return 0
  }],
  ['a question whose answers lead to the same, said twice', 'questionUseless', 50, ({ bundle, items }) => {
    bundle.questions.push(aQuestion('weather', ['fine', 'rainy']))
    const [item] = Object.values(items) as [ServiceItem]
    const twice = { ...serviceItemSchema.shape.presence.parse([aPresence({ where: 'site' })])[0] as ServiceItem['presence'][number] }
    item.presence.push(...['fine', 'rainy'].map(answer => ({ ...twice, when: [{ question: 'weather', in: [answer] }] })))
    return 0
  }],
  ['an option that changes nothing against another', 'optionsAlike', 50, ({ bundle }) => {
    const [question] = bundle.questions
    if (!question) return undefined
    question.options.push({ value: 'strayOne', zh: '其他一', en: 'other one' }, { value: 'strayTwo', zh: '其他二', en: 'other two' })
    return 0
  }],
  ['a question that never comes up', 'questionUnreachable', 50, definition => {
    const contradiction = neverHolds(definition)
    if (!contradiction) return undefined
    definition.bundle.questions.push({ ...aQuestion('weather', ['fine', 'rainy']), when: contradiction })
    return 0
  }],
  ['an item that never applies', 'itemUnreachable', 50, definition => {
    const contradiction = neverHolds(definition)
    if (!contradiction) return undefined
    definition.bundle.items.at(-1)?.when.push(...contradiction)
    return 0
  }],
  ['a need that never arises', 'partUnreachable', 50, definition => {
    const contradiction = neverHolds(definition)
    if (!contradiction) return undefined
    places(definition)[0]?.item.presence.push(aPresence({ when: contradiction }))
    return 0
  }],
]

const firstQuestion = ({ bundle }: BundleDefinition): Question | undefined => bundle.questions.find(({ when }) => when.length === 0)
const neverHolds = (definition: BundleDefinition) => {
  const question = firstQuestion(definition)
  return question?.options.slice(0, 2).map(({ value }) => ({ question: question.id, in: [value] }))
}

/** Told about the bundle as a whole: no single situation shows what never happens. */
const ofNoSituation = ['promisesTooManyVisits', 'questionUseless', 'optionsAlike', 'questionUnreachable', 'itemUnreachable', 'partUnreachable']

function expectWords(found: Diagnostic) {
  for (const language of languages) {
    const { problem, remedy, situation } = shownDiagnostic(found, texts[language], text => (language === 'en' ? text.en : text.zh))
    expect([problem, remedy, situation].join()).not.toMatch(/\{\{|object Object/)
    expect([problem, remedy].every(words => words !== '' && !words.startsWith('catalogue:'))).toBe(true)
    if (!ofNoSituation.includes(found.code)) expect(situation).toEqual(expect.stringMatching(/./))
  }
}

test('the bundles that ship are good, all of them', () => {
  expect(good.filter(definition => verify(definition, regions).diagnostics.length > 0).map(({ bundle }) => bundle.id)).toEqual([])
  expect(good.length).toBeGreaterThanOrEqual(52)
})

test.each(faults)('%s: %s', (_, code, atLeast, plant) => {
  let planted = 0
  for (const one of good) {
    const definition = structuredClone(one)
    const most = plant(definition)
    if (most === undefined) continue
    planted += 1
    const told = verify(definition, regions).diagnostics.filter(found => found.code === code)
    const lengths = told.map(({ situation }) => (situation ? situation.answers.length + situation.chosen.length : 0))
    expect([one.bundle.id, told.length > 0, Math.min(...lengths) <= most]).toEqual([one.bundle.id, true, true])
    told.forEach(expectWords)
  }
  expect(planted).toBeGreaterThanOrEqual(atLeast)
})
