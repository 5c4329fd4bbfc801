import { generateSync } from 'otplib'
import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen, aStaffMember } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'

let site: Site
beforeEach(async () => {
  site = await portal({ config: { secondFactor: 'staff' } })
})

const auditor = aStaffMember({ grants: [{ role: 'auditor', officeId: '' }] })
const codeNow = (secret: string) => generateSync({ secret, epoch: Math.floor(site.clock.getTime() / 1000) })
const secretOn = (page: ShownPage) => /<code class="code">([A-Z2-7 ]+)<\/code>/.exec(page.html)?.[1]?.replaceAll(' ', '') as string
const codesOn = (page: ShownPage) => [...page.html.matchAll(/<li><code class="code">([\w-]+)<\/code>/g)].map(([, code]) => code as string)

async function setUp(agent: Agent) {
  const form = await agent.get('/me/security/totp')
  const secret = secretOn(form)
  const page = await form.fill({ 验证码: codeNow(secret) }).submit()
  return { secret, page, codes: codesOn(page) }
}

async function firstStep(username: string): Promise<{ agent: Agent; page: ShownPage }> {
  const agent = site.visitor()
  return { agent, page: await (await agent.get('/sign-in')).fill({ 用户名: username, 密码: password }).submit('登录') }
}

test('staff who sign in first get to one page only, have no power, and then work', async () => {
  const agent = await site.signedIn(auditor)
  for (const path of ['/admin/audit', '/', '/cases', '/me']) expect((await agent.get(path)).path).toBe('/me/security')
  expect((await agent.get('/me/security')).notice()).toContain('工作人员必须设置二次验证后才能继续')
  expect((await agent.post('/admin/audit/check', {}, { follow: false })).location).toBe('/me/security')
  expect((await agent.get('/admin/audit', { headers: { accept: 'application/json' } })).status).toBe(403)
  const { page, codes } = await setUp(agent)
  expect(page.heading()).toBe('恢复码')
  expect(new Set(codes).size).toBe(10)
  expect((await agent.get('/admin/audit')).status).toBe(200)
})

test('a citizen is not asked, and may choose it', async () => {
  const agent = await site.citizen()
  expect((await agent.get('/cases')).path).toBe('/cases')
  const { secret } = await setUp(agent)
  expect((await agent.get('/me/security')).text()).toContain('还有 10 个没用过的恢复码')
  site.pass({ minutes: 1 })
  const { agent: other, page } = await firstStep('chen.xiaoyu')
  expect(page.heading()).toBe('二次验证')
  expect((await other.get('/me')).path).toContain('/sign-in?next=')
  expect((await (await other.get('/sign-in/second')).fill({ 验证码: codeNow(secret) }).submit('登录')).path).toBe('/')
  expect((await other.get('/me')).heading()).toBe('我的账号')
})

test('with the first factor all other sessions end', async () => {
  const [phone, desk] = [await site.citizen(), await site.citizen()]
  await setUp(desk)
  expect((await phone.get('/me')).path).toContain('/sign-in')
  expect((await desk.get('/me')).heading()).toBe('我的账号')
})

test('a code is good once, also when it is shown twice at once', async () => {
  const { secret } = await setUp(await site.signedIn(auditor))
  expect((await secondStep(await firstStep('auditor'), codeNow(secret))).problems()).toEqual(['验证码：验证码不正确，或者已经用过。请输入验证器现在显示的数字'])
  site.pass({ minutes: 1 })
  const both = await Promise.all([await firstStep('auditor'), await firstStep('auditor')].map(first => secondStep(first, codeNow(secret))))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 422])
})

const secondStep = async ({ page }: { page: ShownPage }, code: string) => page.fill({ 验证码: code }).submit('登录')

test('after five wrong codes one has to wait, also with the right one, and whoever lacks the password uses up none', async () => {
  const { secret } = await setUp(await site.signedIn(auditor))
  site.pass({ minutes: 1 })
  for (let i = 0; i < 5; i++) expect((await secondStep(await firstStep('auditor'), '000000')).status).toBe(422)
  const page = await secondStep(await firstStep('auditor'), codeNow(secret))
  expect(page.status).toBe(429)
  expect(page.problems()).toEqual(['验证码：尝试次数过多，请 15 分钟后再试'])
  site.pass({ minutes: 15 })
  expect((await secondStep(await firstStep('auditor'), codeNow(secret))).path).toBe('/admin/audit')
})

test('a recovery code is good once, in any writing; the owner is written to', async () => {
  const { codes } = await setUp(await site.signedIn({ ...auditor, identity: { email: 'auditor@example.cn' } }))
  await sendAccountLetters(site.ctx())
  const [first = ''] = codes
  expect((await secondStep(await firstStep('auditor'), first.toUpperCase().replace('-', ' '))).path).toBe('/admin/audit')
  expect((await secondStep(await firstStep('auditor'), first)).status).toBe(422)
  await sendAccountLetters(site.ctx())
  expect(site.mail.sent.map(({ to, subject }) => [to, subject])).toEqual([['auditor@example.cn', '【一件事】已添加二次验证'], ['auditor@example.cn', '【一件事】恢复码已使用']])
})

test('neither secrets nor codes lie in the database as they are', async () => {
  const { secret, codes } = await setUp(await site.signedIn(auditor))
  const rows = JSON.stringify([await site.db.read.selectFrom('second_factor').selectAll().execute(), await site.db.read.selectFrom('recovery_code').selectAll().execute(), await site.db.read.selectFrom('session').selectAll().execute()])
  for (const one of [secret, ...codes, ...codes.map(code => code.replace('-', ''))]) expect(rows).not.toContain(one)
})

test('a new set makes the old codes worthless', async () => {
  const agent = await site.signedIn(auditor)
  const { codes } = await setUp(agent)
  const page = await (await agent.get('/me/security')).press('重新生成一套（原来的作废）')
  const [fresh = ''] = codesOn(page)
  expect((await secondStep(await firstStep('auditor'), codes[0] ?? '')).status).toBe(422)
  expect((await secondStep(await firstStep('auditor'), fresh)).path).toBe('/admin/audit')
})

test('a mistyped code keeps the picture, and a form of somebody else’s is not taken', async () => {
  const agent = await site.citizen()
  const form = await agent.get('/me/security/totp')
  const again = await form.fill({ 验证码: '000000' }).submit()
  expect(again.status).toBe(422)
  expect(secretOn(again)).toBe(secretOn(form))
  const other = await site.signedIn(aCitizen({ username: 'another.one', idNumber: '110101199003074477' }))
  const sealed = /name="sealed" value="([^"]+)"/.exec(form.html)?.[1] as string
  const page = await other.post('/me/security/totp', { sealed, code: codeNow(secretOn(form)) })
  expect([page.status, secretOn(page) === secretOn(form)]).toEqual([422, false])
})

test('what protects the account is changed only by whoever has just signed in, or types the password again', async () => {
  const agent = await site.citizen()
  site.pass({ minutes: 16 })
  const asked = await agent.get('/me/security/totp')
  expect(asked.heading()).toBe('请确认是您本人')
  expect((await asked.fill({ 现在的密码: 'wrong wrong' }).submit()).problems()).toEqual(['现在的密码：现在的密码不正确'])
  expect((await asked.fill({ 现在的密码: password }).submit()).heading()).toBe('添加验证器')
})

test('staff keep at least one; a citizen may go back to the password alone', async () => {
  const staff = await site.signedIn(auditor)
  await setUp(staff)
  expect((await staff.get('/me/security')).text()).toContain('工作人员至少要保留一种')
  expect((await staff.post(`/me/security/factors/totp-${staff.id}/remove`)).status).toBe(409)
  const citizen = await site.citizen()
  await setUp(citizen)
  expect((await (await citizen.get('/me/security')).press('移除 验证器')).notice()).toContain('已移除')
  expect((await firstStep('chen.xiaoyu')).page.path).toBe('/')
  expect((await citizen.post(`/me/security/factors/totp-${staff.id}/remove`)).status).toBe(404)
})

test('an administrator resets another’s, as an act; his own he can’t', async () => {
  const { secret } = await setUp(await site.signedIn(auditor))
  const administrator = await site.as({ roles: ['securityAdministrator'] })
  await setUp(administrator)
  const { id } = await site.db.read.selectFrom('person').select('id').where('username', '=', 'auditor').executeTakeFirstOrThrow()
  const page = await (await administrator.get(`/admin/people/${id}`)).press('重置二次验证')
  expect(page.notice()).toContain('二次验证已重置')
  expect((await administrator.post(`/admin/people/${administrator.id}/second-factor`)).status).toBe(409)
  const acts = await site.db.read.selectFrom('act').select(['type', 'actor_id']).where('type', '=', 'person.factorsReset').execute()
  expect(acts).toEqual([{ type: 'person.factorsReset', actor_id: administrator.id }])
  site.pass({ minutes: 1 })
  const { page: arrived } = await firstStep('auditor')
  expect([arrived.path, codeNow(secret).length]).toEqual(['/me/security', 6])
})

test('whoever gets his first role is held back in the session he has', async () => {
  const agent = await site.citizen()
  const administrator = await site.as({ roles: ['securityAdministrator'] })
  await setUp(administrator)
  await administrator.post(`/admin/people/${agent.id}/grant`, { role: 'auditor' })
  expect((await agent.get('/cases')).path).toBe('/me/security')
})

test('a browser that follows a redirect before its answer has ended finds what was kept for it', async () => {
  await setUp(await site.citizen())
  const agent = site.visitor()
  const token = (await agent.get('/sign-in')).csrf()
  const commit = site.db.commit.bind(site.db)
  site.db.commit = async set => {
    await new Promise(resolve => setTimeout(resolve, 50))
    return commit(set)
  }
  const cookies = () => [...agent.cookies].map(pair => pair.join('=')).join('; ')
  const answer = await fetch(`${agent.origin}/sign-in`, { method: 'POST', redirect: 'manual', headers: { cookie: cookies() }, body: new URLSearchParams({ _csrf: token, username: 'chen.xiaoyu', password }) })
  const session = answer.headers.getSetCookie().find(line => line.startsWith('session=')) ?? ''
  agent.cookies.set('session', session.slice('session='.length).split(';')[0] ?? '')
  expect((await agent.get(answer.headers.get('location') ?? '')).heading()).toBe('二次验证')
})

test('a password that was changed between the two steps ends the first', async () => {
  const agent = await site.citizen()
  const { secret } = await setUp(agent)
  const first = await firstStep('chen.xiaoyu')
  await (await agent.get('/me/password')).fill({ 现在的密码: password, 新密码: 'a quite different one', 再次输入密码: 'a quite different one' }).submit()
  site.pass({ minutes: 1 })
  expect((await secondStep(first, codeNow(secret))).path).toContain('/sign-in')
  expect((await first.agent.get('/me')).path).toContain('/sign-in')
})
