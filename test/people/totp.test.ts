import { generateSync } from 'otplib'
import { newTotpSecret, totpStep } from '../../server/people/totp.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const now = new Date('2026-03-02T02:00:10.000Z')
const step = Math.floor(now.getTime() / 30_000)
const codeOf = (at: number) => generateSync({ secret, epoch: at * 30 })

test.each([
  ['the present code', step, 0, step],
  ['a clock that is a step behind', step - 1, 0, step - 1],
  ['a clock that is a step ahead', step + 1, 0, step + 1],
  ['two steps behind', step - 2, 0, undefined],
  ['two steps ahead', step + 2, 0, undefined],
  ['the code that was shown last', step, step, undefined],
  ['an earlier one than the last', step - 1, step, undefined],
  ['the one after the last', step + 1, step, step + 1],
])('%s', (_, at, last, expected) => expect(totpStep(secret, codeOf(at), now, last)).toBe(expected))

test('a code may have gaps and full-width digits', () => {
  expect(totpStep(secret, codeOf(step).replace(/^(\d{3})/, '$1 ').replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)), now, 0)).toBe(step)
})

test.each(['', '12345', '1234567', 'abcdef', '-12345', '1e5   ', '１２３', '0x1234'])('“%s” is no code', typed => expect(totpStep(secret, typed, now, 0)).toBeUndefined())

test('a secret has 160 bits, and is another each time', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/)
  expect(newTotpSecret()).not.toBe(newTotpSecret())
})
