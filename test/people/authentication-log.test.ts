import pino from 'pino'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'

type Line = Record<string, unknown> & { msg: string }

let site: Site
let written: string[] = []
beforeEach(async () => {
  written = []
  // With the options of server/log.ts, whose lines go to standard output.
  site = await portal({ log: pino({ base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, { write: line => void written.push(line) }) })
})
const lines = (msg: string) => written.map(line => JSON.parse(line) as Line).filter(line => line.msg === msg)

test('every proof of who somebody is, right or wrong, is a line, and none says a name or a secret', async () => {
  const { id } = await site.given(aCitizen())
  const visitor = site.visitor()
  const signIn = async (username: string, typed: string) => visitor.post('/sign-in', { username, password: typed }, { follow: false })
  await signIn('chen.xiaoyu', 'not-this-one-at-all')
  await signIn('nobody.at.all', 'not-this-one-at-all')
  await signIn(anIdNumber(), password)
  expect(lines('password tried').map(({ outcome, personId }) => [outcome, personId])).toEqual([['wrong', id], ['wrong', undefined], ['right', id]])
  expect(lines('session opened')).toMatchObject([{ personId: id, by: 'password', isSecond: false }])
  for (const secret of ['chen.xiaoyu', 'nobody.at.all', 'not-this-one', password, anIdNumber(), '127.0.0.1']) expect(written.join('')).not.toContain(secret)
})

test('who guesses too often, and who guesses codes, is in the log', async () => {
  await site.given(aCitizen())
  const visitor = site.visitor()
  for (let time = 0; time < 6; time++) await visitor.post('/sign-in', { username: 'chen.xiaoyu', password: 'not-this-one-at-all' }, { follow: false })
  expect(lines('password tried').map(({ outcome }) => outcome)).toEqual([...Array<string>(5).fill('wrong'), 'tooMany'])
})

test('a log line says when, in which request and who', async () => {
  const citizen = await site.citizen()
  written = []
  const { headers } = await citizen.get('/me')
  const [line] = lines('request')
  expect(line).toMatchObject({ method: 'GET', route: '/me', status: 200, actor: citizen.id, requestId: headers.get('x-request-id') })
  expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

test('what is refused is a line with its reason', async () => {
  const citizen = await site.citizen()
  await citizen.get('/admin/people')
  await citizen.send('POST', '/me/notices', { values: { _csrf: 'made up' } })
  expect(lines('refused')).toMatchObject([{ status: 403, code: 'forbidden', route: '/admin/people' }, { status: 403 }])
})

test('nothing typed makes a line of its own', async () => {
  const visitor = site.visitor()
  const before = written.length
  await visitor.send('GET', '/search?q=%0A%7B%22level%22:30,%22msg%22:%22planted%22%7D', { headers: { 'user-agent': 'a {"msg":"planted"}' } })
  expect(lines('planted')).toEqual([])
  expect(written.slice(before).every(line => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1)).toBe(true)
})
