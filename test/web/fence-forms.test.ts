import { createPerson } from '../../server/people/create-person.ts'
import { system } from '../../server/people/actor.ts'
import type { Agent } from '../support/agent.ts'
import { movingSite, started } from '../drafts/support.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'
import { routesOf } from '../support/route-table.ts'

let site: Site
let citizen: Agent
let visitor: Agent
const posts = () => routesOf(site.app).filter(({ route }) => route.startsWith('POST ')).map(({ route }) => route.slice(5).replace(/\{?\/?[:*]\w+\}?/g, '/absent').replaceAll('//', '/'))
beforeAll(async () => {
  site = await portal()
  citizen = await site.citizen()
  visitor = site.visitor()
})

test('no form is taken without the token of the browser that sends it: every route, signed in and not', async () => {
  expect(posts().length).toBeGreaterThan(80)
  const foreign = (await site.visitor().get('/sign-in')).csrf()
  expect(foreign.length).toBeGreaterThan(40)
  const through: string[] = []
  for (const path of posts()) {
    for (const agent of [citizen, visitor]) {
      for (const values of [{}, { _csrf: foreign }]) {
        const { status } = await agent.send('POST', path, { values, follow: false })
        if (status !== 403) through.push(`${path} ${JSON.stringify(Object.keys(values))}: ${status}`)
      }
    }
  }
  expect(through).toEqual([])
  expect((await citizen.get('/me')).status).toBe(200)
})

test('a token in the address is none, and a script’s header needs the cookie, too', async () => {
  const token = (await citizen.get('/me/contact')).csrf()
  expect((await citizen.send('POST', `/me/contact?_csrf=${token}`, { values: {}, follow: false })).status).toBe(403)
  expect((await citizen.send('POST', '/me/contact', { values: {}, headers: { 'x-csrf-token': token }, follow: false })).status).toBe(422)
  expect((await site.visitor().send('POST', '/sign-in', { values: {}, headers: { 'x-csrf-token': token }, follow: false })).status).toBe(403)
})

test.each([
  ['a frame without an origin', { origin: 'null' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
])('with the right token, but from %s, it is not taken', async (_, headers) => {
  const token = (await citizen.get('/me/contact')).csrf()
  expect((await citizen.send('POST', '/me/contact', { values: { _csrf: token, phone: '13911112222' }, headers, follow: false })).status).toBe(403)
  expect((await citizen.get('/me', { headers })).status).toBe(200)
})

describe('what a form does not have is not taken from it', () => {
  const more = {
    id: 'x', personId: 'x', applicantId: 'x', status: 'approved', role: 'systemAdministrator', roles: 'auditor', grants: '[{"role":"auditor","officeId":""}]', version: '99', sessionEpoch: '99', kind: 'organisation', isStaff: 'true', username: 'root.root', name: '另一个人', idNumber: anIdNumber('19700101'),
    'identity[idNumber]': 'x', 'identity.idNumber': 'x', __proto__: 'x', 'constructor[prototype][grants]': 'x', '__proto__[grants]': 'x', officeId: 'x', passwordHash: 'x', createdAt: '1970-01-01',
  }
  const rowOf = async (agent: Agent) => site.db.read.selectFrom('person').select(['id', 'username', 'kind', 'name', 'identity_index', 'status', 'session_epoch', 'created_at']).where('id', '=', agent.id).executeTakeFirstOrThrow()

  test('an account: contact, notices', async () => {
    const before = await rowOf(citizen)
    expect((await citizen.post('/me/contact', { ...more, phone: '13911112222' })).path).toBe('/me?done=contact')
    await citizen.post('/me/notifications', { ...more, ways: ['email'], language: 'en' })
    expect(await rowOf(citizen)).toEqual(before)
    expect(await site.db.read.selectFrom('role_grant').selectAll().where('person_id', '=', citizen.id).execute()).toEqual([])
  })

  test('registering makes an applicant, whatever else is sent', async () => {
    const stranger = site.visitor()
    await stranger.post('/register', { ...more, kind: 'person', name: '沈雪', idNumber: anIdNumber('19950215', '402'), phone: '13805710009', username: 'shen.xue', password: 'lantern over water', passwordAgain: 'lantern over water' })
    const person = await site.personOf(anIdNumber('19950215', '402'))
    expect(person).toMatchObject({ username: 'shen.xue', status: 'active', grants: [], version: 1, sessionEpoch: 0, identity: { idNumber: anIdNumber('19950215', '402'), phone: '13805710009' } })
    expect(person?.id).not.toBe('x')
  })

  test('a draft stays whose it is, of the bundle and the version it was begun with', async () => {
    const moving = await movingSite()
    const owner = await moving.citizen()
    const id = await started(owner)
    const other = await createPerson(moving.ctx(system), { ...aCitizen({ username: 'another.one', idNumber: anIdNumber('19880808') }) }, 'portal')
    const columns = ['id', 'applicant_id', 'author_id', 'mandate_id', 'bundle_id', 'bundle_version_id', 'region', 'region_code']
    const before = await moving.db.read.selectFrom('draft').selectAll().where('id', '=', id).executeTakeFirstOrThrow() as Record<string, unknown>
    const taken = { ...more, applicantId: other.id, applicant_id: other.id, bundleId: 'other', bundle_id: 'other', submittedAt: '2020-01-01', caseNumber: 'x' }
    for (const part of ['questions', 'sections/applicant', 'sections/home', 'known', 'check']) await owner.post(`/drafts/${id}/${part}`, taken)
    const after = await moving.db.read.selectFrom('draft').selectAll().where('id', '=', id).executeTakeFirstOrThrow() as Record<string, unknown>
    for (const column of columns) expect([column, after[column]]).toEqual([column, before[column]])
  })

  test('nothing was put into every object of the program', () => {
    expect(({} as { grants?: unknown }).grants).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('how much may be sent', () => {
  const token = async () => (await citizen.get('/me/contact')).csrf()
  const sent = async (body: string | FormData, type?: string) => {
    const cookie = [...citizen.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${citizen.origin}/me/contact`, { method: 'POST', redirect: 'manual', body, headers: { cookie, accept: 'text/html', 'x-csrf-token': await token(), ...(type ? { 'content-type': type } : {}) } })
    return { status: response.status, text: await response.text() }
  }
  const form = 'application/x-www-form-urlencoded'

  test('a form of more than a megabyte, or of more than five hundred values', async () => {
    expect((await sent(`phone=${'1'.repeat(1_100_000)}`, form)).status).toBe(413)
    expect((await sent(Array.from({ length: 501 }, (_, i) => `a${i}=1`).join('&'), form)).status).toBe(413)
    expect((await sent(Array.from({ length: 400 }, (_, i) => `a${i}=1`).join('&'), form)).status).toBe(422)
  })

  test('a form with files of too many parts, of a part that is too long, or of half a boundary', async () => {
    const many = new FormData()
    for (let i = 0; i < 250; i++) many.append(`a${i}`, '1')
    expect((await sent(many)).status).toBe(400)
    const long = new FormData()
    long.append('phone', 'x'.repeat(70_000))
    expect((await sent(long)).status).toBe(400)
    expect((await sent('--x\r\nContent-Disposition: form-data; name="a"', 'multipart/form-data; boundary=x')).status).toBe(400)
    expect((await sent('--x', 'multipart/form-data')).status).toBe(400)
  })

  test.each([
    ['a packed form that unfolds to much more', 'gzip'], ['an encoding nobody knows', 'bomb'],
  ])('%s', async (_, encoding) => {
    const { gzipSync } = await import('node:zlib')
    const cookie = [...citizen.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${citizen.origin}/me/contact`, { method: 'POST', redirect: 'manual', body: gzipSync(`phone=${'1'.repeat(50_000_000)}`), headers: { cookie, 'x-csrf-token': await token(), 'content-type': form, 'content-encoding': encoding } })
    expect([400, 413, 415]).toContain(response.status)
  })

  test('another alphabet than UTF-8, bytes that are none, and half a character are no error', async () => {
    expect([400, 415]).toContain((await sent('phone=1', `${form}; charset=utf-7`)).status)
    for (const body of ['phone=%ff%fe', 'phone=%c0%ae%c0%ae%2f', 'phone=%ed%a0%80', 'phone=%', 'phone=%zz', '%00=%00', '=', '&&&', 'phone=%e2%80%ae1']) expect((await sent(body, form)).status).toBeLessThan(500)
  })
})
