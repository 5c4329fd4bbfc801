import { grantRole, withdrawRole } from '../../server/administration/grant-role.ts'
import { actorOf } from '../../server/people/person.ts'
import type { ShownPage } from '../support/shown-page.ts'
import { portal, type Site } from '../support/portal.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'

let site: Site
let administrator: Agent
let guard: Agent
beforeEach(async () => {
  site = await portal()
  administrator = await site.as({ roles: ['systemAdministrator'], name: '郑管理', username: 'zheng.admin' })
  guard = await site.as({ roles: ['securityAdministrator'], name: '严安全', username: 'yan.security' })
})

const office = 'civil-affairs@330106000000'
const givenOffice = () => site.as({ roles: ['officer'], office, name: '李审批', username: 'li.shenpi' })
const hasButton = (page: ShownPage, words: string): boolean => page.$('button').toArray().some(one => page.$(one).text().trim() === words)
const pageOf = (agent: Agent, by = guard) => by.get(`/admin/people/${agent.id}`)

test('a new member of staff gets a temporary password, has to replace it, and then his role', async () => {
  await givenOffice()
  const handover = await (await administrator.get('/admin/people/new')).fill({ 姓名: '王新', 用户名: 'wang.xin' }).submit()
  expect(handover.heading()).toBe('临时密码')
  const temporary = handover.$('code').text()
  const visitor = site.visitor()
  const arrived = await (await visitor.get('/sign-in')).fill({ 用户名: 'wang.xin', 密码: temporary }).submit()
  expect(arrived.path).toBe('/me/password')
  expect(arrived.notice()).toContain('这是临时密码')
  await arrived.fill({ 现在的密码: temporary, 新密码: 'lantern over water', 再次输入密码: 'lantern over water' }).submit()
  expect((await visitor.get('/me/password')).notice()).toBe('')

  const account = await handover.follow('查看账号')
  expect([hasButton(account, '授予岗位'), account.text().includes('由安全管理员办理')]).toEqual([false, true])
  const person = await guard.get(account.path)
  const granted = await person.fill({ 岗位: '审批人员', 部门: 'civil-affairs', 地区: '330106000000' }).submit('授予岗位')
  expect(granted.notice()).toContain('岗位已授予')
  expect(granted.text()).toContain('西湖区civil-affairs')
  expect((await visitor.get('/me')).text()).toContain('审批工作台')
})

test('a temporary password ends after a day', async () => {
  const handover = await (await administrator.get('/admin/people/new')).fill({ 姓名: '王新', 用户名: 'wang.xin' }).submit()
  site.pass({ hours: 24 })
  const page = await (await site.visitor().get('/sign-in')).fill({ 用户名: 'wang.xin', 密码: handover.$('code').text() }).submit()
  expect(page.problems()).toEqual(['用户名：用户名或密码不正确'])
})

test.each([
  [{ 姓名: '', 用户名: '' }, ['姓名：请填写此项', '用户名：请填写此项']],
  [{ 姓名: '王5', 用户名: 'x' }, ['姓名：请填写姓名，不含数字和符号', '用户名：用户名应为 4 至 32 个字符，以字母开头，只含小写字母、数字、点、下划线和连字符']],
  [{ 姓名: '王新', 用户名: 'Zheng.Admin' }, ['用户名：这个用户名已被使用，请换一个']],
  [{ 姓名: '王新', 用户名: 'wang.xin', 联系电话: '12' }, ['联系电话：请填写 11 位手机号码，或带区号的固定电话']],
])('an account that can not be opened says why: %j', async (typed, problems) => {
  const page = await (await administrator.get('/admin/people/new')).fill(typed).submit()
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual(problems)
  expect(page.field('用户名')).toBe(typed.用户名)
})

test('a role withdrawn is gone with the next request', async () => {
  const officer = await givenOffice()
  expect((await officer.get('/desk')).status).not.toBe(403)
  const page = await (await pageOf(officer)).press('收回 审批人员')
  expect(page.notice()).toContain('岗位已收回')
  expect((await officer.get('/desk')).status).toBe(403)
})

test.each([
  ['no role', {}, ['岗位：请选择一项']],
  ['a role of an office without one', { 岗位: '审批人员' }, ['部门：请选择一项']],
  ['a department that has no office there', { 岗位: '审批人员', 部门: 'civil-affairs', 地区: '330110000000' }, ['部门：这个地区没有该部门的窗口，或已停用']],
  ['what he holds already', { 岗位: '审批人员', 部门: 'civil-affairs', 地区: '330106000000' }, ['岗位：此人已有这个岗位']],
])('%s can not be granted, and the choice is still there', async (_, typed, problems) => {
  const officer = await givenOffice()
  const page = await (await pageOf(officer)).fill({ 岗位: '', ...typed }).submit('授予岗位')
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual(problems)
  if ('部门' in typed) expect(page.field('部门')).toBe('civil-affairs')
})

test('without scripts the cascade of regions opens level by level', async () => {
  const page = await (await pageOf(await givenOffice())).fill({ 岗位: '审批人员', 地区: '330100000000' }).submit('显示下一级')
  expect(page.status).toBe(200)
  expect(page.$('select[name="region.county"] option').map((_, one) => page.$(one).text()).get()).toContain('西湖区')
})

test.each([
  ['system administrator', 'systemAdministrator' as const, '系统管理员'],
  ['security administrator', 'securityAdministrator' as const, '安全管理员'],
  ['auditor', 'auditor' as const, '审计管理员'],
])('the last %s stays; with a second one he may go', async (_, role, name) => {
  const last = role === 'systemAdministrator' ? administrator : role === 'securityAdministrator' ? guard : await site.as({ roles: [role] })
  const refused = await (await pageOf(last)).press(`收回 ${name}`)
  expect(refused.status).toBe(409)
  expect(refused.text()).toContain(`最后一位${name}`)
  expect((await (await pageOf(last, administrator)).press('停用账号')).status).toBe(409)
  await site.as({ roles: [role], name: '周管理', username: 'zhou.admin' })
  await (await pageOf(last)).press(`收回 ${name}`)
  expect((await last.get(role === 'auditor' ? '/admin/audit' : '/admin/people')).status).toBe(403)
})

test('of two security administrators who remove each other at the same moment, one stays', async () => {
  const other = await site.as({ roles: ['securityAdministrator'], name: '周管理', username: 'zhou.admin' })
  const grant = { role: 'securityAdministrator' as const, officeId: '' }
  // Both were let in before either had removed the other: whoever is let in later has nothing to remove by.
  const [one, another] = [guard, other].map(({ person }) => site.ctx(actorOf({ ...person!, grants: [grant] })))
  const removed = await Promise.allSettled([withdrawRole(one!, other.id, grant), withdrawRole(another!, guard.id, grant)])
  expect(removed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(removed.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'administration.last.securityAdministrator' } })
})

test.each([
  ['审计管理员', '审批人员', '审计的人不能同时是被审计的人'],
  ['督办人员', '审批人员', '督办的人不能督办自己承办的事项'],
  ['系统管理员', '审批人员', '管理系统的人不办理业务'],
])('%s is not granted to who is %s, and the page says which two and why', async (wanted, held, why) => {
  const page = await (await pageOf(await givenOffice())).fill({ 岗位: wanted }).submit('授予岗位')
  expect(page.status).toBe(422)
  expect(page.problems()[0]).toContain(`岗位：“${held}”和“${wanted}”不能由同一个人担任：${why}`)
  expect(page.field('岗位')).not.toBe('')
})

test('nobody grants himself a role, and the verb refuses what the form doesn’t show', async () => {
  const own = await pageOf(guard)
  expect([hasButton(own, '授予岗位'), own.text().includes('不能给自己授予岗位')]).toEqual([false, true])
  expect((await guard.post(`/admin/people/${guard.id}/grant`, { role: 'securityAdministrator' })).status).toBe(422)
  await expect(grantRole(site.ctx(actorOf(guard.person!)), guard.id, { role: 'supervisor', officeId: '@330106000000' })).rejects.toThrow('administration.ownRoles')
  const officer = await givenOffice()
  await expect(grantRole(site.ctx(actorOf(guard.person!)), officer.id, { role: 'auditor', officeId: '' })).rejects.toThrow('administration.apart')
})

test('a supervisor is given a region, and no other role one', async () => {
  const staff = await site.as({ roles: ['bundleAdministrator'], username: 'region.staff' })
  await guard.post(`/admin/people/${staff.id}/withdraw`, { role: 'bundleAdministrator', officeId: '' })
  const page = await (await pageOf(staff)).fill({ 岗位: '督办人员', 地区: '330106000000' }).submit('授予岗位')
  expect([page.notice().includes('岗位已授予'), page.text().includes('西湖区')]).toEqual([true, true])
  expect((await staff.get('/supervision')).text()).toContain('您督办的范围：西湖区')
  await expect(grantRole(site.ctx(actorOf(guard.person!)), staff.id, { role: 'supervisor', officeId: '' })).rejects.toThrow('administration.officeNeeded')
  await expect(grantRole(site.ctx(actorOf(guard.person!)), staff.id, { role: 'supervisor', officeId: '@330199000000' })).rejects.toThrow('administration.noOffice')
})

test('each administrator is shown his own part, and may do no other', async () => {
  const officer = await givenOffice()
  const buttons = ['收回 审批人员', '授予岗位', '重置密码', '退出全部登录', '停用账号']
  const [security, system] = [await pageOf(officer), await pageOf(officer, administrator)]
  expect(buttons.map(one => hasButton(security, one))).toEqual([true, true, true, true, false])
  expect(buttons.map(one => hasButton(system, one))).toEqual([false, false, false, false, true])
  expect([security.text().includes('由系统管理员办理'), system.text().includes('由安全管理员办理')]).toEqual([true, true])
  for (const act of ['grant', 'withdraw', 'password', 'second-factor', 'sessions']) expect([act, (await administrator.post(`/admin/people/${officer.id}/${act}`)).status]).toEqual([act, 403])
  for (const act of ['close', 'reopen']) expect([act, (await guard.post(`/admin/people/${officer.id}/${act}`)).status]).toEqual([act, 403])
})

test('the security administrator signs somebody out everywhere', async () => {
  const officer = await givenOffice()
  expect((await (await pageOf(officer)).press('退出全部登录')).notice()).toContain('已在所有设备上退出登录')
  expect((await officer.get('/me')).path).toContain('/sign-in')
})

test('a closed account is signed out, and can be opened again', async () => {
  const officer = await givenOffice()
  const closed = await (await pageOf(officer, administrator)).press('停用账号')
  expect(closed.notice()).toContain('账号已停用')
  expect((await officer.get('/me')).path).toContain('/sign-in')
  const open = await closed.press('恢复账号')
  expect(open.notice()).toContain('账号已恢复')
  expect(open.text()).toContain('正常')
})

test('a forgotten password is replaced, and the old sessions end', async () => {
  const officer = await givenOffice()
  const handover = await (await pageOf(officer)).press('重置密码')
  expect(handover.heading()).toBe('临时密码')
  expect((await officer.get('/me')).path).toContain('/sign-in')
  const page = await (await site.visitor().get('/sign-in')).fill({ 用户名: 'li.shenpi', 密码: handover.$('code').text() }).submit()
  expect(page.path).toBe('/me/password')
})

test('people are found by the beginning of a name, by their number, or among the staff', async () => {
  await givenOffice()
  await site.given(aCitizen())
  const page = await administrator.get('/admin/people')
  const found = async (search: Record<string, string>) => (await page.submitTo('/admin/people/search', search)).$('tbody th').map((_, cell) => cell).get().length
  expect(await found({})).toBe(4)
  expect(await found({ staff: 'yes' })).toBe(3)
  expect(await found({ q: '陈' })).toBe(1)
  expect(await found({ q: 'CHEN.x' })).toBe(1)
  expect(await found({ q: anIdNumber() })).toBe(1)
  expect(await found({ q: anIdNumber('19800101') })).toBe(0)
  expect(await found({ q: '%' })).toBe(0)
  expect(await found({ office })).toBe(1)
  expect((await page.submitTo('/admin/people/search', { q: '不存在' })).text()).toContain('没有符合条件的账号')
})

test('the list goes on where the page before ended, and shows nobody twice', async () => {
  for (let i = 0; i < 60; i++) await site.given({ kind: 'person', name: `居民${String.fromCodePoint(0x4e00 + i)}`, username: `resident.${String(i).padStart(3, '0')}`, identity: {} })
  const names = (page: Awaited<ReturnType<Agent['get']>>) => page.$('tbody th').map((_, cell) => page.$(cell).text().trim()).get()
  const first = await (await administrator.get('/admin/people')).submitTo('/admin/people/search', { q: '居民' })
  const second = await first.follow('下一页')
  expect(names(first)).toHaveLength(50)
  expect(names(second)).toHaveLength(10)
  expect(new Set([...names(first), ...names(second)]).size).toBe(60)
})

test('an administrator sees a citizen’s number only masked', async () => {
  const citizen = await site.given(aCitizen())
  const page = await administrator.get(`/admin/people/${citizen.id}`)
  expect(page.text()).toContain('330***********')
  expect(page.html).not.toContain(anIdNumber())
  expect(page.html).not.toContain('13805710001')
})
