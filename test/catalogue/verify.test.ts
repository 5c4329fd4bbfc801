import fc from 'fast-check'
import { join } from 'node:path'
import { readDefinitions, readRegions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { countCombinations } from '../../server/catalogue/combinations.ts'
import { compile } from '../../server/catalogue/compile.ts'
import type { BundleDefinition, BundleItem, ServiceItem } from '../../server/catalogue/definition.ts'
import { isError } from '../../server/catalogue/diagnostic.ts'
import { shownDiagnostic } from '../../server/catalogue/diagnostic-words.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { limits } from '../../server/catalogue/situations.ts'
import { checkNames, verify } from '../../server/catalogue/verify.ts'
import { languages, loadTexts } from '../../server/web/texts.ts'
import { aBundle, aDefinition, aField, aMaterial, anItem, aPresence, aQuestion, someRegions } from './build.ts'

const { catalogue } = compile(readDefinitions(shippedFolder))
const { regions } = readRegions(shippedFolder)
const shipped = (id: string): BundleDefinition => structuredClone(resolve(catalogue, id)) as BundleDefinition
const errorsIn = (definition: BundleDefinition) => verify(definition, regions).diagnostics.filter(isError)
const codesIn = (definition: BundleDefinition) => [...new Set(errorsIn(definition).map(({ code }) => code))]

const itemOf = (definition: BundleDefinition, code: string) => definition.items[code] as ServiceItem
const entryOf = (definition: BundleDefinition, code: string) => definition.bundle.items.find(({ item }) => item === code) as BundleItem
const anyItem = (definition: BundleDefinition, fits: (item: ServiceItem, entry: BundleItem) => boolean) =>
  definition.bundle.items.map(entry => ({ entry, item: itemOf(definition, entry.item) })).find(({ entry, item }) => fits(item, entry)) as { entry: BundleItem; item: ServiceItem }

describe('a fault planted into a good bundle is found', () => {
  test.each<[string, (definition: BundleDefinition) => void, string]>([
    ['one more original to be shown', definition => {
      const { item } = anyItem(definition, (_, { when, optional }) => when.length === 0 && !optional)
      item.presence.push(aPresence())
    }, 'tooManyVisits'],
    ['a visit to each of two departments', definition => {
      definition.bundle.maxVisits = 1
      const departments = new Set<string>()
      for (const { item } of definition.bundle.items) {
        const one = itemOf(definition, item)
        if (!departments.has(one.department) && departments.size < 4) one.presence.push(aPresence({ where: 'office' }))
        departments.add(one.department)
      }
    }, 'tooManyVisits'],
    ['a promise of three visits', ({ bundle }) => { bundle.maxVisits = 3 }, 'promisesTooManyVisits'],
    ['a line turned round', definition => {
      const { entry } = anyItem(definition, (_, { after }) => after.length > 0)
      entryOf(definition, entry.after[0] as string).after.push(entry.item)
    }, 'circularWait'],
    ['a total one day too short', ({ bundle }) => { bundle.promisedTotal.value = 0 }, 'totalTooShort'],
    ['a promise longer than the law allows', definition => {
      const { item } = anyItem(definition, ({ handling }) => handling === 'promised')
      item.statutoryLimit = { ...item.promisedLimit, value: item.promisedLimit.value / 2 }
    }, 'promiseOverStatutory'],
    ['a permit that takes five weeks and names no law', definition => {
      const { item } = anyItem(definition, () => true)
      Object.assign(item, { kind: 'permit', handling: 'promised', statutoryLimit: undefined, promisedLimit: { value: 25, unit: 'workingDay', provenance: 'illustrative' } })
    }, 'promiseOverDefault'],
    ['an office missing', definition => {
      const { item } = anyItem(definition, ({ level }) => level === 'county' || level === 'township')
      Object.assign(definition.departments[item.department] as object, { offices: ['village'] })
      item.level = 'county'
    }, 'noOffice'],
    ['a datum created twice', definition => {
      const { item } = anyItem(definition, ({ result }, { when, optional }) => result.fields.length > 0 && when.length === 0 && !optional)
      const { item: other } = anyItem(definition, (one, { when, optional }) => one !== item && when.length === 0 && !optional)
      other.result.fields.push(item.result.fields[0] as string)
    }, 'producedTwice'],
    ['a question that decides nothing', ({ bundle }) => { bundle.questions.push(aQuestion('weather', ['fine', 'rainy'])) }, 'questionUseless'],
    ['an item that can never apply', definition => {
      const [question] = definition.bundle.questions
      const [one, other] = question?.options ?? []
      definition.bundle.items[0]?.when.push({ question: question?.id ?? '', in: [one?.value ?? ''] }, { question: question?.id ?? '', in: [other?.value ?? ''] })
    }, 'itemUnreachable'],
    ['a paper demanded that a register holds', definition => {
      for (const item of Object.values(definition.items)) for (const material of item.materials) if (definition.materials[material.material]?.register) Object.assign(material, { handling: 'handIn', basis: '某法' })
    }, 'registerHoldsIt'],
  ])('%s', (_, plant, code) => {
    const definition = shipped('newborn-birth')
    expect(codesIn(definition)).toEqual([])
    plant(definition)
    expect(codesIn(definition)).toContain(code)
  })
})

const when = (question: string, ...accepted: string[]) => ({ when: [{ question, in: accepted }] })
describe('competence by a field', () => {
  const routed = (fields: ServiceItem['fields'], regionLevel?: 'county' | 'township') => aDefinition({
    bundle: aBundle({ questions: [aQuestion('local')], items: [{ item: 'a' }] }),
    items: [anItem('a', { level: 'township', competence: { by: 'field', field: 'home.region' }, fields })],
    fields: [aField('home.region', { type: 'region', regionLevel })],
  })
  const asked = { field: 'home.region', basis: '某法', required: true, when: [] }

  test.each<[string, BundleDefinition, string | undefined]>([
    ['that is asked, exactly enough', routed([asked], 'township'), undefined],
    ['that nobody asks', routed([], 'township'), 'competenceUnknown'],
    ['that is asked only sometimes', routed([{ ...asked, ...when('local', 'yes') }], 'township'), 'competenceUnknown'],
    ['that may be left empty', routed([{ ...asked, required: false }], 'township'), 'competenceUnknown'],
    ['that may stop at the county', routed([asked], 'county'), 'competenceShallow'],
    ['that the item makes exact', routed([{ ...asked, regionLevel: 'township' }]), undefined],
  ])('%s', (_, definition, code) => {
    expect(verify(definition, someRegions).diagnostics.filter(isError).map(one => one.code).filter(one => one !== 'questionUseless')).toEqual(code ? [code] : [])
  })
})

describe('an office for every place', () => {
  const only = (...levels: string[]) => (_: string, region: string) => someRegions.some(({ code, level }) => code === region && levels.includes(level))
  const going = (regionLevel: 'county' | 'township', own?: 'township') => aDefinition({
    bundle: aBundle({ questions: [aQuestion('local')], items: [{ item: 'a' }] }),
    items: [anItem('a', {
      level: 'township', competence: { by: 'field', field: 'home.region' },
      fields: [{ field: 'home.region', basis: '某法', required: true, when: [] }, ...(own ? [{ field: 'home.region', basis: '某法', required: true, regionLevel: own, ...when('local', 'yes') }] : [])],
    })],
    fields: [aField('home.region', { type: 'region', regionLevel })],
  })
  const without = (definition: BundleDefinition) => verify(definition, someRegions, only('township')).diagnostics.find(({ code }) => code === 'noOffice')

  test('of a field that always reaches the township, none is wanted in the county', () => {
    expect(without(going('township'))).toBeUndefined()
  })

  test('of one that may stop at the county, the county needs one: in every situation, or the one in which it may', () => {
    expect(without(going('county'))?.situation?.answerIds).toEqual({ local: 'yes' })
    expect(without(going('county', 'township'))?.situation?.answerIds).toEqual({ local: 'no' })
  })

  test('a matter filed in a township needs one there, one filed in a county in the county', () => {
    const filed = (level: 'county' | 'township') => aDefinition({ bundle: aBundle({ items: [{ item: 'a' }] }), items: [anItem('a', { level })] })
    expect(without(filed('township'))).toBeUndefined()
    expect(without(filed('county'))).toBeDefined()
  })
})

describe('papers', () => {
  const household = { register: { id: 'household', by: 'me.idNumber' } }
  const papers = (material: Parameters<typeof aMaterial>[1], handling: 'sharedData' | 'handIn' | 'certificate', { isAsked = true, hasBasis = true } = {}) => aDefinition({
    bundle: aBundle({ items: [{ item: 'a' }] }),
    items: [anItem('a', { materials: [{ material: 'paper', handling, basis: hasBasis ? '某法' : undefined }], fields: isAsked ? [{ field: 'me.idNumber', basis: '某法' }] : [] })],
    fields: [aField('me.idNumber', { type: 'idNumber' })],
    materials: [aMaterial('paper', material)],
  })

  test.each<[string, BundleDefinition, string | undefined]>([
    ['fetched from a register that can be asked', papers(household, 'sharedData'), undefined],
    ['fetched by something nobody asks', papers(household, 'sharedData', { isAsked: false }), 'keyNotAsked'],
    ['fetched although no register holds it', papers({}, 'sharedData'), 'noRegisterHolds'],
    ['from the wallet, where no register is needed', papers({}, 'certificate'), undefined],
    ['demanded although a register holds it', papers(household, 'handIn'), 'registerHoldsIt'],
    ['demanded because the register could not be asked', papers(household, 'handIn', { isAsked: false }), undefined],
    ['demanded without a legal basis', papers({}, 'handIn', { hasBasis: false }), 'materialWithoutBasis'],
  ])('%s', (_, definition, code) => {
    expect(verify(definition, someRegions).diagnostics.filter(isError).map(one => one.code)).toEqual(code ? [code] : [])
  })
})

describe('who has to confirm', () => {
  type Given = Partial<BundleDefinition['bundle']['coApplicants'][number]>
  const joint = (coApplicant: Given, asks: Partial<ServiceItem['fields'][number]> = {}) => aDefinition({
    bundle: aBundle({ questions: [aQuestion('loan')], items: [{ item: 'a' }], coApplicants: [{ id: 'seller', name: { zh: '卖方', en: 'The seller' }, identity: 'seller.number', fullName: 'seller.name', basis: '某条例第十四条', ...coApplicant }] }),
    items: [anItem('a', { fields: [{ field: 'seller.name', basis: '某法', required: true, when: [] }, { field: 'seller.number', basis: '某法', required: true, when: [], ...asks }, { field: 'seller.loan', basis: '某法', required: true, ...when('loan', 'yes') }] })],
    fields: [aField('seller.number', { type: 'idNumber' }), aField('seller.name'), aField('seller.loan')],
  })

  test.each<[string, BundleDefinition, string | undefined]>([
    ['is asked who he is', joint({}), undefined],
    ['is asked only in a situation in which he need not', joint({}, when('loan', 'yes')), 'coApplicantUnasked'],
    ['is asked where he has to', joint(when('loan', 'yes'), when('loan', 'yes')), undefined],
    ['by no law', joint({ basis: '待补充' }), 'coApplicantWithoutBasis'],
  ])('%s', (_, definition, code) => {
    const found = verify(definition, someRegions).diagnostics.filter(isError)
    expect(found.map(one => one.code)).toEqual(code ? [code] : [])
    if (code === 'coApplicantUnasked') expect(found[0]?.situation?.answers.map(({ option }) => option.en)).toEqual(['no'])
  })

  test('the question in which capacity somebody acts may decide nothing else', () => {
    const asking = (isCapacity: boolean) => aDefinition({ bundle: aBundle({ questions: [{ ...aQuestion('filer'), isCapacity }], items: [{ item: 'a' }] }), items: [anItem('a')] })
    expect([true, false].map(is => verify(asking(is), someRegions).diagnostics.filter(isError).map(({ code }) => code))).toEqual([[], ['questionUseless']])
  })
})

describe('however large and tangled', () => {
  const yes = (index: number, answer = 'yes') => ({ when: [{ question: `q${index}`, in: [answer] }] })
  const questions = Array.from({ length: 40 }, (_, index) => aQuestion(`q${index}`))
  const large = (count: number, entry: (index: number) => Partial<BundleItem>, item: (index: number) => Partial<ServiceItem> = () => ({})) => aDefinition({
    bundle: aBundle({ maxVisits: 1, questions, items: [{ item: 'always' }, ...Array.from({ length: count }, (_, index) => ({ item: `i${index}`, ...entry(index) }))] }),
    items: [anItem('always'), ...Array.from({ length: count }, (_, index) => anItem(`i${index}`, item(index)))],
  })
  /** Work is counted, since a clock says more about the machine: a step takes some ten microseconds. */
  const within = (steps: number, definition: BundleDefinition) => {
    const verification = verify(definition, regions)
    expect(verification.steps).toBeLessThan(steps)
    return verification
  }
  /** No check does more than its share, however hard it is. */
  const mostSteps = (checkNames.length + 14) * limits.undecided

  test('forty questions and sixty items are decided: 10^12 situations', () => {
    const definition = large(60, index => ({ ...yes(index % 40), after: index > 0 ? [`i${index - 1}`] : [] }), index => ({ presence: index === 7 ? [aPresence()] : [] }))
    const { proof, diagnostics } = within(1_000, definition)
    expect(diagnostics.filter(isError)).toEqual([])
    expect(proof).toMatchObject({ combinations: 2 ** 40, maxVisits: 1, longestPathDays: 60, checks: checkNames })
  })

  test('one conflict among them is found, and told with the two answers that matter', () => {
    const definition = large(60, index => yes(index % 40), index => ({ presence: index === 7 ? [aPresence()] : index === 31 ? [aPresence({ where: 'office' })] : [] }))
    const [found] = within(2_000, definition).diagnostics.filter(isError)
    expect([found?.code, found?.situation?.answers.map(({ question }) => question.en)]).toEqual(['tooManyVisits', ['q7', 'q31']])
  })

  test('presences, papers and data that depend on all forty are decided as well', () => {
    const definition = large(60, index => ({ ...yes(index % 40), after: index % 4 ? [`i${index - 1}`] : [] }), index => ({
      presence: index % 10 ? [] : [aPresence({ where: 'site', ...yes((index + 1) % 40) })],
      fields: Array.from({ length: 6 }, (_, other) => ({ field: `f.n${(index * 6 + other) % 120}`, basis: '某法', required: true, ...yes((index + other) % 40) })),
      materials: Array.from({ length: 4 }, (_, other) => ({ material: `m${(index + other * 5) % 50}`, handling: 'handIn' as const, basis: '某法', ...yes((index + other) % 40, 'no') })),
    }))
    for (let index = 0; index < 120; index += 1) definition.fields[`f.n${index}`] = aField(`f.n${index}`)
    for (let index = 0; index < 50; index += 1) definition.materials[`m${index}`] = aMaterial(`m${index}`)
    const { proof, diagnostics } = within(10_000, definition)
    expect(diagnostics.filter(isError)).toEqual([])
    expect(proof.checks).toEqual(checkNames)
  })

  test('what takes too long to decide is an error that says so, in time', () => {
    const definition = large(199, index => ({ optional: true, ...yes(index % 40, index % 80 < 40 ? 'yes' : 'no'), after: Array.from({ length: index }, (_, other) => `i${other}`) }), () => ({ presence: [aPresence()] }))
    definition.bundle.promisedTotal.value = 130
    const { diagnostics, proof } = within(mostSteps, definition)
    expect(diagnostics.filter(isError).map(({ code }) => code)).toContain('undecided.limits')
    expect(proof.checks).not.toContain('limits')
  })

  test('what was found before the steps ended is told, and that the rest is undecided, in both languages', () => {
    const definition = large(199, index => ({ optional: true, ...yes(index % 40, index % 80 < 40 ? 'yes' : 'no'), after: Array.from({ length: index }, (_, other) => `i${other}`) }))
    const [first, issuer, last] = ['always', 'i0', 'i198'].map(code => itemOf(definition, code)) as [ServiceItem, ServiceItem, ServiceItem]
    first.materials.push({ material: 'paper', handling: 'handIn', when: [] })
    issuer.result.material = 'licence'
    last.materials.push({ material: 'licence', handling: 'handIn', basis: '某法', when: [] })
    Object.assign(definition.materials, { paper: aMaterial('paper'), licence: aMaterial('licence') })
    const { diagnostics, proof } = within(mostSteps, definition)
    expect(diagnostics.filter(isError).map(({ code }) => code)).toEqual(expect.arrayContaining(['materialWithoutBasis', 'restUndecided.data']))
    expect(proof.checks).not.toContain('data')
    const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
    const rest = diagnostics.filter(({ code }) => code.startsWith('restUndecided')).flatMap(found => languages.map(language => shownDiagnostic(found, texts[language], ({ en }) => en)))
    expect(rest.flatMap(({ problem, remedy }) => [problem, remedy]).filter(words => words.startsWith('catalogue:'))).toEqual([])
  })
})

test('combinations are counted, not gone through', () => {
  const bundle = aBundle({
    questions: [aQuestion('a'), aQuestion('b', ['1', '2', '3'], [{ question: 'a', in: ['yes'] }]), aQuestion('c')],
    items: [{ item: 'x', optional: true, when: [{ question: 'b', in: ['1'] }] }, { item: 'y', optional: true }],
  })
  // a = no: 1; a = yes: b = 1 with or without x, 2, 3: 4. Times two for c, times two for y.
  expect(countCombinations(bundle)).toEqual({ count: (1 + 4) * 2 * 2, isExact: true })
})

test('never throws, whatever the definition', () => {
  const broken = fc.constantFrom(...compile(readDefinitions(shippedFolder)).bundleIds).chain(id => {
    const definition = shipped(id)
    const codes = Object.keys(definition.items)
    const pick = fc.constantFrom(...codes)
    return fc.array(fc.record({ item: pick, after: fc.oneof(pick, fc.constant('nowhere')), question: fc.constantFrom(...definition.bundle.questions.map(question => question.id), 'unknown'), days: fc.integer({ min: -1, max: 2000 }) }), { maxLength: 6 })
      .map(changes => {
        for (const { item, after, question, days } of changes) {
          entryOf(definition, item).after.push(after)
          itemOf(definition, item).promisedLimit.value = days
          itemOf(definition, item).fields.forEach(field => field.when.push({ question, in: ['yes'] }))
        }
        return definition
      })
  })
  fc.assert(fc.property(broken, definition => void verify(definition, someRegions)), { numRuns: 60 })
})

test('every check says what it found in both languages', () => {
  const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))
  const definition = shipped('after-life')
  definition.bundle.promisedTotal.value = 0
  definition.bundle.maxVisits = 0
  const [first] = errorsIn(definition)
  if (!first) throw new Error('nothing was found')
  for (const language of languages) {
    const { problem, situation, remedy } = shownDiagnostic(first, texts[language], text => (language === 'en' ? text.en : text.zh))
    expect([problem, situation, remedy].join()).not.toMatch(/\{\{|undefined|object/)
    expect(problem.length * remedy.length * (situation?.length ?? 0)).toBeGreaterThan(0)
  }
})
