import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { passwordFault, type PasswordFault } from '../../server/people/password-strength.ts'

const own = ['chen.xiaoyu', '陈小雨', '330106199003071019', undefined, '13805710001']

test.each<[string, string, PasswordFault | undefined]>([
  ['four unrelated words', 'lantern over water', undefined],
  ['a sentence in characters', '西湖边上那只大白鹅', 'passwordShort'],
  ['a longer sentence in characters', '西湖边上那只大白鹅爱唱歌', undefined],
  ['a sentence in pinyin', 'nachengqiaoxiadelaoyuweng', undefined],
  ['what a generator makes', 'k8m2-x7nd-9qrs-t4vw', undefined],
  ['small letters only, far-fetched', 'grumblefrostpiano', undefined],
  ['nine characters', 'Aa1!Bb2@C', 'passwordShort'],
  ['129 characters', 'ab '.repeat(43), 'passwordLong'],
  ['every kind of character, and on every list', 'Passw0rd!2024', 'passwordCommon'],
  ['keys beside each other', 'qwertyuiop123', 'passwordCommon'],
  ['the alphabet', 'bcdefghijklm', 'passwordSequence'],
  ['one letter', 'aaaaaaaaaaaa', 'passwordRepeat'],
  ['a declaration of love', 'woaini5201314', 'passwordHabit'],
  ['lucky numbers', '88888888.168', 'passwordHabit'],
  ['a day', '1987-06-05-0', 'passwordDate'],
  ['another’s name in pinyin with a year', 'zhangwei1987', 'passwordName'],
  ['a longer name with a year', 'zhangxiaoming1987', 'passwordName'],
  ['my name in pinyin', 'chenxiaoyu-lake', 'passwordOwnData'],
  ['my birthday', 'lake19900307lake', 'passwordOwnData'],
  ['the end of my number', 'ferry071019ferry', 'passwordOwnData'],
  ['my name in characters', '我是陈小雨请多多关照呀', 'passwordOwnData'],
  ['somebody’s telephone number', '13912345678aA', 'passwordGuessable'],
])('%s', (_, password, fault) => {
  expect(passwordFault(password, own)).toBe(fault)
})

test('full-width letters are the same letters', () => {
  expect(passwordFault('ｐａｓｓｗｏｒｄ１２３４', [])).toBe(passwordFault('password1234', []))
})

test('every reason has a sentence in both languages that says more than no', () => {
  for (const language of ['zh-CN', 'en']) {
    const { problem } = JSON.parse(readFileSync(join(import.meta.dirname, `../../views/locales/${language}/people.json`), 'utf8')) as { problem: Record<string, string> }
    for (const fault of ['passwordCommon', 'passwordHabit', 'passwordName', 'passwordDate', 'passwordSequence', 'passwordRepeat', 'passwordGuessable']) expect(problem[fault]).toMatch(/词|words/)
  }
})

test('a long password is judged in a moment', () => {
  passwordFault('lantern over water', [])
  const start = performance.now()
  passwordFault('4$5@1!0o3e7t'.repeat(10), [])
  expect(performance.now() - start).toBeLessThan(500)
})
