import type { FieldRequirement, ServiceItem } from '../../server/catalogue/definition.ts'
import { plan } from '../../server/catalogue/plan.ts'
import { strictest } from '../../server/catalogue/plan-fields.ts'
import { trips } from '../../server/catalogue/plan-effort.ts'
import { workingDays } from '../../server/catalogue/planned-item.ts'
import { aBundle, aDefinition, aField, aMaterial, anItem, aPresence, aQuestion } from './build.ts'

type Need = Partial<FieldRequirement> & { field: string }
const needs = (...fields: Need[]) => ({ fields: fields.map(field => ({ basis: '某法第一条', ...field })) })
const result = (more: Partial<ServiceItem['result']> = {}) => ({ result: { name: { zh: '结果', en: 'result' }, ...more } })
const when = (question: string, ...accepted: string[]) => ({ when: [{ question, in: accepted }] })

describe('items', () => {
  const definition = aDefinition({
    bundle: aBundle({
      questions: [aQuestion('married'), aQuestion('children', ['none', 'some'], [{ question: 'married', in: ['yes'] }])],
      items: [{ item: 'always' }, { item: 'if-married', ...when('married', 'yes') }, { item: 'if-children', ...when('children', 'some') }, { item: 'wanted', optional: true }],
    }),
    items: ['always', 'if-married', 'if-children', 'wanted'].map(code => anItem(code)),
  })
  const codes = (answers: Record<string, string>, chosen?: string[]) => plan(definition, { answers, chosen }).items.map(({ code }) => code)

  test.each([
    ['before any answer everything is possible', {}, undefined, ['always', 'if-married', 'if-children', 'wanted']],
    ['what an answer excludes is gone', { married: 'no' }, undefined, ['always', 'wanted']],
    ['a question that does not come up decides nothing', { married: 'no', children: 'some' }, undefined, ['always', 'wanted']],
    ['an answer that is no option counts as none', { married: 'perhaps' }, undefined, ['always', 'if-married', 'if-children', 'wanted']],
    ['all questions answered', { married: 'yes', children: 'some' }, undefined, ['always', 'if-married', 'if-children', 'wanted']],
    ['an optional item that is not ticked is left out', { married: 'yes', children: 'none' }, [], ['always', 'if-married']],
    ['an optional item that is ticked comes in', { married: 'no' }, ['wanted'], ['always', 'wanted']],
  ])('%s', (_, answers, chosen, expected) => {
    expect(codes(answers, chosen)).toEqual(expected)
  })

  test('are certain only once no open question decides about them', () => {
    expect(plan(definition, { answers: {} }).items.map(({ isCertain }) => isCertain)).toEqual([true, false, false, true])
    expect(plan(definition, { answers: { married: 'yes' } }).isFinal).toBe(false)
    expect(plan(definition, { answers: { married: 'no' } }).isFinal).toBe(true)
  })
})

describe('order and days', () => {
  const chain = (after: Record<string, string[]>, days: Record<string, number> = {}) => plan(aDefinition({
    bundle: aBundle({ items: Object.entries(after).map(([item, before]) => ({ item, after: before })) }),
    items: Object.keys(after).map(code => anItem(code, { promisedLimit: { value: days[code] ?? 1, unit: 'workingDay' } })),
  }), { answers: {} })

  test('every item stands behind those it waits for, whatever the order in the file', () => {
    expect(chain({ c: ['b'], b: ['a'], a: [], d: [] }).items.map(({ code }) => code)).toEqual(['a', 'd', 'b', 'c'])
  })

  test('parallel items run together, serial ones one after the other', () => {
    const { items, now, before } = chain({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] }, { a: 2, b: 3, c: 5, d: 1 })
    expect(items.map(({ code, startsAfterDays, decidedAfterDays }) => [code, startsAfterDays, decidedAfterDays])).toEqual([['a', 0, 2], ['b', 2, 5], ['c', 2, 7], ['d', 7, 8]])
    expect([now.days, before.days]).toEqual([8, 11])
  })

  test('items in a circle are kept, in the order of the file, for the proof to name', () => {
    expect(chain({ a: ['b'], b: ['a'], c: [] }).items.map(({ code }) => code)).toEqual(['c', 'a', 'b'])
  })

  test('a line to an item that does not apply falls away', () => {
    const definition = aDefinition({
      bundle: aBundle({ questions: [aQuestion('q')], items: [{ item: 'a', ...when('q', 'yes') }, { item: 'b', after: ['a'] }] }),
      items: [anItem('a'), anItem('b')],
    })
    expect(plan(definition, { answers: { q: 'no' } }).items.map(({ code, after }) => [code, after])).toEqual([['b', []]])
  })

  test.each([[3, 'workingDay', 3], [7, 'calendarDay', 5], [6.5, 'hour', 1], [13, 'hour', 2]] as const)('%s of %s are %s working days', (value, unit, days) => {
    expect(workingDays({ value, unit, provenance: 'illustrative' })).toBe(days)
  })
})

describe('fields', () => {
  const planned = (items: ServiceItem[], fields = [aField('child.name'), aField('child.weight', { type: 'integer', min: 100 })], after: Record<string, string[]> = {}, questions = [aQuestion('q')], answers: Record<string, string> = { q: 'yes' }) =>
    plan(aDefinition({ bundle: aBundle({ questions, items: items.map(({ code }) => ({ item: code, after: after[code] ?? [] })) }), items, fields }), { answers })

  test('needed by several items are asked once, with everybody’s reason', () => {
    const { fields } = planned([anItem('a', needs({ field: 'child.name', basis: '甲法' })), anItem('b', needs({ field: 'child.name', basis: '乙法' }))])
    expect(fields.map(({ field }) => field.id)).toEqual(['child.name'])
    expect(fields[0]?.needs.map(({ item, basis }) => [item, basis])).toEqual([['a', '甲法'], ['b', '乙法']])
  })

  test('are required when one item requires them', () => {
    const { fields } = planned([anItem('a', needs({ field: 'child.name', required: false })), anItem('b', needs({ field: 'child.name' }))])
    expect(fields[0]?.isRequired).toBe(true)
  })

  test('listed twice by one item, under two conditions that both hold, keep the bounds of both', () => {
    const { fields } = planned([anItem('a', needs({ field: 'child.weight', max: 9000 }, { field: 'child.weight', required: false, min: 500, ...when('q', 'yes') }))])
    expect(fields[0]).toMatchObject({ isRequired: true, constraints: { min: 500, max: 9000 }, needs: [{ item: 'a' }] })
    expect(fields[0]?.needs).toHaveLength(1)
  })

  test('needed only in another situation are not asked', () => {
    expect(planned([anItem('a', needs({ field: 'child.name', ...when('q', 'no') }))]).fields).toEqual([])
  })

  test.each([
    ['the larger minimum', { min: 1 }, { min: 5 }, { min: 5 }],
    ['the smaller maximum', { max: 9 }, { max: 7 }, { max: 7 }],
    ['lengths alike', { minLength: 2, maxLength: 50 }, { minLength: 4, maxLength: 20 }, { minLength: 4, maxLength: 20 }],
    ['one that only one side has', {}, { max: 3 }, { max: 3 }],
    ['the later beginning and the earlier end', { notBefore: '2020-01-01', notAfter: 'today' }, { notBefore: '2024-06-01', notAfter: '2025-01-01' }, { notBefore: '2024-06-01', notAfter: '2025-01-01' }],
    ['the deeper region', { regionLevel: 'county' }, { regionLevel: 'township' }, { regionLevel: 'township' }],
  ] as const)('of two constraints the strictest wins: %s', (_, a, b, expected) => {
    expect(strictest(a, b)).toMatchObject(expected)
    expect(strictest(b, a)).toMatchObject(expected)
  })

  test('whose bounds no value can keep say so', () => {
    const { fields } = planned([anItem('a', needs({ field: 'child.weight', min: 5000 })), anItem('b', needs({ field: 'child.weight', max: 3000 }))])
    expect(fields[0]?.contradictions).toEqual(['min 5000 > max 3000'])
  })

  const known = [
    aField('child.idNumber', { type: 'idNumber' }), aField('mother.name', { account: 'name' }), aField('mother.idNumber', { type: 'idNumber', account: 'idNumber' }),
    aField('mother.region', { type: 'region', register: { id: 'household', by: 'mother.idNumber' } }), aField('child.region', { type: 'region', register: { id: 'household', by: 'child.idNumber' } }),
  ]
  const sources = (items: ServiceItem[]) => Object.fromEntries(planned(items, known).fields.map(({ field, source }) => [field.id, source.kind]))

  test('come from the case itself, the account or a register before anybody is asked', () => {
    expect(sources([
      anItem('hukou', result({ fields: ['child.idNumber'] })),
      anItem('card', needs({ field: 'child.idNumber' }, { field: 'mother.name' }, { field: 'mother.region' })),
    ])).toEqual({ 'child.idNumber': 'produced', 'mother.name': 'account', 'mother.idNumber': 'account', 'mother.region': 'register' })
  })

  test('by which a register is asked are on the form too, but nobody has to fill them in for it', () => {
    const { fields } = planned([anItem('card', needs({ field: 'mother.region' }))], known)
    expect(fields.map(({ field, isRequired }) => [field.id, isRequired])).toEqual([['mother.idNumber', false], ['mother.region', true]])
  })

  test('of a register that would be asked by what the case has yet to create are asked by hand', () => {
    expect(sources([anItem('hukou', { ...result({ fields: ['child.idNumber'] }), ...needs({ field: 'child.region' }) })])).toEqual({ 'child.region': 'asked' })
  })

  test('make their user wait for their maker, though nobody said so', () => {
    const { items } = planned([anItem('card', needs({ field: 'child.idNumber' })), anItem('hukou', result({ fields: ['child.idNumber'] }))], known)
    expect(items.map(({ code, after }) => [code, after])).toEqual([['hukou', []], ['card', ['hukou']]])
  })

  test('are shown to the items that need them and to no other', () => {
    const { items } = planned([anItem('a', needs({ field: 'child.name' })), anItem('b', needs({ field: 'child.weight' }))])
    expect(items.map(({ fieldIds }) => fieldIds)).toEqual([['child.name'], ['child.weight']])
  })
})

describe('materials', () => {
  const handled = (handlings: string[], more: { issuer?: 'first' | 'beside' } = {}) => {
    const items = [
      ...(more.issuer ? [anItem('issuer', result({ material: 'paper' }))] : []),
      ...handlings.map((handling, index) => anItem(`i${index}`, { materials: [{ material: 'paper', handling: handling as 'handIn', basis: '某法' }] })),
    ]
    const entries = items.map(({ code }) => ({ item: code, after: more.issuer === 'first' && code !== 'issuer' ? ['issuer'] : [] }))
    return plan(aDefinition({ bundle: aBundle({ items: entries }), items, materials: [aMaterial('paper')] }), { answers: {} })
  }
  test.each([
    [['handIn'], 'handIn'], [['generated'], 'generated'], [['optional'], 'optional'],
    [['handIn', 'deferrable'], 'handIn'], [['deferrable', 'commitment'], 'deferrable'], [['commitment', 'optional'], 'commitment'],
    [['handIn', 'sharedData'], 'fetched'], [['certificate', 'commitment'], 'fetched'], [['generated', 'optional'], 'optional'],
  ])('%j together are handed in once: %s', (handlings, obtaining) => {
    const { materials } = handled(handlings)
    expect(materials.map(material => [material.obtaining, material.needs.length])).toEqual([[obtaining, handlings.length]])
  })

  test('that an earlier item issues are not asked for', () => {
    expect(handled(['handIn'], { issuer: 'first' }).materials).toMatchObject([{ obtaining: 'produced', producedBy: 'issuer' }])
  })

  test('that an item beside them issues come too late', () => {
    expect(handled(['handIn'], { issuer: 'beside' }).materials).toMatchObject([{ obtaining: 'handIn', producedBy: undefined }])
  })
})

describe('journeys', () => {
  const journeys = (presences: Record<string, ServiceItem['presence']>, after: Record<string, string[]> = {}) => {
    const items = Object.entries(presences).map(([code, presence]) => anItem(code, {
      presence, department: code.startsWith('h') ? 'health' : 'civil-affairs', level: code.startsWith('t') ? 'township' : 'county',
      competence: code.startsWith('p') ? { by: 'field', field: 'home.region' } : { by: 'filing' },
    }))
    return trips(plan(aDefinition({ bundle: aBundle({ items: items.map(({ code }) => ({ item: code, after: after[code] ?? [] })) }), items, fields: [aField('home.region', { type: 'region' })] }), { answers: {} }).items).length
  }
  const [atCounter, atOffice, atSite, collected] = [aPresence(), aPresence({ where: 'office' }), aPresence({ where: 'site' }), aPresence({ at: 'collection', why: 'pickUp' })]

  test.each<[string, Parameters<typeof journeys>, number]>([
    ['nobody has to be there', [{ a: [], b: [] }], 0],
    ['an official who comes to the site costs no journey', [{ a: [atSite] }], 0],
    ['two items at one counter are one', [{ a: [atCounter], h: [atCounter] }], 1],
    ['two departments’ own offices are two', [{ a: [atOffice], h: [atOffice] }], 2],
    ['one department’s offices at two levels are two', [{ a: [atOffice], town: [atOffice] }], 2],
    ['one department’s offices in the regions of two places are two', [{ a: [atOffice], placed: [atOffice] }], 2],
    ['one office is one, for however many items', [{ a: [atOffice], b: [atOffice], placed: [], town: [] }], 1],
    ['two reasons at one place are one', [{ a: [atCounter, aPresence({ why: 'signature' })] }], 1],
    ['filing and collecting are two', [{ a: [atCounter, collected] }], 2],
    ['all results are collected together', [{ a: [collected], h: [collected] }], 1],
    ['what needs an earlier outcome is another', [{ a: [atCounter], b: [atCounter] }, { b: ['a'] }], 2],
    ['two that wait for the same outcome go together', [{ a: [], b: [atCounter], c: [atCounter] }, { b: ['a'], c: ['a'] }], 1],
    ['two that wait for different outcomes do not', [{ a: [], h: [], b: [atCounter], c: [atCounter] }, { b: ['a'], c: ['h'] }], 2],
    ['what waits at one counter and is collected at another office is two', [{ a: [], b: [atCounter], h: [aPresence({ where: 'office', at: 'collection' })] }, { b: ['a'] }], 2],
  ])('%s', (_, given, expected) => {
    expect(journeys(...given)).toBe(expected)
  })
})
