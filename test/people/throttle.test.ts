import { insert, update } from '../../db/statement.ts'
import { hashPassword } from '../../server/people/password.ts'
import type { Person } from '../../server/people/person.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'

let site: Site
let person: Person
beforeEach(async () => {
  site = await portal({ config: { trustedProxies: 1 } })
  person = await site.given(aCitizen())
})

const tryFrom = (address: string, typed: string, agent: Agent = site.visitor(), username = 'chen.xiaoyu') =>
  agent.post('/sign-in', { username, password: typed }, { headers: { 'x-forwarded-for': address }, follow: false })
const statusFrom = async (address: string, typed: string, agent?: Agent) => (await tryFrom(address, typed, agent)).status

test('a stranger who guesses uses up his own tries: the owner signs in elsewhere at once', async () => {
  for (let i = 0; i < 5; i++) expect(await statusFrom('203.0.113.7', 'wrong wrong')).toBe(422)
  expect(await statusFrom('203.0.113.7', password)).toBe(429)
  expect(await statusFrom('198.51.100.4', password)).toBe(303)
})

test('many strangers together close the door to unknown browsers for an hour, and never to the owner’s own', async () => {
  const own = site.visitor()
  expect(await statusFrom('198.51.100.4', password, own)).toBe(303)
  await own.post('/sign-out')
  for (let i = 0; i < 50; i++) expect(await statusFrom(`203.0.113.${i}`, 'wrong wrong')).toBe(422)
  expect(await statusFrom('203.0.113.99', password)).toBe(429)
  expect(await statusFrom('198.51.100.4', password, own)).toBe(303)
  site.pass({ minutes: 60 })
  expect(await statusFrom('203.0.113.99', password)).toBe(303)
})

test('the owner’s own browser has five tries too, and a full address does not shut it out', async () => {
  const own = site.visitor()
  await tryFrom('198.51.100.4', password, own)
  await own.post('/sign-out')
  await site.db.commit([insert('sign_in_attempt', { key: `address ${site.vault.index('198.51.100.4')}`, failures: 50, window_ends_at: new Date(site.clock.getTime() + 60_000).toISOString() })])
  expect(await statusFrom('198.51.100.4', password)).toBe(429)
  for (let i = 0; i < 5; i++) expect(await statusFrom('198.51.100.4', 'wrong wrong', own)).toBe(422)
  expect(await statusFrom('198.51.100.4', password, own)).toBe(429)
})

test('a sign that the portal did not give makes no browser a known one', async () => {
  const forger = site.visitor()
  for (const sign of [`${person.id}~AAAA`, `${person.id}~${'A'.repeat(43)}`, person.id, '~', 'x'.repeat(5000)]) {
    forger.cookies.set('known', sign)
    await tryFrom('203.0.113.7', 'wrong wrong', forger)
  }
  expect(await statusFrom('203.0.113.7', password, forger)).toBe(429)
})

test('a name with an account and one without get the same answers in the same order, and the same is written', async () => {
  const answers = async (username: string) => {
    const agent = site.visitor()
    const pages = []
    for (let i = 0; i < 6; i++) pages.push(await tryFrom('203.0.113.7', 'wrong wrong', agent, username))
    return pages.map(page => [page.status, page.headers.get('retry-after'), page.problems(), page.html.replace(/name="_csrf" value="[^"]+"/g, '').replaceAll(username, '')])
  }
  const known = await answers('chen.xiaoyu')
  const counts = async () => (await site.db.read.selectFrom('sign_in_attempt').select('failures').orderBy('failures').execute()).map(({ failures }) => failures)
  const before = await counts()
  expect(await answers('nobody.here')).toEqual(known)
  expect(before).toEqual([5, 5, 5])
  expect(await counts()).toEqual([5, 5, 5, 5, 10])
})

test('a wrong password takes as long for a name that nobody has', async () => {
  await site.db.commit([update('person', { password_hash: await hashPassword(password) }, { id: person.id })]) // as registration makes it
  const time = async (username: string) => {
    const start = performance.now()
    await tryFrom(`203.0.113.${Math.floor(Math.random() * 250)}`, 'wrong wrong', undefined, username)
    return performance.now() - start
  }
  const [known, unknown]: [number[], number[]] = [[], []]
  for (let i = 0; i < 15; i++) {
    known.push(await time('chen.xiaoyu'))
    unknown.push(await time('nobody.here'))
  }
  // Without the hash of a password nobody knows it would be a third. The shortest of each, for a machine that is busy.
  expect(Math.min(...unknown) / Math.min(...known)).toBeGreaterThan(0.5)
  expect(Math.min(...unknown) / Math.min(...known)).toBeLessThan(2)
})
