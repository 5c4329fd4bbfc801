import { firstBroken } from '../../server/ledger/chain.ts'
import { listActsByStream } from '../../server/ledger/act.store.ts'
import type { Agent } from '../support/agent.ts'
import { password, portal, type Site } from '../support/portal.ts'

let site: Site
let citizen: Agent
beforeEach(async () => {
  site = await portal()
  citizen = await site.citizen({ email: 'xiaoyu@example.cn' })
})

test('my page shows my data masked', async () => {
  const page = await citizen.get('/me')
  expect(page.heading()).toBe('我的账号')
  expect(page.text()).toContain('陈小雨')
  expect(page.text()).toContain('138****0001')
  expect(page.text()).toContain('x*****@example.cn')
  expect(page.text()).toContain('目前在 1 处登录')
})

test('telephone and e-mail are changed', async () => {
  const page = await (await citizen.get('/me/contact')).fill({ 联系电话: '+86 139-0000-0000', 电子邮箱: '' }).submit()
  expect(page.path).toBe('/me?done=contact')
  expect(page.notice()).toContain('联系方式已更新')
  expect(page.text()).toContain('139****0000')
  expect(page.text()).toContain('未填写')
})

test('a telephone number that is none is not taken', async () => {
  const page = await (await citizen.get('/me/contact')).fill({ 联系电话: '139', 电子邮箱: 'nobody' }).submit()
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual(['联系电话：请填写 11 位手机号码，或带区号的固定电话', '电子邮箱：请填写正确的电子邮箱地址'])
  expect([page.field('联系电话'), page.field('电子邮箱')]).toEqual(['139', 'nobody'])
})

const change = async (agent: Agent, current: string, next = 'a quite different one', again = next) =>
  (await agent.get('/me/password')).fill({ 现在的密码: current, 新密码: next, 再次输入密码: again }).submit()

test('a new password signs the other devices out and this one not', async () => {
  const phone = await site.citizen()
  const page = await change(citizen, password)
  expect(page.notice()).toContain('密码已修改')
  expect((await phone.get('/me')).path).toContain('/sign-in')
  expect((await citizen.get('/me')).heading()).toBe('我的账号')
  await expect(site.citizen()).rejects.toThrow('could not sign in')
})

test.each([
  ['the current one is wrong', 'wrong wrong', 'a quite different one', 'a quite different one', '现在的密码：现在的密码不正确'],
  ['the new one is short', password, 'short', 'short', '新密码：密码至少 10 个字符'],
  ['the new one contains the username', password, 'chen.xiaoyu2026', 'chen.xiaoyu2026', '新密码：密码不要包含您的姓名（含拼音）、用户名、证件号码或电话号码'],
  ['the two differ', password, 'a quite different one', 'another different one', '再次输入密码：两次输入的密码不一样'],
])('the password stays when %s', async (_, current, next, again, problem) => {
  const page = await change(citizen, current, next, again)
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual([problem])
})

test('guessing the current password is counted like signing in', async () => {
  for (let i = 0; i < 5; i++) await change(citizen, 'wrong wrong')
  expect((await change(citizen, password)).status).toBe(429)
})

test('what one does with one’s account is written down, in a chain that is whole', async () => {
  await (await citizen.get('/me/contact')).fill({ 联系电话: '13900000000' }).submit()
  await change(citizen, password)
  const acts = await listActsByStream(site.db, undefined, 100)
  expect(acts.map(({ type }) => type)).toEqual(['person.created', 'person.contactChanged', 'person.passwordChanged'])
  expect(firstBroken(acts)).toBeUndefined()
  expect(JSON.stringify(acts)).not.toContain('13900000000')
})
