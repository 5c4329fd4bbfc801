import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { asvsPage, page, readRequirements, root } from './support/asvs.ts'
import { requirements } from './support/asvs-requirements.ts'
import { aCitizen, anIdNumber } from './support/people.ts'
import { password, portal, type Site } from './support/portal.ts'

const all = readRequirements()

describe('docs/asvs.yaml', () => {
  test('has every requirement of levels 1 and 2 once, with its level', () => {
    expect(requirements.size).toBe(253)
    expect(all.map(({ id, level }) => [id, level])).toEqual([...requirements])
  })

  test('a met one names where and a test, or the document that it asks for; the others say why', () => {
    const bare = all.filter(({ applies, where = [], tests = [], documents, why = '' }) => {
      if (applies !== 'met') return why.length < 6 || why === 'to be written' || tests.length > 0
      return where.length === 0 || (documents ? !where.some(file => file.endsWith('.md')) : tests.length === 0)
    })
    expect(bare.map(({ id }) => id)).toEqual([])
  })

  test('no word of it went astray', () => {
    const known = ['id', 'level', 'title', 'applies', 'where', 'tests', 'documents', 'why']
    expect(all.flatMap(one => Object.keys(one).filter(key => !known.includes(key)))).toEqual([])
  })

  test('every file and every test that it names is there', () => {
    const text = new Map<string, string>()
    const read = (file: string) => text.get(file) ?? text.set(file, existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '').get(file) ?? ''
    const missing = all.flatMap(({ id, where = [], tests = [] }) => [
      ...where.filter(file => read(file) === '').map(file => `${id} ${file}`),
      ...tests.filter(test => !read(test.split(' › ')[0] ?? '').includes(test.split(' › ')[1] ?? '?')).map(test => `${id} ${test}`),
    ])
    expect(missing).toEqual([])
  })

  test('docs/asvs.md is made from it', () => {
    if (process.env.UPDATE_DOCS) writeFileSync(page, asvsPage(all))
    expect(readFileSync(page, 'utf8')).toBe(asvsPage(all))
  })
})

/** A file of the server with everything that it imports, one after the other. */
function withImports(start: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(start) || !existsSync(start)) return seen
  const source = readFileSync(start, 'utf8')
  seen.set(start, source)
  for (const [, target = ''] of source.matchAll(/(?:from|import\() ?'(\.{1,2}\/[^']+)'/g)) withImports(join(dirname(start), target), seen)
  return seen
}

const production = withImports(join(root, 'server/main.ts'))
const naming = (pattern: RegExp) => [...production].filter(([, source]) => pattern.test(source)).map(([file]) => relative(root, file))

describe('what production loads', () => {
  test('the production start loads nothing of the demonstration or of the tests', () => {
    expect(production.size).toBeGreaterThan(300)
    expect([...production.keys()].map(file => relative(root, file)).filter(file => /^(test|server\/demo)\/|\.command\.ts$/.test(file))).toEqual([])
  })

  test('what serves requests runs no other program and evaluates no text', () => {
    expect(naming(/node:child_process|node:vm'|\beval\(|new Function\(|\bexecFile\(|\bspawn\(/)).toEqual([])
  })

  test('no regular expression is made of what somebody typed', () => {
    // Of our own words alone: a pattern in the same file, the shape of an instant, the name of a line in a header.
    expect(naming(/new RegExp\(|RegExp\(`/).sort()).toEqual(['server/catalogue/package.ts', 'server/limits/notice-line.ts', 'server/workbench/last-visit.ts'])
  })

  test('no broken hash or cipher is named in the server', () => {
    expect(naming(/['"`](md5|md4|sha-?1|rsa-sha1|des|des-ede3?|rc4|blowfish|[\w-]+-ecb)['"`]|RSA_PKCS1_PADDING/i)).toEqual([])
  })

  test('nothing turns the check of certificates off', () => {
    expect(naming(/rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/)).toEqual([])
  })
})

describe('what is answered', () => {
  let site: Site
  const overTls = { 'x-forwarded-proto': 'https' }
  /** Pages, programs' data, files of the look, a redirect, and what is not there. */
  const addresses = ['/', '/search?q=a', '/health', '/ready', '/robots.txt', '/assets/css/citizen.css', '/assets/js/portal.js', '/assets/images/favicon.svg', '/verifier/verify-history.html', '/regions', '/open/checkpoints', '/me', '/nothing/there', '/files/none', '/%E0%A4%A']
  beforeAll(async () => {
    site = await portal({ config: { isSecure: true, trustedProxies: 1 } })
  })

  test('over TLS every answer of a kind carries HSTS, nosniff, a policy and no frame', async () => {
    for (const address of addresses) {
      const { headers } = await site.visitor().get(address, { headers: overTls, follow: false })
      expect([address, headers.get('strict-transport-security'), headers.get('x-content-type-options')]).toEqual([address, 'max-age=31536000; includeSubDomains', 'nosniff'])
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('content-security-policy')).toContain("base-uri 'none'")
    }
  })

  test('no other site may read an answer', async () => {
    for (const address of addresses) for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await site.visitor().send(method, address, { headers: { ...overTls, origin: 'https://other.example', 'access-control-request-method': 'POST' }, follow: false })
      expect([...headers.keys()].filter(name => name.startsWith('access-control-'))).toEqual([])
    }
  })

  test('every answer with a body says what it is, and text says in which characters', async () => {
    for (const address of addresses) for (const accept of ['text/html', 'application/json']) {
      const { headers, html } = await site.visitor().get(address, { headers: { ...overTls, accept }, follow: false })
      if (html === '') continue
      const type = headers.get('content-type') ?? ''
      expect([address, type]).toEqual([address, expect.stringMatching(/^[\w-]+\/[\w.+-]+/)])
      if (/^text\/|json|javascript/.test(type)) expect([address, type]).toEqual([address, expect.stringMatching(/charset=utf-8/i)])
      if (/json/.test(type)) JSON.parse(html)
    }
  })

  test('nothing is served but pages and what is public, and no folder is listed', async () => {
    for (const address of ['/.git/config', '/.env', '/package.json', '/server/app.ts', '/data/portal.db', '/docs/operations.md', '/assets', '/assets/', '/assets/css/', '/assets/..%2f..%2fpackage.json', '/assets/.git', '/verifier/', '/verifier/..%2fscss%2fcitizen.scss']) {
      const { status, html } = await site.visitor().get(address, { headers: overTls, follow: false })
      expect([address, [301, 400, 403, 404].includes(status)]).toEqual([address, true])
      expect(html).not.toMatch(/"dependencies"|createApp|\[core\]|Index of|citizen\.css\.map/)
    }
  })

  test('every cookie is bound to this host by its name', async () => {
    await site.given(aCitizen())
    const visitor = site.visitor()
    const form = await visitor.get('/sign-in', { headers: overTls })
    const answers = [form, await visitor.get('/help?lang=en', { headers: overTls, follow: false }), await visitor.get('/help?print=large', { headers: overTls, follow: false })]
    answers.push(await visitor.post('/sign-in', { _csrf: form.csrf(), username: 'chen.xiaoyu', password, _language: 'en' }, { headers: overTls, follow: false }))
    answers.push(await visitor.post('/sign-in', { _csrf: form.csrf(), username: 'chen.xiaoyu', password }, { headers: overTls, follow: false }))
    const names = answers.flatMap(({ headers }) => headers.getSetCookie()).map(cookie => cookie.split('=')[0] ?? '')
    expect([...new Set(names)].sort()).toEqual(['__Host-csrf', '__Host-known', '__Host-language', '__Host-print', '__Host-session', '__Host-visitor'])
  })
})

describe('who somebody is', () => {
  let site: Site
  beforeAll(async () => {
    site = await portal()
  })

  test('password fields are masked and open to password managers', async () => {
    const citizen = await site.citizen()
    for (const { html } of [await site.visitor().get('/sign-in'), await site.visitor().get('/register'), await citizen.get('/me/password')]) {
      const fields = html.match(/<input[^>]*name="(?:password|passwordAgain|current)"[^>]*>/g) ?? []
      expect(fields.length).toBeGreaterThan(0)
      for (const field of fields) {
        expect(field).toContain('type="password"')
        expect(field).toMatch(/autocomplete="(current|new)-password"/)
        expect(field).not.toMatch(/onpaste|readonly|maxlength/)
      }
    }
  })

  test('a session is named by 192 random bits', async () => {
    const names = await Promise.all([1, 2, 3].map(async () => decodeURIComponent((await site.citizen()).cookies.get('session') ?? '')))
    for (const name of names) expect(name).toMatch(/^s:[\w-]{32}\.[\w+/=-]{43,44}$/)
    expect(new Set(names).size).toBe(3)
  })

  test('whoever is signed in can sign out on every page', async () => {
    const citizen = await site.citizen()
    for (const address of ['/', '/me', '/me/security', '/me/messages', '/cases', '/help', '/nothing/there']) expect([address, (await citizen.get(address)).html.includes('action="/sign-out"')]).toEqual([address, true])
  })

  test('passwords lie as Argon2id with the parameters that OWASP advises', async () => {
    await site.visitor().post('/register', { kind: 'person', name: '陈小雨', idNumber: anIdNumber('19910405'), phone: '13805710001', username: 'registered.himself', password, passwordAgain: password })
    const { password_hash: hash } = await site.db.read.selectFrom('person').select('password_hash').where('username', '=', 'registered.himself').executeTakeFirstOrThrow()
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})
