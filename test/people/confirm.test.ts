import type { Agent } from '../support/agent.ts'
import { password, portal, type Site } from '../support/portal.ts'

let site: Site
beforeEach(async () => {
  site = await portal()
})
const isSignedIn = async (agent: Agent) => (await agent.get('/me', { follow: false })).status === 200
const handles = async (agent: Agent) => [...(await agent.get('/me/devices')).html.matchAll(/\/me\/devices\/([\w-]+)\/sign-out/g)].map(([, handle]) => handle as string)

test('whoever proves anew that it is he goes on under a new name of the session, and the old one is worth nothing', async () => {
  const citizen = await site.citizen()
  const before = citizen.cookies.get('session') ?? ''
  const [handle] = await handles(citizen)
  site.pass({ minutes: 20 })
  expect((await citizen.post('/me/confirm', { password, next: '/me/security/totp' })).path).toBe('/me/security/totp')
  expect(citizen.cookies.get('session')).not.toBe(before)
  expect(await handles(citizen)).toEqual([handle])
  const thief = site.visitor()
  thief.cookies.set('session', before)
  expect(await isSignedIn(thief)).toBe(false)
})

test('proving it anew makes no session last longer', async () => {
  const citizen = await site.citizen()
  const lastsUntil = async () => site.db.read.selectFrom('session').select(['created_at', 'data']).executeTakeFirstOrThrow().then(({ created_at, data }) => [created_at, (JSON.parse(data) as { cookie: { expires: string } }).cookie.expires.slice(0, 16)])
  const before = await lastsUntil()
  await citizen.post('/me/confirm', { password, next: '/me' })
  expect(await lastsUntil()).toEqual(before)
})

test('another device is signed out only by whoever has just proved that it is he', async () => {
  const [phone, desk] = [await site.citizen(), await site.citizen()]
  const all = await handles(desk)
  site.pass({ minutes: 20 })
  for (const handle of all) expect((await desk.post(`/me/devices/${handle}/sign-out`)).path).toBe('/me/confirm?next=%2Fme%2Fdevices')
  expect((await desk.post('/sign-out/everywhere')).path).toBe('/me/confirm?next=%2Fme%2Fdevices')
  expect([await isSignedIn(phone), await isSignedIn(desk)]).toEqual([true, true])
  await desk.post('/me/confirm', { password, next: '/me/devices' })
  await desk.post('/sign-out/everywhere')
  expect([await isSignedIn(phone), await isSignedIn(desk)]).toEqual([false, false])
})
