import { request } from 'node:http'
import { readConfig } from '../../server/config.ts'
import { localPath } from '../../server/web/paths.ts'
import { aCitizen } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'
import { routesOf } from '../support/route-table.ts'

let site: Site
beforeAll(async () => {
  site = await portal({ config: { knownHosts: ['portal.test', 'inside.test:8080'], publicUrl: 'https://portal.test' } })
  await site.given(aCitizen({ email: 'xiaoyu@example.cn' }))
})

/** `fetch` writes the Host header itself. */
const asked = (path: string, headers: Record<string, string>, { method = 'GET', at = site } = {}): Promise<{ status: number; body: string; location: string }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(at.visitor().origin)
    request({ host: '127.0.0.1', port, path, method, headers }, res => {
      let body = ''
      res.on('data', chunk => (body += chunk)).on('end', () => resolve({ status: res.statusCode ?? 0, body, location: res.headers.location ?? '' }))
    }).on('error', reject).end()
  })

describe('the name the portal is called by', () => {
  test.each(['portal.test', 'PORTAL.test:80', 'portal.test.', 'portal.test:443', 'inside.test:8080'])('%s is known', async host => {
    expect((await asked('/help', { host })).status).toBe(200)
  })

  test.each(['evil.example', 'portal.test.evil.example', 'evil.example:80@portal.test', '127.0.0.1', 'inside.test', 'localhost:3000', ''])('“%s” is not', async host => {
    const { status, body } = await asked('/help', { host })
    expect([400, 421]).toContain(status)
    expect(body).not.toContain('evil')
  })

  test('a forwarded name counts only from a proxy that is trusted', async () => {
    expect((await asked('/help', { host: '127.0.0.1', 'x-forwarded-host': 'portal.test' })).status).toBe(421)
    expect((await asked('/help', { host: 'portal.test', 'x-forwarded-host': 'evil.example' })).status).toBe(200)
    const behind = await portal({ config: { knownHosts: ['portal.test'], trustedProxies: 1 } })
    expect((await asked('/help', { host: '127.0.0.1', 'x-forwarded-host': 'portal.test' }, { at: behind })).status).toBe(200)
    expect((await asked('/help', { host: 'portal.test', 'x-forwarded-host': 'evil.example' }, { at: behind })).status).toBe(421)
  })

  test('health is asked for by address, and without PUBLIC_URL any name is good', async () => {
    for (const path of ['/health', '/ready']) expect((await asked(path, { host: '10.0.0.7' })).status).toBe(200)
    const any = await portal()
    const { status, body } = await asked('/sign-in', { host: 'evil.example' }, { at: any })
    expect(status).toBe(200)
    expect(body).not.toContain('evil.example') // no link is made of it
  })

  test('it is told by PUBLIC_URL, and KNOWN_HOSTS adds to it', () => {
    const secrets = { SESSION_SECRET: 'a secret of the tests, 32 letters', DATA_KEYS: `1:${'0'.repeat(64)}`, SIGNING_KEY: '1'.repeat(64) }
    expect(readConfig(secrets).knownHosts).toBeUndefined()
    expect(readConfig({ ...secrets, PUBLIC_URL: 'https://Portal.gov.test/' }).knownHosts).toEqual(['portal.gov.test'])
    expect(readConfig({ ...secrets, PUBLIC_URL: 'https://portal.gov.test', KNOWN_HOSTS: '10.0.0.7:3000, [::1]:3000' }).knownHosts).toEqual(['portal.gov.test', '10.0.0.7:3000', '[::1]:3000'])
    expect(() => readConfig({ ...secrets, PUBLIC_URL: 'https://portal.gov.test', KNOWN_HOSTS: 'https://x' })).toThrow('KNOWN_HOSTS')
    expect(() => readConfig({ ...secrets, KNOWN_HOSTS: 'x' })).toThrow('KNOWN_HOSTS is given without PUBLIC_URL')
  })
})

const away = [
  '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example', 'https:evil.example', 'javascript:alert(1)', 'data:text/html,x', '/\t/evil.example', '/\n/evil.example',
  '/\u0000/evil.example', ' //evil.example', 'evil.example', '.evil.example', '@evil.example', '/..//evil.example', '/./\\evil.example', '/%0d%0aSet-Cookie:a=b', '%2f%2fevil.example', '/me\r\nSet-Cookie: a=b',
]

describe('where somebody goes on', () => {
  test.each(away)('“%s” leads nowhere else', next => {
    const path = localPath(next)
    if (path !== undefined) expect(new URL(path, 'https://portal.test').origin).toBe('https://portal.test')
  })

  /** Every page that takes `next`, after the act that follows it. */
  let local: Site
  beforeAll(async () => {
    local = await portal()
    await local.given(aCitizen())
  })
  test.each(away)('“%s”, after signing in, registering, confirming, choosing a language', async next => {
    const visitor = local.visitor()
    const inside = (location: string | null) => expect(new URL(location ?? '/', visitor.origin).origin).toBe(visitor.origin)
    const form = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`)
    form.$('a[href], form[action]').each((_, one) => inside(form.$(one).attr('href') ?? form.$(one).attr('action') ?? null))
    inside((await visitor.post('/sign-in', { username: 'chen.xiaoyu', password, next }, { follow: false })).location)
    inside((await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`, { follow: false })).location)
    inside((await visitor.get(`/register?next=${encodeURIComponent(next)}`, { follow: false })).location)
    inside((await visitor.post('/me/confirm', { password, next }, { follow: false })).location)
    inside((await visitor.get(`${next.startsWith('/') ? encodeURI(next) : `/${encodeURIComponent(next)}`}?lang=en`, { follow: false })).location)
    inside((await visitor.post('/me/contact', { phone: '' }, { headers: { referer: `http://evil.example/${encodeURIComponent(next)}` }, follow: false })).location)
  })

  test('the path itself is no way out: //evil.example/?lang=en', async () => {
    for (const path of ['//evil.example/?lang=en', '/%5cevil.example?lang=en', '/\\evil.example?print=large']) {
      const { location } = await asked(path, { host: 'portal.test' })
      expect(new URL(location || '/', 'https://portal.test').origin).toBe('https://portal.test')
    }
  })
})

test('a line break in what is sent makes no header', async () => {
  for (const path of ['/help%0d%0aSet-Cookie:a=b', '/search?q=%0d%0aSet-Cookie:a=b&lang=en', '/bundles/x%0d%0aX-A:b/package.yaml']) {
    const page = await site.visitor().get(path, { headers: { 'x-forwarded-host': 'portal.test' }, follow: false })
    expect([...page.headers.keys()]).not.toContain('x-a')
    expect(page.headers.getSetCookie().filter(cookie => cookie.startsWith('a='))).toEqual([])
  }
})

test('a method that no route has is not served, and no header makes one method another', async () => {
  const plain = await portal()
  const citizen = await plain.citizen()
  for (const method of ['PUT', 'DELETE', 'PATCH', 'PROPFIND', 'SEARCH']) expect((await asked('/me', { host: 'portal.test' }, { method })).status).toBe(403)
  expect((await asked('/me', { host: 'portal.test' }, { method: 'TRACE' })).status).toBeGreaterThanOrEqual(400)
  for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
    const page = await citizen.get('/sign-out/everywhere?_method=POST', { headers: { [name]: 'POST' } })
    expect(page.status).toBe(404)
  }
  expect((await citizen.get('/me')).status).toBe(200)
  const head = await citizen.send('HEAD', '/me')
  expect([head.status, head.body.length, head.headers.get('cache-control')]).toEqual([200, 0, 'private, no-store'])
  const options = await citizen.send('OPTIONS', '/me')
  expect(options.headers.get('access-control-allow-origin')).toBeNull()
})

test('no route is served for every method', () => {
  expect(routesOf(site.app).filter(({ route }) => !/^(GET|POST|HEAD) /.test(route))).toEqual([])
})
