import type { Agent } from '../support/agent.ts'
import { aCitizen } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'

let site: Site
let citizen: Agent
beforeAll(async () => {
  site = await portal()
  citizen = await site.citizen()
})

const directives = (page: { headers: Headers }) =>
  new Map((page.headers.get('content-security-policy') ?? '').split(';').map(one => [one.split(' ')[0] ?? '', one.split(' ').slice(1).join(' ')]))

test('scripts, styles and forms come from and go to this site only, and nothing frames it', async () => {
  const policy = directives(await citizen.get('/me'))
  expect(policy.get('default-src')).toBe("'none'")
  expect(policy.get('script-src')).toBe("'self'")
  expect(policy.get('style-src')).toBe("'self'")
  expect(policy.get('form-action')).toBe("'self'")
  expect(policy.get('frame-ancestors')).toBe("'none'")
  expect(policy.get('base-uri')).toBe("'none'")
  expect([...policy.values()].join()).not.toMatch(/unsafe|\*|https?:/)
})

test('a page is not guessed at, not kept, and tells other sites nothing', async () => {
  const { headers } = await citizen.get('/me')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('private, no-store')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('no page carries a script or a style of its own', async () => {
  for (const path of ['/', '/sign-in', '/register', '/me', '/me/password', '/nowhere']) {
    const page = await citizen.get(path)
    expect(page.$('script:not([src])')).toHaveLength(0)
    expect(page.$('style, [style], [onclick], [onsubmit], [onchange]')).toHaveLength(0)
  }
})

test.each([
  ['without a token', {}],
  ['with an empty one', { _csrf: '' }],
  ['with an invented one', { _csrf: `${'0'.repeat(64)}.${'0'.repeat(64)}` }],
  ['with two', { _csrf: ['a', 'b'] }],
])('a form %s changes nothing and is told why', async (_, values) => {
  const page = await citizen.send('POST', '/me/contact', { values: { phone: '13911112222', ...values }, follow: false })
  expect(page.status).toBe(403)
  expect(page.heading()).toBe('不能这样做')
  expect(page.text()).toContain('安全校验已过期')
  expect((await citizen.get('/me')).text()).not.toContain('139****2222')
})

test('the token of one browser is worth nothing in another', async () => {
  const stranger = site.visitor()
  const token = (await stranger.get('/sign-in')).csrf()
  const page = await citizen.send('POST', '/me/contact', { values: { phone: '13911112222', _csrf: token }, follow: false })
  expect(page.status).toBe(403)
})

test('a method that no form has does not get past the fence either', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH']) expect((await citizen.send(method, '/me/contact', { values: {} })).status).toBe(403)
})

test('every form of a page carries the token', async () => {
  for (const path of ['/sign-in', '/register', '/me', '/me/contact', '/me/password']) {
    const page = await (path.startsWith('/me') ? citizen : site.visitor()).get(path)
    const bare = page.$('form[method=post]').filter((_, form) => page.$(form).find('input[name=_csrf][value]').length === 0)
    expect(bare.length).toBe(0)
  }
})

test('cookies are for this host, this site and not for scripts; over TLS they say so', async () => {
  const secure = await portal({ config: { isSecure: true, trustedProxies: 1 } })
  await secure.given(aCitizen())
  const visitor = secure.visitor()
  const overTls = { 'x-forwarded-proto': 'https' }
  const form = await visitor.get('/sign-in', { headers: overTls })
  const page = await visitor.post('/sign-in', { _csrf: form.csrf(), username: 'chen.xiaoyu', password }, { headers: overTls, follow: false })
  expect(page.status).toBe(303)
  const cookies = [...form.headers.getSetCookie(), ...page.headers.getSetCookie()]
  expect(cookies.map(cookie => cookie.split('=')[0]).sort()).toEqual(expect.arrayContaining(['__Host-csrf', '__Host-session', '__Host-visitor']))
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; Secure/i)
    expect(cookie).toMatch(/; SameSite=(Lax|Strict)/i)
    expect(cookie).toMatch(/; Path=\//i)
    expect(cookie).not.toMatch(/; Domain=/i)
  }
  expect(page.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  expect(directives(page).has('upgrade-insecure-requests')).toBe(true)
})

test('who only looks around gets no session', async () => {
  const visitor = site.visitor()
  await visitor.get('/sign-in')
  await visitor.get('/help')
  expect(visitor.isSignedIn()).toBe(false)
})

test('a session cookie that was altered is nobody’s', async () => {
  const thief = site.visitor()
  const cookie = decodeURIComponent(citizen.cookies.get('session') ?? '')
  thief.cookies.set('session', encodeURIComponent(`${cookie.slice(0, -3)}abc`))
  expect((await thief.get('/me')).path).toContain('/sign-in')
})
