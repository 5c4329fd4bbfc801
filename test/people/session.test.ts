import { insert } from '../../db/statement.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const limits = { applicant: { idleMinutes: 120, hours: 24 }, staff: { idleMinutes: 30, hours: 12 } }
let site: Site
beforeEach(async () => {
  site = await portal({ config: { sessions: limits } })
})

const isSignedIn = async (agent: Agent) => (await agent.get('/me')).heading() === '我的账号'

test('a citizen who does nothing for two hours is signed out, and one who goes on is not', async () => {
  const [idle, busy] = [await site.citizen(), await site.citizen()]
  site.pass({ minutes: 90 })
  expect(await isSignedIn(busy)).toBe(true)
  site.pass({ minutes: 31 })
  expect([await isSignedIn(idle), await isSignedIn(busy)]).toEqual([false, true])
})

test('a day after signing in the session ends, however busy it was', async () => {
  const agent = await site.citizen()
  for (let hour = 0; hour < 23; hour++) {
    site.pass({ hours: 1 })
    expect(await isSignedIn(agent)).toBe(true)
  }
  site.pass({ hours: 1 })
  expect(await isSignedIn(agent)).toBe(false)
})

test('staff have half an hour, and twelve hours', async () => {
  const officer = await site.as({ roles: ['supervisor'] })
  for (let half = 0; half < 24; half++) {
    site.pass({ minutes: 29 })
    expect(await isSignedIn(officer)).toBe(true)
  }
  const other = await site.as({ roles: ['auditor'] })
  site.pass({ minutes: 31 })
  expect([await isSignedIn(officer), await isSignedIn(other)]).toEqual([false, false])
})

test('whoever is given a role is held to the limits of staff in the session he has', async () => {
  const agent = await site.citizen()
  await site.db.commit([insert('role_grant', { person_id: agent.id, role: 'auditor', office_id: '', granted_at: site.clock.toISOString(), granted_by: 'test' })])
  site.pass({ minutes: 31 })
  expect(await isSignedIn(agent)).toBe(false)
})

test('the devices are listed in words, without what would open their sessions', async () => {
  const agent = await site.citizen()
  site.pass({ minutes: 5 })
  const page = await agent.get('/me/devices')
  expect(page.heading()).toBe('登录设备')
  expect(page.text()).toContain('其他浏览器 · 其他系统 当前设备')
  expect(page.text()).toContain('2026/3/2 10:00 登录，用密码')
  expect(page.text()).toMatch(/网络 (127\.0\.0\.\*|0:0:0:\*)/)
  expect(page.text()).toContain('120 分钟没有操作就自动退出；一直使用的，到 2026/3/3 10:00 也会退出')
  for (const { id } of await site.db.read.selectFrom('session').select('id').execute()) expect(page.html).not.toContain(id)
})

test('one device is signed out and the other is not; a stranger’s can’t be', async () => {
  const [phone, desk] = [await site.citizen(), await site.citizen()]
  const page = await desk.get('/me/devices')
  const handles = [...page.html.matchAll(/\/me\/devices\/([\w-]+)\/sign-out/g)].map(([, handle]) => handle as string)
  expect(handles).toHaveLength(2)
  const stranger = await site.signedIn(aCitizen({ username: 'another.one', idNumber: anIdNumber('19880808') }))
  expect((await stranger.post(`/me/devices/${handles[0]}/sign-out`)).status).toBe(404)
  await desk.post(`/me/devices/${await handleOf(phone)}/sign-out`)
  expect([await isSignedIn(phone), await isSignedIn(desk)]).toEqual([false, true])
})

test('a device that is signed out while it is working does not come back', async () => {
  const agent = await site.citizen()
  await agent.post(`/me/devices/${await handleOf(agent)}/sign-out`)
  expect(await isSignedIn(agent)).toBe(false)
  expect(await site.db.read.selectFrom('session').select('id').where('person_id', '=', agent.id).execute()).toEqual([])
})

test('an open page can ask how long the session lasts, and keeps it by asking', async () => {
  const agent = await site.citizen()
  site.pass({ minutes: 110 })
  const answer = await agent.get('/session', { headers: { accept: 'application/json' } })
  expect(JSON.parse(answer.html)).toEqual({ secondsLeft: 7200 })
  site.pass({ minutes: 110 })
  expect(await isSignedIn(agent)).toBe(true)
  expect((await agent.get('/me')).html).toContain('data-idle="7200"')
})

/** The handle of this browser's own session, as its own page names it. */
async function handleOf(agent: Agent): Promise<string> {
  const cookie = decodeURIComponent(agent.cookies.get('session') ?? '').slice(2).split('.')[0] ?? ''
  const { data } = await site.db.read.selectFrom('session').select('data').where('id', '=', cookie).executeTakeFirstOrThrow()
  return (JSON.parse(data) as { passport: { user: { handle: string } } }).passport.user.handle
}
