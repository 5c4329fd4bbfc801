import { join } from 'node:path'
import fc from 'fast-check'
import { shippedDefinitions } from '../../server/catalogue/shipped.ts'
import type { BundleDefinition } from '../../server/catalogue/definition.ts'
import { difference, type Difference } from '../../server/catalogue/difference.ts'
import { lineInWords, shownDifference } from '../../server/catalogue/difference-words.ts'
import { things, traits } from '../../server/catalogue/fact.ts'
import { canonical } from '../../server/ledger/chain.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import { loadTexts } from '../../server/web/texts.ts'
import { aBundle, aDefinition, aField, aMaterial, anItem, aPresence, aQuestion } from './build.ts'

const days = (value: number) => ({ value, unit: 'workingDay' as const, provenance: 'illustrative' as const })
const asksFor = (field: string, more: object = {}) => ({ field, basis: '某条例第三条', ...more })

/** Two items, a question, three fields and two papers: the version before every row of the table. */
function before(): BundleDefinition {
  const bundle = aBundle({ items: [{ item: 'register' }, { item: 'insure', after: ['register'] }], questions: [aQuestion('married'), aQuestion('moved')] })
  const items = [
    anItem('register', { fields: [asksFor('child.name'), asksFor('child.born')], materials: [{ material: 'book', handling: 'handIn', basis: '某法第二条' }], statutoryLimit: days(20), promisedLimit: days(5), result: { name: { zh: '登记', en: 'registration' }, fields: ['child.number'] } }),
    anItem('insure', { department: 'health', fields: [asksFor('child.name'), asksFor('child.number')] }),
  ]
  return aDefinition({
    bundle, items, materials: [aMaterial('book'), aMaterial('card')],
    fields: [aField('child.name', { maxLength: 30 }), aField('child.born', { type: 'date' }), aField('child.number'), aField('child.sex', { type: 'choice', options: [{ value: 'm', zh: '男', en: 'male' }, { value: 'f', zh: '女', en: 'female' }] })],
  })
}

const texts = loadTexts(join(import.meta.dirname, '../../views/locales'))

type Change = (definition: BundleDefinition) => void
const entry = (definition: BundleDefinition, code: string) => definition.bundle.items.find(({ item }) => item === code)!
const item = (definition: BundleDefinition, code: string) => definition.items[code]!

// prettier-ignore
const changes: [name: string, change: Change, applicant: string[], clerk: string[], limit: string[]][] = [
  ['nothing',                            () => {}, [], [], []],
  ['a question goes',                    d => void d.bundle.questions.pop(), ['question removed', ], [], []],
  ['a question gets an option',          d => void d.bundle.questions[0]!.options.push({ value: 'widowed', zh: '丧偶', en: 'widowed' }), ['option added'], [], []],
  ['questions change places',            d => void d.bundle.questions.reverse(), ['questionOrder changed'], [], []],
  ['an item applies to some only',       d => void (entry(d, 'insure').when = [{ question: 'married', in: ['yes'] }]), ['itemWhen changed'], [], []],
  ['an item is by choice',               d => void (entry(d, 'insure').optional = true), ['optional changed'], [], []],
  ['an item waits for nobody',           d => void (entry(d, 'insure').after = []), ['waitsFor removed'], [], []],
  ['an item goes to another department', d => void (item(d, 'insure').department = 'civil-affairs'), ['item changed'], [], []],
  ['an item goes',                       d => void d.bundle.items.pop(), ['item removed'], [], ['joint removed']],
  ['somebody has to come',               d => void item(d, 'register').presence.push(aPresence()), ['presence added'], [], []],
  ['a visit more is allowed',            d => void (d.bundle.maxVisits = 1), ['maxVisits changed'], [], []],
  ['a datum is asked that was not',      d => void item(d, 'insure').fields.push({ ...asksFor('child.sex'), required: true, when: [] }), ['field added'], ['seesField added'], []],
  ['a datum is known from the account',  d => void (d.fields['child.name']!.account = 'name'), ['field changed'], [], []],
  ['a datum is asked less strictly',     d => void (d.fields['child.name']!.maxLength = 60), ['bound changed'], [], []],
  ['a datum may be left out',            d => item(d, 'register').fields.forEach(one => void (one.required = false)), ['required changed'], ['seesField changed', 'seesField changed'], []],
  ['a paper is fetched',                 d => void (item(d, 'register').materials[0]!.handling = 'sharedData'), ['material changed'], ['checksMaterial changed'], []],
  ['a paper is asked that was not',      d => void item(d, 'insure').materials.push({ material: 'card', handling: 'handIn', basis: '某法', when: [] }), ['material added'], ['checksMaterial added'], []],
  ['a result field more',                d => void item(d, 'insure').result.fields.push('child.sex'), [], ['produces added'], []],
  ['the head signs',                     d => void item(d, 'register').signOff.push({ by: 'head', basis: '某制度' }), [], ['signOff added'], []],
  ['it may be extended',                 d => void (item(d, 'register').extension = days(10)), [], ['extension added'], []],
  ['the city decides',                   d => void (item(d, 'register').level = 'city'), [], ['level changed'], []],
  ['a basis is another',                 d => void (item(d, 'insure').fields[0]!.basis = '某办法'), [], ['fieldBasis changed'], []],
  ['the promise is shorter',             d => void (item(d, 'register').promisedLimit = days(3)), [], [], ['promisedLimit changed']],
  ['the law is shorter',                 d => void (item(d, 'register').statutoryLimit = days(10)), [], [], ['statutoryLimit changed']],
  ['the total is shorter',               d => void (d.bundle.promisedTotal = days(50)), [], [], ['promisedTotal changed']],
  ['there is more time to answer',       d => void (d.bundle.answerLimit = days(15)), [], [], ['answerLimit added']],
  ['no joint limit',                     d => void (d.bundle.intake = 'perDepartment'), [], ['intake changed'], ['joint removed']],
]

const told = (lines: readonly Difference[], reader: string) => lines.filter(line => line.reader === reader).map(({ aspect, change }) => `${aspect} ${change}`)

test.each(changes)('%s', (_, change, applicant, clerk, limit) => {
  const after = before()
  change(after)
  const lines = difference(before(), after)
  expect({ applicant: told(lines, 'applicant').filter(isOfTheTable(applicant)), clerk: told(lines, 'clerk').filter(isOfTheTable(clerk)), limit: told(lines, 'limit') }).toEqual({ applicant, clerk, limit })
})

/** What went with an item went with it: the table names the item alone. */
const isOfTheTable = (expected: readonly string[]) => (line: string) => expected.includes(line) || !expected.includes('item removed')

test('a line says what was and what is, in both languages', () => {
  const after = before()
  item(after, 'register').promisedLimit = days(3)
  after.fields['child.name']!.account = 'name'
  const inWords = (language: 'zh-CN' | 'en') => {
    const words = { t: texts[language], text: (text: { zh: string; en: string }) => (language === 'en' ? text.en : text.zh) }
    return shownDifference(before(), after, words).flatMap(({ lines }) => lines.map(({ words }) => words))
  }
  expect(inWords('zh-CN')).toEqual(['数据项“甲child.name”原为申请人填写，改为取自账户', '“甲register”的承诺期限由“5 个工作日”改为“3 个工作日”', '“甲child.name”增加了取自账户的内容：姓名'])
  expect(inWords('en')).toEqual(['The field “child.name” was filled in by the applicant, and is now from the account', '“register”: the promised limit changes from “5 working days” to “3 working days”', '“child.name”: what it takes from the account is new: Name'])
})

test('a condition that stays is not said twice, and a text that changes in the other language only is told as that', () => {
  const [old, after] = [before(), before()]
  for (const definition of [old, after]) item(definition, 'register').materials[0]!.when = [{ question: 'married', in: ['yes'] }]
  item(after, 'register').materials[0]!.handling = 'optional'
  after.bundle.title = { ...after.bundle.title, zh: '甲新名' }
  const lines = difference(old, after).map(line => lineInWords(line, { t: texts.en, text: ({ en }) => en }))
  expect(lines).toContain('“book”, checked for “register”, changes from “handed in” to “optional”')
  expect(lines).toContain('“matter”: only its wording in Chinese changes')
})

test('every change of every thing and trait has its words', () => {
  for (const language of ['zh-CN', 'en'] as const) {
    const words = { t: texts[language], text: ({ zh }: { zh: string }) => zh }
    for (const aspect of [...things, ...traits]) {
      for (const change of ['added', 'removed', 'changed'] as const) {
        const said = { name: { zh: '名', en: 'name' }, words: {}, term: { value: 1 } }
        expect(lineInWords({ reader: 'clerk', aspect, change, key: '', before: said, after: { ...said, term: { value: 2 } } }, words)).not.toContain('difference.')
      }
    }
  }
})

const { catalogue, bundleIds } = shippedDefinitions()
const shipped = bundleIds.flatMap(id => resolve(catalogue, id) ?? [])
const mirror = ({ change, before, after, ...line }: Difference) =>
  ({ ...line, change: change === 'added' ? 'removed' : change === 'removed' ? 'added' : 'changed', before: after, after: before })
const sorted = (lines: readonly object[]) => lines.map(line => canonical(JSON.parse(JSON.stringify(line)))).sort()

/** A shipped bundle, or the small one after some of the changes of the table. */
const anyDefinition = fc.oneof(fc.constantFrom(...shipped), fc.subarray(changes).map(some => {
  const definition = before()
  for (const [, change] of some) change(definition)
  return definition
}))

test('from a definition to itself there is no difference', () => {
  for (const definition of shipped) expect(difference(definition, structuredClone(definition))).toEqual([])
})

test('the way back is the mirror of the way there', () => {
  fc.assert(fc.property(anyDefinition, anyDefinition, (a, b) => {
    const there = difference(a, b)
    expect(sorted(difference(b, a).map(mirror))).toEqual(sorted(there))
    expect(there.length === 0).toBe(difference(b, a).length === 0)
  }), { numRuns: 100 })
})

test('every line of every two shipped bundles can be said', () => {
  const words = { t: texts.en, text: ({ en }: { en: string }) => en }
  shipped.forEach((definition, index) => {
    const lines = shownDifference(definition, shipped[(index + 1) % shipped.length]!, words).flatMap(({ lines }) => lines)
    expect(lines.filter(({ words }) => /catalogue:|guide:|difference\.|undefined|\{\{/.test(words))).toEqual([])
  })
})
