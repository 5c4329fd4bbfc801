import fc from 'fast-check'
import { fieldTypes, type Field, type FieldType } from '../../server/catalogue/definition.ts'
import { readFieldValue, typedAs, type FieldShape, type World } from '../../server/drafts/field-value.ts'

const world: World = {
  today: '2026-03-02',
  regionLevel: code => ({ '330000000000': 'province', '330100000000': 'city', '330106000000': 'county', '330106002000': 'township' } as const)[code],
}
const options = [{ value: 'a', zh: '甲', en: 'A' }, { value: 'b', zh: '乙', en: 'B' }, { value: 'c', zh: '丙', en: 'C' }]

const shape = (type: FieldType, constraints: FieldShape['constraints'] = {}): FieldShape => ({
  field: { id: 'a.b', name: { zh: '甲', en: 'A' }, type, personal: 'none', ...(type === 'choice' || type === 'choices' ? { options } : {}) } as Field,
  constraints,
})

test.each<[string, FieldType, string, string]>([
  ['a name', 'personName', '张伟', '张伟'],
  ['a name with a dot as many keyboards write it', 'personName', '阿依古丽•买买提', '阿依古丽·买买提'],
  ['a name with a rare character', 'personName', '𠮷田', '𠮷田'],
  ['a Latin name', 'personName', "Anne-Marie  O'Neill", "Anne-Marie O'Neill"],
  ['an ID number with spaces and a small x', 'idNumber', '110105 19491231 002x', '11010519491231002X'],
  ['a credit code in full-width characters', 'uscc', '９１１１００００８０２１００４３３ｂ', '91110000802100433B'],
  ['a mobile number with spaces', 'phone', '138 0013 8000', '13800138000'],
  ['a mobile number with the country code', 'phone', '+86 138-0013-8000', '13800138000'],
  ['a landline', 'phone', '(0571) 8701 2345', '0571-87012345'],
  ['a landline of Shanghai', 'phone', '02161234567', '021-61234567'],
  ['an address of e-mail', 'email', 'wang.fang@example.cn', 'wang.fang@example.cn'],
  ['a day with dashes', 'date', '2026-03-02', '2026-03-02'],
  ['a day in eight digits', 'date', '20260302', '2026-03-02'],
  ['a day in Chinese', 'date', '2026年3月2日', '2026-03-02'],
  ['a day with slashes', 'date', '2026/3/2', '2026-03-02'],
  ['a leap day', 'date', '2024-02-29', '2024-02-29'],
  ['a county', 'region', '330106000000', '330106000000'],
  ['a township', 'region', '330106002000', '330106002000'],
  ['a card number', 'bankAccount', '6222 0212 0200 0000 001', '6222021202000000001'],
  ["a company's account", 'bankAccount', '33001616781053000123', '33001616781053000123'],
  ['a number with separators', 'integer', '1,234', '1234'],
  ['a decimal', 'decimal', '０12.50', '12.5'],
  ['an amount in yuan, kept in fen', 'money', '￥1,234.5', '123450'],
  ['an amount without fen', 'money', '300', '30000'],
  ['an amount of a few fen', 'money', '0.07', '7'],
  ['a choice', 'choice', 'b', 'b'],
  ['yes', 'yesNo', 'yes', 'yes'],
  ['an address', 'address', ' 文三路 90 号 ', '文三路 90 号'],
])('%s is understood', (_, type, typed, expected) => {
  expect(readFieldValue(shape(type), typed, world)).toEqual({ value: expected })
})

const refused: [string, FieldType, string, string, FieldShape['constraints']?][] = [
  ['digits in a name', 'personName', '张3', 'personName'],
  ['markup in a name', 'personName', '<b>张</b>', 'personName'],
  ['an ID number with a digit wrong', 'idNumber', '110105194912310021', 'idNumber'],
  ['an ID number of somebody not yet born', 'idNumber', '330106203001010016', 'idNumber'],
  ['a credit code with a digit wrong', 'uscc', '91110000802100434B', 'uscc'],
  ['a phone number too short', 'phone', '1380013800', 'phone'],
  ['a landline without area code', 'phone', '87012345', 'phone'],
  ['no e-mail address', 'email', 'wang.fang@', 'email'],
  ['the thirtieth of February', 'date', '2026-02-30', 'notADate'],
  ['words for a day', 'date', '昨天', 'notADate'],
  ['a birthday in the future', 'date', '2026-03-03', 'futureDate', { notAfter: 'today' }],
  ['an opening in the past', 'date', '2026-03-01', 'pastDate', { notBefore: 'today' }],
  ['a day too early', 'date', '1999-12-31', 'tooEarly', { notBefore: '2000-01-01' }],
  ['a day too late', 'date', '2031-01-01', 'tooLate', { notAfter: '2030-12-31' }],
  ['a city where a county is needed', 'region', '330100000000', 'region'],
  ['a county where a township is needed', 'region', '330106000000', 'region', { regionLevel: 'township' }],
  ['a region that is not there', 'region', '339999000000', 'region'],
  ['a card number with a digit wrong', 'bankAccount', '6222021202000000006', 'bankAccount'],
  ['letters in an account', 'bankAccount', 'ABCDEFGH12', 'bankAccount'],
  ['a fraction where whole numbers belong', 'integer', '1.5', 'notInteger'],
  ['a number of twenty digits', 'integer', '12345678901234567890', 'notInteger'],
  ['less than nothing', 'integer', '-1', 'tooSmall'],
  ['too little', 'decimal', '0.05', 'tooSmall', { min: 0.1 }],
  ['too much', 'integer', '101', 'tooBig', { max: 100 }],
  ['too much money, counted in yuan', 'money', '100.01', 'tooBig', { max: 100 }],
  ['a tenth of a fen', 'money', '0.001', 'notAnAmount'],
  ['words for money', 'money', '一百', 'notAnAmount'],
  ['a choice that is none', 'choice', 'z', 'notAnOption'],
  ['perhaps', 'yesNo', 'perhaps', 'notAnOption'],
  ['too long a text', 'text', 'abcd', 'tooLong', { maxLength: 3 }],
  ['too short a text', 'text', 'ab', 'tooShort', { minLength: 3 }],
]

test.each(refused.map(([name, ...rest]) => ({ name, rest })))('$name is refused', ({ rest: [type, typed, code, constraints] }) => {
  const { value, problem } = readFieldValue(shape(type, constraints), typed, world)
  expect(value).toBeUndefined()
  expect(problem?.code).toBe(code)
})

test('a rare character counts as one', () => {
  expect(readFieldValue(shape('text', { maxLength: 2 }), '𠮷田', world)).toEqual({ value: '𠮷田' })
})

test('several choices keep the order of the options, once each', () => {
  expect(readFieldValue(shape('choices'), ['c', 'a', 'c', ''], world)).toEqual({ value: ['a', 'c'] })
  expect(readFieldValue(shape('choices'), ['a', 'z'], world).problem?.code).toBe('notAnOption')
  expect(readFieldValue(shape('choices'), [], world)).toEqual({})
})

test('nothing typed is neither a value nor a problem', () => {
  for (const type of fieldTypes) expect(readFieldValue(shape(type), type === 'choices' ? [] : '  ', world)).toEqual({})
})

test('what is kept reads as itself again, and hostile input never throws', () => {
  fc.assert(fc.property(fc.constantFrom(...fieldTypes), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer().map(String), fc.double().map(String)), (type, typed) => {
    const { value } = readFieldValue(shape(type), typed, world)
    if (value !== undefined) expect(readFieldValue(shape(type), typedAs(type, value), world)).toEqual({ value })
  }))
})

test.each([['7', '0.07'], ['70', '0.70'], ['30000', '300'], ['123450', '1234.50']])('%s fen stand in the box as %s yuan', (fen, yuan) => {
  expect(typedAs('money', fen)).toBe(yuan)
})
