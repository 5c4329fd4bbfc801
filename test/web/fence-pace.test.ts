import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Counts, paces } from '../../server/web/pace.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let citizen: Agent
/** A tenth of the usual numbers. */
const requestsPerMinute = 30
beforeEach(async () => {
  site = await portal({ config: { requestsPerMinute, trustedProxies: 1 } })
  citizen = await site.citizen()
  site.pass({ minutes: 11 }) // what signing in took is over
})

const tenth = (kind: string) => Math.ceil(paces.find(pace => pace.kind === kind)!.account / 10)
const from = (address: string) => ({ headers: { 'x-forwarded-for': address }, follow: false })
const statuses = async (times: number, ask: () => Promise<{ status: number }>) => {
  const all: number[] = []
  for (let i = 0; i < times; i++) all.push((await ask()).status)
  return all
}

test('an account has its pages a minute, and then a page that says when to go on', async () => {
  expect(await statuses(tenth('page'), () => citizen.get('/me'))).toEqual(Array(tenth('page')).fill(200))
  site.pass({ minutes: 0.5 })
  const page = await citizen.get('/me')
  expect(page.status).toBe(429)
  expect(page.heading()).toBe('请稍后再试')
  expect(page.text()).toContain('请 1 分钟后再试')
  expect(page.headers.get('retry-after')).toBe('30')
  const english = await citizen.get('/me', { headers: { 'accept-language': 'en', cookie: `session=${citizen.cookies.get('session')}` } })
  expect(english.heading()).toBe('Please try again later')
  const script = await citizen.get('/session', { headers: { accept: 'application/json' } })
  expect([script.status, script.headers.get('retry-after'), script.json<{ code: string }>().code]).toEqual([429, '30', 'tooFast'])
  site.pass({ minutes: 0.5 })
  expect((await citizen.get('/me')).status).toBe(200)
})

test('who is signed in is counted by his account, whatever the address has used up; the files of the look and health are free', async () => {
  const visitor = site.visitor()
  await statuses(60, () => visitor.get('/help', from('203.0.113.7')))
  expect((await visitor.get('/help', from('203.0.113.7'))).status).toBe(429)
  expect((await citizen.get('/me', from('203.0.113.7'))).status).toBe(200)
  expect((await visitor.get('/help', from('198.51.100.4'))).status).toBe(200)
  for (const path of ['/assets/js/portal.js', '/health', '/ready']) expect((await visitor.get(path, from('203.0.113.7'))).status).toBe(200)
})

test('a forwarded address counts only behind a proxy that is trusted', async () => {
  const direct = await portal({ config: { requestsPerMinute } })
  const visitor = direct.visitor()
  for (let i = 0; i < 60; i++) await visitor.get('/help', from(`203.0.113.${i}`))
  expect((await visitor.get('/help', from('203.0.113.200'))).status).toBe(429)
  const behind = site.visitor()
  // Of several, the one that the proxy itself has added: what stands before it anybody can write.
  for (let i = 0; i < 60; i++) await behind.get('/help', from(`10.0.0.${i}, 203.0.113.9`))
  expect((await behind.get('/help', from('10.0.0.200, 203.0.113.9'))).status).toBe(429)
})

test.each<[kind: string, () => Promise<{ status: number }>]>([
  ['search', () => citizen.get('/search?q=出生')],
  ['search', () => citizen.get('/regions')],
  ['check', () => citizen.get('/verify?identifier=1')],
  ['send', () => citizen.post('/me/notifications', { language: 'en' }, { follow: false })],
  ['upload', () => citizen.post('/drafts/x/materials/y', {}, { files: [['file', { name: 'a.png', bytes: Buffer.from('a') }]], follow: false })],
  ['export', () => citizen.get('/bundles/none/package.yaml')],
  ['miss', () => citizen.get('/cases/330106-none')],
])('%s is counted apart', async (kind, ask) => {
  const answers = await statuses(tenth(kind), ask)
  expect(answers).not.toContain(429)
  expect((await ask()).status).toBe(429)
})

test('look-ups of people at a counter or at the desk are counted', async () => {
  const counter = await site.as({ roles: ['counterOfficer'] })
  const ask = () => counter.post('/counter/find', { number: anIdNumber() }, { follow: false })
  await statuses(tenth('lookUp'), ask)
  expect((await ask()).status).toBe(429)
})

test('numbers that are not there, or another’s, can not be tried one after the other', async () => {
  const other = await site.signedIn(aCitizen({ username: 'another.one', idNumber: anIdNumber('19880808') }))
  await statuses(tenth('miss'), () => other.get('/cases/330106-none'))
  expect((await other.get('/me')).status).toBe(429)
  site.pass({ minutes: 10 })
  expect((await other.get('/me')).status).toBe(200)
})

test('with 0 something in front of the portal counts', async () => {
  const free = await portal({ config: { requestsPerMinute: 0 } })
  expect(await statuses(100, () => free.visitor().get('/health'))).not.toContain(429)
})

test('what is kept is bounded: of too many keys the one whose window began first is forgotten', () => {
  const counts = new Counts(1000)
  for (let i = 0; i < 5000; i++) counts.count(`address ${i}`, 1, i)
  expect(counts.size).toBe(1000)
  expect(counts.waitFor('address 4999', 1, 5000)).toBe(60)
  expect(counts.waitFor('address 3999', 1, 5000)).toBeUndefined()
})

test('the numbers in the operators’ documentation are these', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  for (const { kind, account, address, minutes } of paces) expect(docs).toMatch(new RegExp(`\\| \`${kind}\` \\|[^|\\n]+\\| ${account} \\| ${address} \\| ${minutes === 1 ? '1 minute' : `${minutes} minutes`} \\|`))
})
