import { readReasons, reasonsFor, reasonText } from '../../server/catalogue/reasons.ts'

const kinds = ['field', 'material'] as const

test.each(kinds)('a %s has at least ten reasons to be corrected, and “other” is the last of them', kind => {
  const reasons = reasonsFor(kind)
  expect(reasons.length).toBeGreaterThanOrEqual(10)
  expect(reasons.at(-1)?.id).toBe('other')
  expect(reasons.map(({ for: fits }) => fits)).not.toContain(kind === 'field' ? 'material' : 'field')
})

const all = [...new Map(kinds.flatMap(reasonsFor).map(reason => [reason.id, reason])).values()]

test('there are about twenty-five, each once', () => {
  expect(all.length).toBeGreaterThanOrEqual(25)
  expect(new Set(all.map(({ zh }) => zh)).size).toBe(all.length)
  expect(new Set(all.map(({ en }) => en)).size).toBe(all.length)
})

test.each(all)('$id says in both languages what is wrong and what to do, with nothing left to fill in', ({ zh, en }) => {
  expect(zh).toMatch(/请.+。$/)
  expect(en).toMatch(/please .+\.$/i)
  expect(zh).toMatch(/[\u4e00-\u9fff]/)
  expect(en).not.toMatch(/[\u4e00-\u9fff]/)
  expect(zh + en).not.toMatch(/[{}]/)
})

test('a code that nobody knows any more reads as “other”', () => {
  expect(reasonText('expired').en).toContain('expired')
  expect(reasonText('abolished')).toEqual(reasonText('other'))
  expect(reasonText('')).toEqual(reasonText('other'))
})

describe('a broken file is refused with every fault and its place', () => {
  const other = '  - { id: other, for: both, zh: 其他问题。, en: Something else. }\n'
  test.each([
    ['a language missing', `reasons:\n${other}  - { id: expired, for: material, zh: 已过有效期。 }\n`, /reasons\.yaml: reasons\.1\.en/],
    ['a kind that does not exist', `reasons:\n${other}  - { id: expired, for: paper, zh: 已过有效期。, en: Expired. }\n`, /reasons\.1\.for/],
    ['an id twice', `reasons:\n${other}${other}`, /reasons\.1\.id: “other” stands there twice/],
    ['no “other”', 'reasons:\n  - { id: expired, for: material, zh: 已过有效期。, en: Expired. }\n', /there is no “other” for both/],
    ['nothing in it', '', /reasons\.yaml/],
  ])('%s', (_, text, message) => expect(() => readReasons(text)).toThrow(message))
})
