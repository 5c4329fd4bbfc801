import { changeOfficeHours } from '../../server/limits/change-calendar.ts'
import { usualHours } from '../../server/limits/office-hours.ts'
import { readOfficeHours } from '../../server/limits/office-hours.store.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'

const [hangzhou, xihu, lingyin, yuhang, ningbo] = ['330100000000', '330106000000', '330106001000', '330110000000', '330203000000']
const summer = [{ opens: 510, closes: 720 }, { opens: 840, closes: 1050 }] // 8:30–12:00, 14:00–17:30
const times = { morningOpens: '8:30', morningCloses: '12:00', afternoonOpens: '14:00', afternoonCloses: '17:30' }
const change = '/admin/calendar/hours/change'

let site: Site
let administrator: Agent
beforeEach(async () => {
  site = await portal()
  administrator = await site.as({ roles: ['systemAdministrator'] })
})

test('a county keeps its own hours, else its city’s, else the usual ones', async () => {
  const wholeDay = [{ opens: 540, closes: 1020 }]
  await changeOfficeHours(site.ctx(), hangzhou, summer)
  await changeOfficeHours(site.ctx(), xihu, wholeDay)
  const hours = await Promise.all([lingyin, xihu, yuhang, hangzhou, ningbo].map(code => readOfficeHours(site.db, code)))
  expect(hours).toEqual([wholeDay, wholeDay, summer, summer, usualHours])
})

test('hours that another process changed hold at once', async () => {
  expect(await readOfficeHours(site.db, xihu)).toEqual(usualHours)
  await changeOfficeHours({ ...site.ctx(), db: { ...site.db } }, xihu, summer)
  expect(await readOfficeHours(site.db, xihu)).toEqual(summer)
})

test('an administrator sets a county’s hours, finds them in the list, changes them, and takes them back', async () => {
  const list = await (await administrator.get('/admin/calendar')).follow('办公时间')
  expect(list.text()).toContain('通常的办公时间：09:00–12:00、13:30–17:00，每天 6.5 小时')
  expect(list.text()).toContain('还没有哪个地区设置自己的办公时间')
  const set = await administrator.post(change, { 'region.city': hangzhou, 'region.county': xihu, ...times })
  expect(set.notice()).toContain('办公时间已修改')
  expect(set.text()).toContain('杭州市西湖区 08:30–12:00、14:00–17:30 7')
  const form = await set.follow('修改 杭州市西湖区')
  expect(form.field('第一段开始')).toBe('08:30')
  expect((await form.fill({ 第二段开始: '', 第二段结束: '', 第一段结束: '1630' }).submit('保存')).text()).toContain('08:30–16:30 8')
  const restored = await (await administrator.get('/admin/calendar/hours')).press('恢复原定 杭州市西湖区')
  expect(restored.notice()).toContain('已恢复原定')
  expect(await readOfficeHours(site.db, xihu)).toEqual(usualHours)
  const audit = (await (await site.as({ roles: ['auditor'] })).get('/admin/audit')).text()
  expect(audit).toMatch(/修改办公时间 08:30–16:30\s*西湖区/)
  expect(audit).toMatch(/恢复原定办公时间 西湖区/)
})

test('what a region has not can’t be taken back', async () => {
  expect((await administrator.post('/admin/calendar/hours/restore', { region: xihu })).status).toBe(409)
})

test.each([
  ['nothing',                          {},                                                              ['地区：请选择一项', '第一段开始：请填写此项', '第一段结束：请填写此项']],
  ['a town',                           { ...times, 'region.city': lingyin },                            ['地区：请选择一项']],
  ['a place that is none',             { ...times, 'region.city': '339900000000' },                     ['地区：请选择一项']],
  ['no time',                          { ...times, 'region.city': hangzhou, morningOpens: '早上' },      ['第一段开始：请按“8:30”的样子填写时间']],
  ['an hour that no day has',          { ...times, 'region.city': hangzhou, afternoonCloses: '24:10' }, ['第二段结束：请按“8:30”的样子填写时间']],
  ['closed before it opens',           { ...times, 'region.city': hangzhou, morningCloses: '8:00' },    ['第一段结束：结束时间要晚于开始时间']],
  ['closed as it opens',               { ...times, 'region.city': hangzhou, afternoonCloses: '14:00' }, ['第二段结束：结束时间要晚于开始时间']],
  ['an afternoon within the morning',  { ...times, 'region.city': hangzhou, afternoonOpens: '11:59' },  ['第二段开始：第二段要从第一段结束以后开始']],
  ['half an afternoon',                { ...times, 'region.city': hangzhou, afternoonCloses: '' },      ['第二段结束：请填写此项']],
])('hours that can’t be are told beside their fields, and nothing typed is lost: %s', async (_, typed, problems) => {
  const page = await administrator.post(change, typed)
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual(problems)
  for (const [name, value] of Object.entries(typed)) if (!name.startsWith('region')) expect(page.$(`[name=${name}]`).val()).toBe(value)
})

test('the hours a day are worked out before anything is saved', async () => {
  const page = await administrator.post(change, { ...times, 'region.city': hangzhou, _next: 'preview' })
  expect(page.status).toBe(200)
  expect(page.text()).toContain('这样每天共 7 小时')
  expect(await readOfficeHours(site.db, hangzhou)).toEqual(usualHours)
})

test('without JavaScript the counties of a city come with the button, and the times stay', async () => {
  const page = await administrator.post(change, { ...times, 'region.city': hangzhou, _next: 'region' })
  expect(page.status).toBe(200)
  expect(page.problems()).toEqual([])
  expect(page.text()).toContain('西湖区')
  expect(page.field('第二段结束')).toBe('17:30')
})

test('the other language keeps what was typed', async () => {
  const page = await administrator.post(change, { ...times, 'region.city': hangzhou, _language: 'en' })
  expect(page.heading()).toBe('Set the office hours of a region')
  expect(page.field('First stretch opens')).toBe('8:30')
})
