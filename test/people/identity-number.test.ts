import fc from 'fast-check'
import { birthDayOf, compactNumber, idNumberCheck, isIdNumber, isUscc, sexOf, usccCheck } from '../../server/people/identity-number.ts'

test.each([
  ['the example of GB 11643', '11010519491231002X', true],
  ['another of the standard', '440524188001010014', true],
  ['a wrong check character', '110105194912310021', false],
  ['two digits changed places', '11010519491213002X', false],
  ['the thirtieth of February', `33010619900230123${idNumberCheck('33010619900230123')}`, false],
  ['fifteen digits, as before 1999', '110105491231002', false],
  ['letters', 'ABCDEFGHIJKLMNOPQR', false],
  ['nothing', '', false],
])('ID number: %s', (_, text, expected) => {
  expect(isIdNumber(text)).toBe(expected)
})

test.each([
  ['a university', '12100000400002259P', true],
  ['a wrong check character', '91110000802100433C', false],
  ['a real company', '91110000802100433B', true],
  ['a letter O', '9111000080210O433B', false],
  ['one digit wrong', '91110000802100434B', false],
  ['too short', '9111000080210043', false],
])('credit code: %s', (_, text, expected) => {
  expect(isUscc(text)).toBe(expected)
})

test('any single wrong digit of an ID number is found', () => {
  const number = '11010519491231002X'
  fc.assert(fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
    const digits = [...number]
    digits[at] = String((Number(digits[at]) + by) % 10)
    expect(isIdNumber(digits.join(''))).toBe(false)
  }))
})

test('any single wrong character of a credit code is found', () => {
  const number = '91110000802100433B'
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  fc.assert(fc.property(fc.integer({ min: 8, max: 16 }), fc.integer({ min: 1, max: 30 }), (at, by) => {
    const characters = [...number]
    characters[at] = alphabet[(alphabet.indexOf(characters[at] as string) + by) % 31] as string
    expect(usccCheck(characters.join(''))).not.toBe(number[17])
  }))
})

test('what an ID number says', () => {
  expect(birthDayOf('11010519491231002X')).toBe('1949-12-31')
  expect(sexOf('11010519491231002X')).toBe('female')
  expect(sexOf('440524188001010014')).toBe('male')
})

test('numbers are read as people write them', () => {
  expect(compactNumber(' 110105 19491231 002x ')).toBe('11010519491231002X')
  expect(compactNumber('９１１１００００－８０２１００４３３Ｂ')).toBe('91110000802100433B')
})
