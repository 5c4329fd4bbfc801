import fc from 'fast-check'
import { update } from '../db/statement.ts'
import { deskActionNames } from '../server/cases/desk-actions.ts'
import type { Role } from '../server/people/actor.ts'
import type { Permission } from '../server/people/permissions.ts'
import { paths } from '../server/web/paths.ts'
import { movingSite, started } from './drafts/support.ts'
import type { Agent } from './support/agent.ts'
import { taskFor } from './support/cases.ts'
import { givenCase, xihu } from './support/filed-case.ts'
import { anIdNumber } from './support/people.ts'
import type { Site } from './support/portal.ts'
import { routesOf } from './support/route-table.ts'

/**
 * Every route, asked by somebody who may use it, with what no browser sends and with what browsers
 * send at the wrong place: there is always an answer, and never an unexpected error.
 */
let site: Site
/** Real ids by what stands before them in the path. */
let ids: Record<string, string[]>
const agents = new Map<Who, Agent>()
/** Names and values of real controls, gathered from the pages: half-right input goes deeper than noise. */
const names = new Set<string>(['_shown', '_drawn', '_next', '_later', '_retry', '_return', '_language', '_takeBack', '_certificate', 'declare', 'made'])
const values = new Set<string>()

type Who = Role | 'citizen' | 'visitor'
const roleFor: Partial<Record<Permission, Role>> = {
  'internal.file': 'officer', 'counter.serve': 'counterOfficer', 'task.read': 'officer', 'task.work': 'officer', 'task.handOver': 'officer', 'office.oversee': 'head', 'audit.read': 'auditor',
  'catalogue.read': 'bundleAdministrator', 'catalogue.propose': 'bundleAdministrator', 'catalogue.publish': 'bundleAdministrator', 'catalogue.signOff': 'itemAdministrator', 'people.manage': 'systemAdministrator', 'offices.manage': 'systemAdministrator',
  'supervision.read': 'supervisor', 'supervision.order': 'supervisor', 'calendar.manage': 'systemAdministrator',
}
const office = `health@${xihu}`
/** After these there is less to attack: they come last, in this order. */
const endings = ['release', 'discard', 'withdraw', 'submit', 'close', 'retire', 'sign-out', 'everywhere']

beforeAll(async () => {
  site = await movingSite()
  const citizen = await site.citizen()
  const drafts = [await started(citizen), await started(citizen, { '新居是租的吗？': '是', '租约备案了吗？': '是' })]
  const [first, second, third] = [await givenCase(site, { applicant: citizen.person! }), await givenCase(site, { applicant: citizen.person! }), await givenCase(site, { applicant: citizen.person! })]
  const atHealth = [first, second, third].map(({ tasks }) => tasks.find(({ officeId }) => officeId === office)!.id)
  const other = await site.given({ kind: 'person', name: '王五', username: 'wang.wu', identity: { idNumber: anIdNumber('19880808') } })
  agents.set('citizen', citizen).set('visitor', site.visitor())
  for (const role of new Set(Object.values(roleFor))) agents.set(role, await site.as({ roles: [role], office }))
  await agents.get('officer')!.post(paths.deskAct(atHealth[1]!, 'noteDeficiencies'), { ask: ['field.child.name', 'material.birth-record'], 'reason.field.child.name': '与记录不符', 'reason.material.birth-record': '看不清' })
  // The notice goes out with the last department's word.
  const insurer = await site.as({ roles: ['officer'], office: 'healthcare@330106000000' })
  await insurer.post(paths.deskAct(taskFor(second, 'allowance').id, 'accept'))
  await agents.get('officer')!.post(paths.deskAct(atHealth[2]!, 'accept'))
  await insurer.post(paths.deskAct(taskFor(second, 'allowance').id, 'askOffice'), { toOfficeId: office, question: '请核实', dueOn: '2026-03-09' })
  const requests = (await agents.get('officer')!.get(paths.deskRequests())).links().flatMap(({ href }) => /requests\/(.+)$/.exec(href)?.[1] ?? [])
  expect(requests.length).toBe(1)
  const proposals = await Promise.all(['moving', 'birth'].map(async thing => /proposals\/([0-9a-z]+)/.exec((await agents.get('bundleAdministrator')!.post(paths.proposalChange(), { kind: 'bundle', thing }, { follow: false })).location ?? '')?.[1] ?? ''))
  await site.db.commit([update('proposal', { status: 'circulated' }, { id: proposals[1]! })])
  ids = {
    proposals, 'sign-offs': proposals, kind: ['bundle', 'item', 'field', 'material', 'group', 'question'], thing: ['moving', 'birth', 'move', 'applicant', 'home.note', 'photo', 'new'],
    list: ['questions', 'items', 'phases', 'fields', 'materials', 'presence', 'result.fields', 'options'], entry: ['new', '0', '1', '-1', '99'],
    drafts, tasks: [...atHealth, first.tasks.at(-1)!.id], cases: [second.theCase.number, first.theCase.number], people: [other.id], offices: [office, 'nowhere@330106000000'], bundles: ['moving', 'birth'],
    sections: ['applicant', 'home', 'owner'], materials: ['photo', 'promise', 'map', 'household-register'], files: ['330106-absent'], certificates: ['330106-absent'], stages: ['birth'], requests, letters: ['1', '3', '5', '8', '99'],
  }
  await gather('citizen', ['/me/contact', '/me/password', paths.start('moving'), paths.draftQuestions(drafts[1]!), paths.draftMaterials(drafts[0]!), paths.draftCheck(drafts[0]!), ...ids.sections!.map(id => paths.draftSection(drafts[0]!, id))])
  await gather('citizen', [paths.supplement(second.theCase.number)])
  await gather('officer', atHealth.flatMap(id => [paths.deskTask(id), ...deskActionNames.map(action => paths.deskAct(id, action))]))
  await gather('visitor', ['/register', '/sign-in', '/search', '/verify', paths.bundle('moving')])
  await gather('counterOfficer', ['/counter'])
  await gather('officer', requests.map(id => paths.deskRequest(id)))
  await gather('supervisor', ['/supervision', paths.supervisedTask(atHealth[2]!), paths.supervisedCase(third.theCase.number)])
  await gather('systemAdministrator', ['/admin/calendar?year=2026', '/admin/calendar/day?day=2026-03-03', '/admin/calendar/notice', paths.adminOfficeHoursChange()])
  await gather('bundleAdministrator', ['/admin/bundles', '/admin/bundles/moving', '/admin/proposals/new', '/admin/proposals/import', ...proposals.flatMap(id => [paths.proposal(id), paths.proposalText(id), paths.proposalJournal(id), paths.proposalThing(id, 'bundle', 'moving'), paths.proposalEntry(id, 'bundle', 'moving', 'questions', 0), paths.proposalEntry(id, 'bundle', 'moving', 'items')])])
  await gather('systemAdministrator', ['/admin/people/new', paths.adminPerson(other.id), paths.adminOffice(office)])
})

async function gather(who: Who, pages: string[]): Promise<void> {
  for (const path of pages) {
    const { $ } = await agents.get(who)!.get(path)
    $('[name]:not([name=_csrf])').each((_, control) => void names.add($(control).attr('name') ?? ''))
    $('main [value]').each((_, control) => void values.add($(control).attr('value') ?? ''))
  }
}

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
const value = () => fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, { weight: 2, arbitrary: anything })
const name = () => fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.constantFrom('_csrf', '__proto__', 'constructor', 'toString', 'a[]', 'a[b]', '', '.', 'hasOwnProperty') })

const attackOn = (route: string): fc.Arbitrary<Attack> =>
  fc.record({
    at: fc.tuple(...placesIn(route).map(place => fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...(ids[place] ?? ['absent'])) }, { weight: 1, arbitrary: anything.map(one => one.slice(0, 300) || '0') }))),
    query: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.array(fc.tuple(fc.oneof(name(), fc.constantFrom('q', 'next', 'lang', 'status', 'after', 'who', 'office', 'item', 'under', 'identifier', 'from', 'to', 'done')), value()), { maxLength: 4 }).map(query) }),
    body: fc.array(fc.tuple(name(), fc.array(value(), { minLength: 1, maxLength: 2 })), { maxLength: 12 }),
    as: fc.oneof({ weight: 8, arbitrary: fc.constant('form' as const) }, { weight: 1, arbitrary: fc.constantFrom('multipart', 'json', 'text/plain', 'nothing', 'no boundary', 'broken json') }),
    asScript: fc.nat(5).map(one => one === 0),
  }) as fc.Arbitrary<Attack>

/** A place goes by what stands before it; one that follows another by its own name. */
const placesIn = (route: string): string[] => route.split(/[ /]/).flatMap((step, index, steps) => {
  const before = steps[index - 1] ?? ''
  return /^[:*]/.test(step) ? [/^[:*]/.test(before) ? step.slice(1) : before] : []
})
const query = (pairs: [string, string][]): string => (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '')

async function answerTo(who: Who, route: string, { at, query, body, as, asScript }: Attack): Promise<{ status: number; text: string }> {
  const agent = agents.get(who)!
  const [method = '', pattern = ''] = route.split(' ')
  const places = at.map(one => encodeURIComponent(one.toWellFormed()))
  const path = pattern.replace(/\{?\/?[:*]rest\}?/, '/rest').replace(/:\w+/g, () => places.shift() ?? 'absent')
  const csrf = (await agent.get(who === 'visitor' ? '/sign-in' : '/me/contact', { follow: false })).csrf()
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
  const inOrder = routesOf(site.app).filter(({ permission }) => permission !== 'unguarded').sort((a, b) => turn(a.route) - turn(b.route))
  const faults: string[] = []
  for (const { route, permission } of inOrder) {
    const who = (roleFor[permission as Permission] ?? (permission === 'public.read' || permission === 'session.open' ? 'visitor' : 'citizen')) as Who
    await fc.assert(fc.asyncProperty(attackOn(route), async attack => {
      const { status, text } = await answerTo(who, route, attack)
      return status < 500 && !text.includes('<script>alert') && !text.includes('<title>Error</title>')
    }), { numRuns: route.startsWith('POST') ? 12 : 4, seed: 2026 }).catch(error => faults.push(`${route}: ${(error as Error).message.slice(0, 600)}\n${globalThis.lastServerError ?? ''}`))
  }
  if (faults.length > 0) throw new Error(faults.join('\n\n'))
}, 300_000)
