import { readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { serviceItemSchema, type BundleDefinition, type BundleItem, type Question, type ServiceItem } from '../../server/catalogue/definition.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { aPresence, aQuestion } from './build.ts'

const { regions } = readRegions(shippedFolder)

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

/** What is planted, the code by which it is told, and into how many bundles at least. */
export const faults: [string, string, number, Plant][] = [
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
  ['a datum asked for a reason that is yet to be written', 'fieldWithoutBasis', 50, definition => {
    const place = places(definition).find(({ item }) => item.fields.some(({ when }) => when.length === 0))
    const need = place?.item.fields.find(({ when }) => when.length === 0)
    if (!place || !need) return undefined
    need.basis = '待补充'
    return toApply(definition, place)
  }],
  ['a paper demanded for a reason that is yet to be written', 'materialWithoutBasis', 20, definition => {
    const of = places(definition).flatMap(place => place.item.materials.map(need => ({ place, need }))).find(({ need }) => need.when.length === 0 && need.handling === 'handIn')
    if (!of) return undefined
    of.need.basis = ' — '
    return toApply(definition, of.place)
  }],
  ['somebody asked to come for no reason', 'presenceWithoutBasis', 50, definition => {
    const place = find(definition, isAlways) ?? places(definition)[0] as Place
    place.item.presence.push(aPresence({ where: 'site', basis: 'TBD' }))
    return toApply(definition, place)
  }],
  ['an exception that no catalogue lists', 'exceptionWithoutBasis', 50, definition => {
    definition.bundle.exceptions = [{ item: definition.bundle.items[0]?.item as string, basis: '无', reason: { zh: '因', en: 'so' } }]
    return 0
  }],
  ['one datum under a second id', 'askedUnderTwoIds', 50, definition => {
    const place = places(definition).find(({ item }) => item.fields.some(({ when }) => when.length === 0))
    const need = place?.item.fields.find(({ when }) => when.length === 0)
    if (!place || !need) return undefined
    const { account: _, ...field } = definition.fields[need.field] as BundleDefinition['fields'][string]
    definition.fields[`${need.field}Again`] = { ...field, id: `${need.field}Again` }
    place.item.fields.push({ ...need, field: `${need.field}Again` })
    return toApply(definition, place)
  }],
  ['a datum that nobody needs', 'nobodyUses', 50, definition => {
    definition.fields['stray.datum'] = { id: 'stray.datum', name: { zh: '多余', en: 'stray' }, type: 'text', personal: 'none' }
    return 0
  }],
  ['a paper that nobody needs', 'nobodyUses', 50, definition => {
    definition.materials['stray-paper'] = { id: 'stray-paper', name: { zh: '多余', en: 'stray' } }
    return 0
  }],
  ['a datum that an internal item creates and nobody uses', 'resultForNobody', 40, definition => {
    const place = find(definition, isAlways) ?? places(definition)[0] as Place
    if (definition.bundle.audience === 'official') return undefined
    definition.fields['stray.finding'] = { id: 'stray.finding', name: { zh: '初审结论', en: 'finding' }, type: 'text', personal: 'none' }
    place.item.kind = 'internal'
    place.item.result.fields.push('stray.finding')
    return toApply(definition, place)
  }],
  ['a paper that an internal item issues to nobody', 'resultForNobody', 40, definition => {
    const place = find(definition, isAlways) ?? places(definition)[0] as Place
    if (definition.bundle.audience === 'official') return undefined
    definition.materials['stray-paper'] = { id: 'stray-paper', name: { zh: '内部函', en: 'letter' } }
    Object.assign(place.item, { kind: 'internal' })
    Object.assign(place.item.result, { material: 'stray-paper', certificate: false })
    return toApply(definition, place)
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
    // In which capacity somebody files may change nothing else.
    const question = bundle.questions.find(({ isCapacity }) => !isCapacity)
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
