import { sql } from 'kysely'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let citizen: Agent
beforeAll(async () => {
  site = await portal()
})
beforeEach(async () => {
  citizen = await site.citizen()
})

test('a page that is not there says so, in the language of the reader', async () => {
  const page = await citizen.get('/nowhere')
  expect(page.status).toBe(404)
  expect(page.heading()).toBe('没有找到')
  expect((await citizen.get('/nowhere', { headers: { 'accept-language': 'en' } })).heading()).toBe('Not found')
})

test.each(['/%E0%A4%A', '/admin/people/%', '//', '/..%2f..%2fetc/passwd', '/?lang=en&lang=xx', '/search?q[$ne]=1', '/me?done[]=__proto__', '/constructor', '/sign-in?next[]=/me'])('%s ends in a page, never in an error', async path => {
  const page = await citizen.get(path)
  expect(page.status).toBeLessThan(500)
  expect(page.heading()).not.toBe('')
})

test('a form that is far too large is refused with a sentence', async () => {
  const page = await citizen.post('/me/contact', { phone: '1'.repeat(2_000_000) })
  expect(page.status).toBe(413)
  expect(page.heading()).toBe('内容太大')
})

test('a form with too many fields is refused with a sentence', async () => {
  const page = await citizen.post('/me/contact', Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`f${i}`, 'x'])))
  expect(page.status).toBe(413)
  expect(page.heading()).toBe('内容太大')
})

test('a program gets the refusal as data', async () => {
  const page = await citizen.get('/nowhere', { headers: { accept: 'application/json' } })
  expect(page.json()).toMatchObject({ code: 'page', requestId: page.headers.get('x-request-id') })
  expect((await site.visitor().get('/me', { headers: { accept: 'application/json' }, follow: false })).status).toBe(401)
})

test('with the database out of reach the page still speaks, and gives a number to report', async () => {
  const broken = await portal()
  const agent = await broken.citizen()
  await sql`drop table session`.execute(broken.db.forMigration())
  const page = await agent.get('/me')
  expect(page.status).toBe(500)
  expect(page.heading()).toBe('系统出了问题')
  expect(page.text()).toContain(page.headers.get('x-request-id'))
  expect(page.text()).not.toMatch(/sqlite|select|session/i)
})

test('cookies that are no strings are no cookies, and no fault of the server', async () => {
  const cookie = ['session', 'visitor', 'csrf', 'language', 'print'].map(name => `${name}=j:${encodeURIComponent('{"a":[1]}')}`).join('; ')
  const page = await site.visitor().get('/sign-in', { headers: { cookie } })
  expect([page.status, page.heading()]).toEqual([200, '登录'])
})

test('a form that is sent without a body, or as something else, is an empty form', async () => {
  const visitor = site.visitor()
  const token = (await visitor.get('/sign-in')).csrf()
  for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
    const page = await visitor.send('POST', '/sign-in', { headers: { 'x-csrf-token': token, 'content-type': type } })
    expect([page.status, page.problems()[0]]).toEqual([422, '用户名：请填写此项'])
  }
})
