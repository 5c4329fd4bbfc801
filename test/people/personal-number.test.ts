import { personalNumberIn } from '../../server/people/personal-number.ts'
import { anIdNumber } from '../support/people.ts'

const id = anIdNumber()
const withX = Array.from({ length: 400 }, (_, order) => anIdNumber('19900307', String(order).padStart(3, '0'))).find(number => number.endsWith('X')) ?? ''

test.each([
  ['an ID number in a sentence', `申请人（${id}）的材料不符`, 'idNumber'],
  ['in groups', `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`, 'idNumber'],
  ['with hyphens', `${id.slice(0, 6)}-${id.slice(6, 14)}-${id.slice(14)}`, 'idNumber'],
  ['in full width', [...id].map(digit => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join(''), 'idNumber'],
  ['with a small x', withX.toLowerCase(), 'idNumber'],
  ['after a telephone number', `13805710001 ${id}`, 'idNumber'],
  ['a card of UnionPay', '退回到 6222 0210 0111 6245 702 这张卡', 'bankCard'],
  ['a card of Visa', '4111111111111111', 'bankCard'],
  ['a wrong check character', `${id.slice(0, 17)}${id[17] === '0' ? '1' : '0'}`, undefined],
  ['a case number', '办件 33010620260302772516', undefined],
  ['a case number in groups', '330106 20260302 772516', undefined],
  ['a telephone number', '请致电 13805710001', undefined],
  ['a document', '浙政复〔2026〕12号', undefined],
  ['an amount and a day', '2026-03-02 缴费 6222.02 元', undefined],
  ['nothing', '', undefined],
])('%s', (_, words, kind) => expect(personalNumberIn(words)).toBe(kind))

test('a long row of digits is read in no time', () => {
  const start = performance.now()
  personalNumberIn('1 '.repeat(100_000))
  personalNumberIn('62'.repeat(100_000))
  expect(performance.now() - start).toBeLessThan(2000)
})
