import fc from 'fast-check'
import { hostileTown, placesIn, whoMay, type HostileTown, type Who } from './support/hostile-town.ts'
import { routesOf } from './support/route-table.ts'

/**
 * Every route, asked by somebody who may use it, with what no browser sends and with what browsers
 * send at the wrong place: there is always an answer, and never an unexpected error.
 */
let town: HostileTown
/** After these there is less to attack: they come last, in this order. */
const endings = ['release', 'discard', 'withdraw', 'submit', 'close', 'retire', 'sign-out', 'everywhere']

beforeAll(async () => {
  town = await hostileTown()
}, 120_000)

interface Attack {
  at: string[]
  query: string
  body: [string, string[]][]
  as: 'form' | 'multipart' | 'json' | 'text/plain' | 'nothing' | 'no boundary' | 'broken json'
  asScript: boolean
}

const nasty = [
  '', ' ', '0', '-1', '1e999', 'NaN', '9'.repeat(400), 'null', '[object Object]', '{}', '[]', '__proto__', 'constructor', '2026-02-30', '0000-00-00', '9999-12-31', '330106000000', '999999999999', '330106', '\u0000', '\u0007\u2028', '\r\nSet-Cookie: a=b',
  '../../etc/passwd', '..\\..\\x', "' or 1=1 --", '<script>alert(1)</script>', '{{7*7}}<%= 7 %>', '\u202Egnp.exe', '👨‍👩‍👧', '𠮷'.repeat(60), 'ｆｕｌｌ　ｗｉｄｔｈ', '陈'.repeat(10_000), `${'x'.repeat(59)}𠮷`, `${'x'.repeat(9_999)}𠮷`, '%', '%ff', 'yes', 'no', 'zh-CN', 'en', '//evil.example', '/\\evil.example',
]
const anything = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...nasty) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) })
const value = () => fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...town.values) }, { weight: 2, arbitrary: anything })
const name = () => fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...town.names) }, { weight: 1, arbitrary: fc.constantFrom('_csrf', '__proto__', 'constructor', 'toString', 'a[]', 'a[b]', '', '.', 'hasOwnProperty') })

const attackOn = (route: string): fc.Arbitrary<Attack> =>
  fc.record({
    at: fc.tuple(...placesIn(route).map(place => fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...(town.ids[place] ?? ['absent'])) }, { weight: 1, arbitrary: anything.map(one => one.slice(0, 300) || '0') }))),
    query: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.array(fc.tuple(fc.oneof(name(), fc.constantFrom('q', 'next', 'lang', 'status', 'after', 'who', 'office', 'item', 'under', 'identifier', 'from', 'to', 'done')), value()), { maxLength: 4 }).map(query) }),
    body: fc.array(fc.tuple(name(), fc.array(value(), { minLength: 1, maxLength: 2 })), { maxLength: 12 }),
    as: fc.oneof({ weight: 8, arbitrary: fc.constant('form' as const) }, { weight: 1, arbitrary: fc.constantFrom('multipart', 'json', 'text/plain', 'nothing', 'no boundary', 'broken json') }),
    asScript: fc.nat(5).map(one => one === 0),
  }) as fc.Arbitrary<Attack>

const query = (pairs: [string, string][]): string => (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '')

/** Of each browser the token it was given last: an attack may have ended its session, and then it gets another. */
const tokens = new Map<Who, string>()

async function answerTo(who: Who, route: string, attack: Attack): Promise<{ status: number; text: string }> {
  const known = tokens.get(who)
  const answer = known === undefined ? undefined : await answerWith(known, who, route, attack)
  if (answer && answer.status !== 403) return answer
  const fresh = (await town.agents.get(who)!.get(who === 'visitor' ? '/sign-in' : '/me/contact', { follow: false })).csrf()
  tokens.set(who, fresh)
  return answerWith(fresh, who, route, attack)
}

async function answerWith(csrf: string, who: Who, route: string, { at, query, body, as, asScript }: Attack): Promise<{ status: number; text: string }> {
  const agent = town.agents.get(who)!
  const [method = '', pattern = ''] = route.split(' ')
  const places = at.map(one => encodeURIComponent(one.toWellFormed()))
  const path = pattern.replace(/\{?\/?[:*]rest\}?/, '/rest').replace(/:\w+/g, () => places.shift() ?? 'absent')
  const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(`${agent.origin}${path}${query}`, {
    method, redirect: 'manual',
    headers: { cookie, 'x-csrf-token': csrf, accept: asScript ? 'application/json' : 'text/html', ...(asScript ? { 'x-autosave': '1' } : {}), ...typeOf[as] },
    ...(method === 'GET' ? {} : { body: sent(as, body, csrf) }),
  })
  return { status: response.status, text: await response.text() }
}

const typeOf: Partial<Record<Attack['as'], Record<string, string>>> = {
  json: { 'content-type': 'application/json' }, 'broken json': { 'content-type': 'application/json' }, 'text/plain': { 'content-type': 'text/plain' }, 'no boundary': { 'content-type': 'multipart/form-data' },
}

function sent(as: Attack['as'], body: Attack['body'], csrf: string): RequestInit['body'] {
  const pairs = body.flatMap(([name, all]) => all.map((one): [string, string] => [name, one]))
  if (as === 'nothing') return undefined
  if (as === 'broken json') return '{"__proto__": [1,'
  if (as === 'json') return JSON.stringify(Object.fromEntries(body.map(([name, all]) => [name, all.length > 1 ? { deep: all } : all[0]])))
  if (as === 'form') return new URLSearchParams(pairs)
  if (as !== 'multipart') return `_csrf=${csrf}`
  const form = new FormData()
  form.append('_csrf', csrf)
  for (const [name, one] of pairs) form.append(name, one)
  form.append('file.photo', new Blob([new Uint8Array([0x25, 0x50])]), '..\\\u202Ea\n.pdf')
  return form
}

test('whatever is sent to whatever route, there is an answer', async () => {
  const turn = (route: string) => endings.indexOf(route.split('/').at(-1) ?? '')
  const inOrder = routesOf(town.site.app).filter(({ permission }) => permission !== 'unguarded').sort((a, b) => turn(a.route) - turn(b.route))
  const faults: string[] = []
  for (const { route, permission } of inOrder) {
    const who = whoMay(permission)
    await fc.assert(fc.asyncProperty(attackOn(route), async attack => {
      const { status, text } = await answerTo(who, route, attack)
      return status < 500 && !text.includes('<script>alert') && !text.includes('<title>Error</title>')
    }), { numRuns: route.startsWith('POST') ? 12 : 4, seed: 2026 }).catch(error => faults.push(`${route}: ${(error as Error).message.slice(0, 600)}\n${globalThis.lastServerError ?? ''}`))
  }
  if (faults.length > 0) throw new Error(faults.join('\n\n'))
}, 300_000)
