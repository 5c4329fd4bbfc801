import { listPublished } from '../../server/catalogue/bundle.store.ts'
import { isPublic } from '../../server/guide/life.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
beforeAll(async () => {
  site = await portal({ catalogue: true })
})

test('the home page shows both lives with every public bundle at its stop, and the promise in real numbers', async () => {
  const versions = (await listPublished(site.db)).filter(isPublic)
  const page = await site.visitor().get('/')
  expect(page.status).toBe(200)
  for (const { bundleId } of versions) expect([bundleId, page.$(`.life-line a[href="/bundles/${bundleId}"]`).length]).toEqual([bundleId, 1])
  const combinations = versions.reduce((sum, { proof }) => sum + proof.combinations, 0)
  const visits = Math.max(...versions.map(({ proof }) => proof.maxVisits))
  expect(page.text()).toContain(`${versions.length} 件事，最多跑 ${visits} 次，已逐一证明 ${combinations.toLocaleString('zh-CN')} 种情形`)
  expect(page.$('form[role=search] input[name=q]')).toHaveLength(1)
})

test('nothing is called new on the day everything was published', async () => {
  expect((await site.visitor().get('/')).text()).not.toContain('最近有变化')
})

test('who is signed in sees his matters, who is not sees none', async () => {
  expect((await site.visitor().get('/')).text()).not.toContain('我的事')
  const citizen = await site.citizen()
  expect((await citizen.get('/')).text()).toContain('您现在没有正在办的事')
})

test.each(['/help', '/privacy', '/accessibility', '/settings', '/verify', '/search'])('%s is there in both languages', async path => {
  const visitor = site.visitor()
  const chinese = await visitor.get(path)
  const english = await visitor.get(`${path}?lang=en`)
  expect([chinese.status, english.status]).toEqual([200, 200])
  expect(chinese.heading()).toMatch(/\p{Script=Han}/u)
  expect(english.$('main').text()).not.toMatch(/(?!简体中文)[\p{Script=Han}]{3,}(?<!简体中文)/u)
})

test('the settings page switches the size of print', async () => {
  const visitor = site.visitor()
  const large = await visitor.get('/settings?print=large')
  expect(large.$('html').attr('data-print')).toBe('large')
  expect((await visitor.get('/settings?print=normal')).$('html').attr('data-print')).toBeUndefined()
})

test('robots are kept from what belongs to a person', async () => {
  const page = await site.visitor().get('/robots.txt')
  expect(page.html).toContain('Disallow: /me')
  expect(page.html).not.toContain('Disallow: /bundles')
})

test('a browser that asks for /favicon.ico gets the mark', async () => {
  const page = await site.visitor().get('/favicon.ico')
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
})
