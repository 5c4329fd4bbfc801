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
  expect(policy.get('object-src')).toBe("'none'")
  expect(policy.get('frame-src')).toBe("'none'")
  // No text becomes markup but the own page that two scripts fetch.
  expect(policy.get('require-trusted-types-for')).toBe("'script'")
  expect(policy.get('trusted-types')).toBe('situation designer')
  expect([...policy.values()].join()).not.toMatch(/unsafe|\*|https?:/)
})

test('a page is not guessed at, not kept, and tells other sites nothing', async () => {
  const { headers } = await citizen.get('/me')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('private, no-store')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
  expect(headers.get('access-control-allow-origin')).toBeNull()
  for (const power of ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'display-capture']) expect(headers.get('permissions-policy')).toContain(`${power}=()`)
  expect(headers.get('strict-transport-security')).toBeNull() // this one is not behind TLS
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test.each([
  ['a redirect', '/cases?lang=en'], ['a page that is not there', '/nowhere'], ['a refusal', '/desk'], ['data for a script', '/regions'], ['a file of the look', '/assets/js/portal.js'], ['health', '/health'],
])('%s has the same headers', async (_, path) => {
  const { headers } = await site.visitor().get(path, { follow: false })
  for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy', 'permissions-policy', 'x-frame-options']) expect([name, headers.get(name)]).toEqual([name, expect.any(String)])
})

test('what belongs to one person is kept by nobody: pages, redirects, refusals, and the way out', async () => {
  const own = await site.citizen()
  for (const path of ['/me', '/cases', '/me/messages', '/nowhere', '/desk', '/?lang=zh-CN']) expect((await own.get(path, { follow: false })).headers.get('cache-control')).toBe('private, no-store')
  const out = await own.post('/sign-out', {}, { follow: false })
  expect(out.headers.get('cache-control')).toBe('private, no-store')
  expect(out.headers.getSetCookie().some(cookie => /^session=;/.test(cookie))).toBe(true)
  // The back button asks again, and is sent to sign in.
  const back = await own.get('/me', { follow: false })
  expect([back.status, back.location]).toEqual([303, '/sign-in?next=%2Fme'])
})

test('no file but those in public/ is served', async () => {
  const { request } = await import('node:http')
  const status = (path: string) => new Promise<number>((resolve, reject) => request(`${site.visitor().origin}/`, { path }, res => { res.resume(); resolve(res.statusCode ?? 0) }).on('error', reject).end())
  expect(await status('/assets/js/portal.js')).toBe(200)
  for (const path of ['/assets/../package.json', '/assets/%2e%2e/package.json', '/assets/..%2fpackage.json', '/assets/..%5cpackage.json', '/assets/js/%2e%2e/%2e%2e/server/main.ts', '/assets//etc/passwd', '/assets/%00', '/assets/js', '/assets/.git/config', '/verifier/..%2f..%2fpackage.json', '/assets/%c0%ae%c0%ae/package.json']) {
    const answer = await status(path)
    expect([path, [301, 303, 400, 403, 404].includes(answer)]).toEqual([path, true])
  }
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
