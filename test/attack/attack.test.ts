import { demoAccounts } from '../../server/demo/accounts.ts'
import { attackers } from './attackers.ts'
import { routeOf } from './survey.ts'
import { withToken } from './token-proxy.ts'

test('somebody attacks as every role of the demonstration, and as nobody', () => {
  const accounts = demoAccounts([])
  expect([...new Set(attackers.map(({ role }) => role))].sort()).toEqual([...new Set(['nobody', ...accounts.map(({ role }) => role)])].sort())
  expect(attackers.filter(({ role, username }) => !accounts.some(one => one.username === username && one.role === role)).map(({ role }) => role)).toEqual(['nobody'])
})

test('an address is told by the route with the fewest names in it', () => {
  expect([routeOf('GET', '/desk/load'), routeOf('GET', '/desk/tasks/1?a=b'), routeOf('POST', '/sign-in'), routeOf('GET', '/nothing')]).toEqual(['GET /desk/load', 'GET /desk/tasks/:id', 'POST /sign-in', undefined])
})

const form = 'application/x-www-form-urlencoded'
const multipart = 'multipart/form-data; boundary=x'
const part = (name: string, value: string) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

test.each([
  ['in the place of the old one', form, '_csrf=old&a=%27+or', '_csrf=a.token&a=%27+or'],
  ['where there was none', form, 'a=1', '_csrf=a.token&a=1'],
  ['where the tool has spoilt it', form, "a=1&_csrf=old' or 1=1", '_csrf=a.token&a=1'],
  ['first in a form with files', multipart, `${part('_csrf', 'old')}${part('a', '\u00ff')}--x--\r\n`, `${part('_csrf', 'a.token')}${part('a', '\u00ff')}--x--\r\n`],
])('a valid token stands %s, and the rest is as the tool made it', (_, type, body, expected) => {
  expect(withToken(Buffer.from(body, 'latin1'), type, 'a.token')).toEqual({ body: Buffer.from(expected, 'latin1'), header: {} })
})

test('what is no form carries the token in a header; what is only asked for carries none', () => {
  expect(withToken(Buffer.from('{}'), 'application/json', 'a.token').header).toEqual({ 'x-csrf-token': 'a.token' })
  expect(withToken(Buffer.from(''), form, 'a.token', 'GET')).toEqual({ body: Buffer.from(''), header: {} })
})
