import { readCalendar } from '../../server/limits/calendar.store.ts'
import { changeDay } from '../../server/limits/change-calendar.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let administrator: Agent
beforeEach(async () => {
  site = await portal()
  administrator = await site.as({ roles: ['systemAdministrator'] })
})

const notice2027 = `元旦：1月1日至3日放假，共3天。
春节：2月5日至11日放假调休，共7天。1月31日、2月20日上班。
清明节：4月3日至5日放假，共3天。
劳动节：5月1日至5日放假调休，共5天。4月25日、5月8日上班。
端午节：6月9日放假，共1天。
中秋节：9月15日放假，共1天。
国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。`

test('a year stands at a glance, its holidays in words as well', async () => {
  const page = await administrator.get('/admin/calendar?year=2026')
  expect(page.heading()).toBe('工作日历 · 2026 年')
  expect(page.$('.calendar-month')).toHaveLength(12)
  // 365 days, 104 of them weekend days; 19 working days are off, and 6 weekend days are worked.
  expect(page.text()).toContain('全年 248 个工作日')
  expect(page.text()).toContain('春节 2026年2月15日至2026年2月23日，共 9 天 2026年2月14日、2026年2月28日')
  expect(page.$('.calendar-day--makeUpWorkday small').first().text()).toBe('班')
})

test('a typhoon day is set by hand, shown, and taken back; each time the record knows', async () => {
  const form = await (await administrator.get('/admin/calendar')).follow('修改一天')
  const changed = await form.fill({ 日期: '2026年8月12日', 这一天: '放假', '原因（中文）': '防台停工' }).submit('保存')
  expect(changed.notice()).toContain('工作日历已修改')
  expect((await readCalendar(site.db)).kindOf('2026-08-12')).toBe('holiday')
  const restored = await changed.press('恢复原定 2026年8月12日')
  expect(restored.notice()).toContain('这一天已恢复原定')
  expect((await readCalendar(site.db)).kindOf('2026-08-12')).toBe('working')
  const audit = await (await site.as({ roles: ['auditor'] })).get('/admin/audit')
  expect(audit.text()).toContain('修改工作日历 2026-08-12')
  expect(audit.text()).toContain('恢复原定工作日历 2026-08-12')
})

test('what was restored already is told, not repeated', async () => {
  expect((await administrator.post('/admin/calendar/day/restore', { day: '2026-08-12' })).status).toBe(409)
})

test.each([
  ['nothing',                        {},                                                                       ['日期：请填写此项', '这一天：请选择一项', '原因（中文）：请填写此项']],
  ['a day that does not exist',      { 日期: '2026-02-30', 这一天: '放假', '原因（中文）': '停工' },            ['日期：请按“2026-03-02”的样子填写日期']],
  ['a Sunday off',                   { 日期: '2026-03-08', 这一天: '放假', '原因（中文）': '停工' },            ['这一天：这一天本来就不上班']],
  ['a Monday worked',                { 日期: '20260309', 这一天: '上班', '原因（中文）': '加班' },              ['这一天：这一天本来就上班']],
  ['a year out of all reckoning',    { 日期: '1999-03-08', 这一天: '放假', '原因（中文）': '停工' },            ['日期：请填写 2004 至 2100 之间的年份']],
])('a day that is not filled in right is told beside its fields: %s', async (_, typed, problems) => {
  const page = await (await administrator.get('/admin/calendar/day')).fill(typed).submit('保存')
  expect(page.status).toBe(422)
  expect(page.problems().slice(0, problems.length)).toEqual(problems)
})

test('the notice of the next year is imported by pasting it, and dates in it are certain from then on', async () => {
  site.clock = '2026-10-08T02:00:00.000Z'
  expect((await administrator.get('/admin/calendar')).text()).toContain('2027 年的放假安排还没有导入')
  const page = await (await administrator.get('/admin/calendar/notice')).fill({ 通知正文: notice2027 }).submit('核对并导入')
  expect(page.notice()).toContain('放假安排已导入')
  expect(page.heading()).toBe('工作日历 · 2027 年')
  expect(page.text()).not.toContain('还没有导入')
  expect(page.text()).toContain('1月31日、2月20日上班')
  expect(await readCalendar(site.db)).toMatchObject({ knownUntil: '2027-12-31' })
})

test('importing a year again replaces what it had', async () => {
  const importing = async (document: string) => (await administrator.get('/admin/calendar/notice')).fill({ 年份: '2027', 通知正文: document }).submit('核对并导入')
  await importing(notice2027)
  await importing(notice2027.replace('6月9日放假，共1天', '6月9日至11日放假调休，共3天'))
  expect((await readCalendar(site.db)).kindOf('2027-06-10')).toBe('holiday')
  await importing(notice2027)
  expect((await readCalendar(site.db)).kindOf('2027-06-10')).toBe('working')
})

test('a notice with faults: all are told at once, and what was pasted stays', async () => {
  const document = '春节：2月30日放假。\n国庆节：10月1日至7日放假，共9天。'
  const page = await (await administrator.get('/admin/calendar/notice')).fill({ 年份: '2027', 通知正文: document }).submit('核对并导入')
  expect(page.status).toBe(422)
  expect(page.problems().slice(0, 2)).toEqual(['通知正文：第 1 行：没有 2月30日这一天', '通知正文：第 2 行写明共 9 天，算下来是 7 天'])
  expect(page.problems()).toContain('通知正文：缺少清明节')
  expect(page.field('通知正文')).toBe(document)
})

test('a year may not be left out', async () => {
  const page = await (await administrator.get('/admin/calendar/notice')).fill({ 年份: '2028', 通知正文: notice2027 }).submit('核对并导入')
  expect(page.problems()[0]).toBe('年份：请先导入 2027 年的放假安排：日历中间不能空一年')
})

test('the other language keeps what was pasted', async () => {
  const page = await administrator.get('/admin/calendar/notice')
  const switched = await page.submitTo('/admin/calendar/notice', { year: '2027', document: '春节', _language: 'en' })
  expect(switched.heading()).toBe('Import a holiday notice')
  expect(switched.field('Text of the notice')).toBe('春节')
})

test('a change made by another process is seen at once', async () => {
  expect((await readCalendar(site.db)).kindOf('2026-08-12')).toBe('working')
  // Its own memory of the calendar hangs on its own connection.
  await changeDay({ ...site.ctx(), db: { ...site.db } }, { day: '2026-08-12', kind: 'holiday', name: { zh: '防台停工', en: 'Typhoon' } })
  expect((await readCalendar(site.db)).kindOf('2026-08-12')).toBe('holiday')
})
