import type { BundleDefinition, BundleItem, ServiceItem } from '../../server/catalogue/definition.ts'
import { verify } from '../../server/catalogue/verify.ts'
import { aBundle, aDefinition, anItem, aPresence, aQuestion, someRegions } from './build.ts'

const itemOf = (definition: BundleDefinition, code: string) => definition.items[code] as ServiceItem
const when = (question: string, ...accepted: string[]) => ({ when: [{ question, in: accepted }] })
const sayOf = (definition: BundleDefinition, code: string) => {
  const found = verify(definition, someRegions).diagnostics.find(one => one.code === code)
  return found && { answers: found.situation?.answerIds, chosen: found.situation?.chosenIds, params: found.params, path: found.subject.path, id: found.subject.id }
}

describe('visits', () => {
  const visits = (presences: Record<string, ServiceItem['presence']>, bundle: Partial<BundleDefinition['bundle']>, entries: Record<string, Partial<BundleItem>> = {}) => aDefinition({
    bundle: aBundle({ questions: [aQuestion('abroad'), aQuestion('twins')], maxVisits: 1, ...bundle, items: Object.keys(presences).map(item => ({ item, ...entries[item] })) }),
    items: Object.entries(presences).map(([code, presence]) => anItem(code, { presence, department: code.startsWith('h') ? 'health' : 'civil-affairs' })),
  })

  test('only in one situation, with one optional item: exactly these are told', () => {
    const definition = visits({ a: [aPresence(when('abroad', 'yes'))], h: [aPresence({ where: 'office' })] }, {}, { h: { optional: true } })
    expect(sayOf(definition, 'tooManyVisits')).toMatchObject({ answers: { abroad: 'yes' }, chosen: ['h'], params: { visits: 2, promised: 1 } })
  })

  test('two that exclude each other are one', () => {
    const definition = visits({ a: [aPresence(when('abroad', 'yes'))], h: [aPresence({ where: 'office', ...when('abroad', 'no') })] }, {})
    expect(sayOf(definition, 'tooManyVisits')).toBeUndefined()
    expect(verify(definition, someRegions).proof.maxVisits).toBe(1)
  })

  test('two at one counter become two when one waits for an outcome', () => {
    const definition = visits({ a: [aPresence()], b: [aPresence()] }, {}, { a: when('twins', 'yes'), b: { after: ['a'] } })
    expect(sayOf(definition, 'tooManyVisits')).toMatchObject({ answers: { twins: 'yes' } })
  })

  test.each<[string, BundleDefinition, number]>([
    ['filing and collecting at one counter are two', visits({ a: [aPresence(), aPresence({ at: 'collection' })] }, {}), 2],
    ['collecting two results at one counter is one', visits({ a: [aPresence({ at: 'collection' })], h: [aPresence({ at: 'collection' })] }, {}), 1],
    ['two departments at the one counter are one', visits({ a: [aPresence()], h: [aPresence()] }, {}), 1],
    ['two that wait for the same outcome are one', visits({ z: [], a: [aPresence()], b: [aPresence()] }, {}, { a: { after: ['z'] }, b: { after: ['z'] } }), 1],
    ['two that wait for different outcomes are two', visits({ y: [], z: [], a: [aPresence()], b: [aPresence()] }, {}, { a: { after: ['y'] }, b: { after: ['z'] } }), 2],
    ['an official who comes costs none', visits({ a: [aPresence({ where: 'site' })] }, {}), 0],
  ])('%s', (_, definition, most) => {
    const { proof, diagnostics } = verify(definition, someRegions)
    expect([proof.maxVisits, diagnostics.some(({ code }) => code === 'tooManyVisits')]).toEqual([most, most > 1])
  })

  test('offices of one department at two levels are two houses, and so are those of two places', () => {
    const at = (a: Partial<ServiceItem>, b: Partial<ServiceItem>) => {
      const definition = visits({ a: [aPresence({ where: 'office' })], b: [aPresence({ where: 'office' })] }, {})
      Object.assign(itemOf(definition, 'a'), a)
      Object.assign(itemOf(definition, 'b'), b)
      return verify(definition, someRegions).proof.maxVisits
    }
    const home = { by: 'field', field: 'home.region' } as const
    expect([at({}, {}), at({}, { level: 'township' }), at({}, { competence: home }), at({ competence: home }, { competence: home })]).toEqual([1, 2, 2, 1])
  })

  test('a second one is allowed as a legal exception with its basis', () => {
    const exceptions = [{ item: 'h', basis: '例外目录', reason: { zh: '体检', en: 'examination' } }]
    const definition = visits({ a: [aPresence()], h: [aPresence({ where: 'office' })] }, { maxVisits: 2, exceptions })
    expect(sayOf(definition, 'tooManyVisits')).toBeUndefined()
    expect(verify(definition, someRegions).proof.maxVisits).toBe(2)
  })

  test('an exception for an item that needs nobody is a remark', () => {
    const definition = visits({ a: [aPresence()], h: [] }, { exceptions: [{ item: 'h', basis: '例外目录', reason: { zh: '体检', en: 'examination' } }] })
    expect(sayOf(definition, 'exceptionNeedless')).toMatchObject({ path: ['exceptions', 0] })
  })
})
