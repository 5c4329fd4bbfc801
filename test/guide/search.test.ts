import { compile } from '../../server/catalogue/compile.ts'
import { readDefinitions, shippedFolder } from '../../server/catalogue/catalogue-folder.ts'
import { resolve } from '../../server/catalogue/resolve.ts'
import type { BundleVersion } from '../../server/catalogue/version.ts'
import { isPublic } from '../../server/guide/life.ts'
import { buildIndex, search } from '../../server/guide/search.ts'
import { slips } from '../../server/guide/search-distance.ts'
import { findReading } from '../../server/guide/search-reading.ts'
import { normalised, stem, termsOf } from '../../server/guide/search-text.ts'

const { catalogue } = compile(readDefinitions(shippedFolder))
const versions = [...catalogue.bundles.keys()].map((bundleId): BundleVersion => ({
  id: bundleId, bundleId, version: 1, status: 'published', hash: '', publishedAt: '2026-01-01T00:00:00.000Z',
  definition: resolve(catalogue, bundleId)!, proof: { combinations: 1, maxVisits: 0, longestPathDays: 1, checks: [] },
}))
const index = buildIndex(versions.filter(isPublic))
const found = (query: string) => search(index, query).map(({ bundleId }) => bundleId)

test.each([
  // two characters, synonyms
  ['出生', 'newborn-birth'],
  ['落户', 'newborn-birth'],
  ['退休', 'pension-retirement'],
  ['残疾', 'disability-support'],
  ['退伍', 'veteran-retirement'],
  ['招工', 'employee-hiring'],
  ['入学', 'school-enrolment'],
  ['领证', 'marriage'],
  ['去世', 'after-life'],
  ['买房', 'second-hand-house'],
  ['建厂', 'enterprise-investment-project'],
  ['婚检', 'marriage'],
  // as people say it
  ['生孩子', 'newborn-birth'],
  ['我家宝宝要上户口怎么办', 'newborn-birth'],
  ['我想开饭店', 'restaurant-opening'],
  ['开奶茶店需要什么手续', 'restaurant-opening'],
  ['人走了', 'after-life'],
  ['老人去世了要办什么', 'after-life'],
  ['孩子上小学', 'school-enrolment'],
  ['注册公司', 'enterprise-opening'],
  ['公司要招人', 'employee-hiring'],
  ['二手房过户', 'second-hand-house'],
  ['当兵回来', 'veteran-retirement'],
  ['该退休了', 'pension-retirement'],
  ['残疾证', 'disability-support'],
  // items and papers
  ['营业执照', 'enterprise-opening'],
  ['食品经营许可证', 'restaurant-opening'],
  ['预防接种证', 'newborn-birth'],
  ['职工医保参保', 'employee-hiring'],
  ['az', 'veteran-retirement'],
  ['生育津贴', 'newborn-birth'],
  ['丧葬补助金', 'after-life'],
  // pinyin, in full, by initials, unfinished, with a slip
  ['xinsheng', 'newborn-birth'],
  ['xse', 'newborn-birth'],
  ['XinShengEr', 'newborn-birth'],
  ['xin sheng er', 'newborn-birth'],
  ['jiehun', 'marriage'],
  ['tuixiu', 'pension-retirement'],
  ['kaifandian', 'restaurant-opening'],
  ['kaifand', 'restaurant-opening'],
  ['ershoufang', 'second-hand-house'],
  ['xinshegn', 'newborn-birth'],
  ['canjiren', 'disability-support'],
  // English
  ['baby', 'newborn-birth'],
  ['babies', 'newborn-birth'],
  ['having a baby', 'newborn-birth'],
  ['how do I open a restaurant?', 'restaurant-opening'],
  ['retire', 'pension-retirement'],
  ['marriage', 'marriage'],
  ['wedding', 'marriage'],
  ['someone died', 'after-life'],
  ['start a company', 'enterprise-opening'],
  ['kindergarten', 'school-enrolment'],
  ['disabled', 'disability-support'],
  ['veteran', 'veteran-retirement'],
  // slips
  ['newborm', 'newborn-birth'],
  ['restuarant', 'restaurant-opening'],
  ['marrige', 'marriage'],
  ['新生而', 'newborn-birth'],
  ['退修', 'pension-retirement'],
  // signs, width, case
  ['“生孩子”！！', 'newborn-birth'],
  ['ＢＡＢＹ', 'newborn-birth'],
])('%s → %s', (query, expected) => {
  expect(found(query)[0]).toBe(expected)
})

test.each(['', '   ', '？！', 'qqqqq', '量子力学', '怎么办', 'the', 'how do I', '.*', '(((', '\\', '[^q]+$', "' or 1=1 --", '\u0000\u0001', '😀'])('“%s” finds nothing, and breaks nothing', query => {
  expect(found(query)).toEqual([])
})

test('what shares a word with everything is found after what it names', () => {
  expect(found('户口').slice(0, 4)).toEqual(expect.arrayContaining(['newborn-birth', 'after-life']))
})

test('an item found by its name is told as the reason', () => {
  const [hit] = search(index, '预防接种证办理')
  expect(hit).toMatchObject({ bundleId: 'newborn-birth', because: { zh: '预防接种证办理' } })
})

test('a very long query is answered quickly', () => {
  const start = performance.now()
  for (const character of ['a', '生', 'zh', '生孩子', 'xs', ' a', '(']) search(index, character.repeat(10_000))
  expect(performance.now() - start).toBeLessThan(1000)
})

test.each([
  ['baby', 'baby', 0], ['bayb', 'baby', 1], ['abby', 'baby', 1], ['babyy', 'baby', 1], ['bab', 'baby', 1], ['bob', 'baby', Infinity],
])('%s is %s with %s slips', (typed, word, expected) => {
  expect(slips(typed, word, 1)).toBe(expected)
})

test.each([
  ['xinsheng', { start: 0, syllables: 2, initials: 0 }],
  ['xse', { start: 0, syllables: 3, initials: 3 }],
  ['xsheng', { start: 0, syllables: 2, initials: 1 }],
  ['xinshe', { start: 0, syllables: 2, initials: 1 }],
  ['cs', { start: 3, syllables: 2, initials: 2 }],
  ['chush', { start: 3, syllables: 2, initials: 1 }],
  ['xx', undefined],
])('%s in 新生儿出生', (letters, expected) => {
  expect(findReading(letters, ['xin', 'sheng', 'er', 'chu', 'sheng'])).toEqual(expected)
})

test('words are put together again that the segmenter takes apart, and empty ones dropped', () => {
  expect(termsOf(normalised('怎么办社保'))).toEqual(['社保'])
  expect(termsOf(normalised('How to register a company?'))).toEqual([stem('register'), stem('company')])
})
