import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let administrator: Agent
const office = 'civil-affairs@330106000000'
beforeEach(async () => {
  site = await portal()
  await site.as({ roles: ['officer'], office, name: '李审批', username: 'li.shenpi' })
  administrator = await site.as({ roles: ['systemAdministrator'] })
})

test('offices are found by walking down the regions', async () => {
  const province = await administrator.get('/admin/offices')
  const county = await (await province.follow('杭州市')).follow('西湖区')
  expect(county.text()).toContain('西湖区的部门窗口')
  const page = await county.follow('西湖区civil-affairs')
  expect(page.heading()).toBe('西湖区civil-affairs')
  expect(page.text()).toContain('李审批')
})

test('one department is listed with the offices one level below', async () => {
  const page = await administrator.get('/admin/offices?region=330100000000&department=civil-affairs')
  expect(page.links().map(({ text }) => text)).toContain('西湖区civil-affairs')
})

test('a region that does not exist shows the province', async () => {
  expect((await administrator.get('/admin/offices?region=nowhere')).text()).toContain('部门与窗口 浙江省 杭州市 宁波市')
})

test('address, telephone and hours are changed', async () => {
  const page = await (await administrator.get(`/admin/offices/${office}`)).fill({ 地址: '杭州市西湖区文三路 1 号', 电话: '057187654321', 办公时间: '工作日 8:30–12:00\n13:30–17:00' }).submit('保存')
  expect(page.notice()).toContain('窗口信息已更新')
  expect(page.field('电话')).toBe('0571-87654321')
  expect(page.field('办公时间')).toBe('工作日 8:30–12:00\n13:30–17:00')
})

test('a hotline is a telephone number, nonsense is not', async () => {
  const page = await (await administrator.get(`/admin/offices/${office}`)).fill({ 电话: '12345' }).submit('保存')
  expect(page.status).toBe(200)
  const wrong = await page.fill({ 电话: '请打电话', 地址: '路'.repeat(201) }).submit('保存')
  expect(wrong.status).toBe(422)
  expect(wrong.problems()).toEqual(['地址：不能超过 200 个字', '电话：请填写手机号码、带区号的固定电话，或 12345 这样的热线'])
  expect(wrong.field('电话')).toBe('请打电话')
})

test('an office is closed and opened again; while closed nobody is appointed to it', async () => {
  const closed = await (await administrator.get(`/admin/offices/${office}`)).press('停用窗口')
  expect(closed.notice()).toContain('窗口已停用')
  const person = await site.given({ kind: 'person', name: '王新', username: 'wang.xin', identity: {} })
  const guard = await site.as({ roles: ['securityAdministrator'] })
  const refused = await (await guard.get(`/admin/people/${person.id}`)).fill({ 岗位: '审批人员', 部门: 'civil-affairs', 地区: '330106000000' }).submit('授予岗位')
  expect(refused.problems()).toEqual(['部门：这个地区没有该部门的窗口，或已停用'])
  expect((await closed.press('恢复窗口')).notice()).toContain('窗口已恢复')
})

test('closing what is closed already is told, not repeated', async () => {
  await administrator.post(`/admin/offices/${office}/close`)
  expect((await administrator.post(`/admin/offices/${office}/close`)).status).toBe(409)
})

test('an office that does not exist is not found', async () => {
  expect((await administrator.get('/admin/offices/nobody@330106000000')).status).toBe(404)
})
