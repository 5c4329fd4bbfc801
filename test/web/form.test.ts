import fc from 'fast-check'
import { form, isRedraw, lines, list, text } from '../../server/web/form.ts'

test.each([
  ['spaces around it', '  陈小雨 ', '陈小雨'],
  ['control characters', 'a\u0000b\u001bc\u2028d', 'a b c d'],
  ['a letter in two parts', 'e\u0301', 'é'],
  ['several values', ['first', 'last'], 'last'],
  ['nothing', undefined, ''],
  ['a number', 7, ''],
  ['an object', { toString: () => 'x' }, ''],
])('one line of text: %s', (_, value, expected) => {
  expect(text(value)).toBe(expected)
})

test('several lines keep their breaks, whatever machine they come from', () => {
  expect(lines('一\r\n二\r三\n四')).toBe('一\n二\n三\n四')
  expect(lines('一\u0000二')).toBe('一 二')
  expect(lines(['a'])).toBe('a')
  expect(lines({})).toBe('')
})

test('a group of boxes is a list, also with one or none', () => {
  expect(list(['a', ' b ', ''])).toEqual(['a', 'b'])
  expect(list('a')).toEqual(['a'])
  expect(list(undefined)).toEqual([])
})

test('whatever is sent, a reader gets text', () => {
  fc.assert(fc.property(fc.anything(), value => {
    expect(typeof text(value)).toBe('string')
    expect(typeof lines(value)).toBe('string')
    expect(list(value).every(one => typeof one === 'string' && one !== '')).toBe(true)
    expect(text(value)).not.toMatch(/[\n\r\u0000\u2028]/)
  }))
})

test('data comes only from a form without problems that was really sent', () => {
  const data = () => 'data'
  const problem = { field: 'a', code: 'required' }
  expect(form({}, { a: 'x' }, [], data)).toEqual({ values: { a: 'x' }, problems: [], data: 'data' })
  expect(form({}, { a: '' }, [problem], data)).toEqual({ values: { a: '' }, problems: [problem] })
  expect(form({ _language: 'en' }, { a: '' }, [problem], data)).toEqual({ values: { a: '' }, problems: [] })
  expect(isRedraw(undefined)).toBe(false)
})
