import { Browsers } from '../support/browser.ts'
import { password, portal, type Site } from '../support/portal.ts'

let site: Site
let browsers: Browsers
beforeAll(async () => {
  site = await portal()
  await site.as({ roles: ['systemAdministrator'], username: 'calendar.admin' })
  browsers = await Browsers.open(site.visitor().origin)
}, 60_000)
afterAll(() => browsers.close())

test('the calendar is reachable for everyone, on a phone and at a desk, faults and all', async () => {
  const administrator = await browsers.window()
  await administrator.signIn('calendar.admin', password)
  await administrator.open('/admin/calendar?year=2026')
  await administrator.open('/admin/calendar?year=2027')
  await administrator.press('修改一天')
  await administrator.press('保存')
  expect(await administrator.text()).toContain('请选择一项')
  await administrator.open('/admin/calendar/notice')
  await administrator.press('核对并导入')
  expect(await administrator.text()).toContain('请填写此项')
}, 120_000)

test('without JavaScript, in English, on a phone: a day is set and stands in the year', async () => {
  const administrator = await browsers.window({ javaScript: false, language: 'en', width: 'phone' })
  const { page } = administrator
  await page.goto('/sign-in')
  await page.getByLabel('Username', { exact: true }).fill('calendar.admin')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.locator('#form').getByRole('button', { name: 'Sign in' }).click()
  await page.goto('/admin/calendar/day')
  await page.getByLabel('Date', { exact: true }).fill('2026-08-12')
  await page.getByLabel('Offices are closed').check()
  await page.getByLabel('Reason (Chinese)').fill('防台停工')
  await page.getByLabel('Reason (English)').fill('Typhoon')
  await page.getByRole('button', { name: 'Save' }).click()
  expect(await administrator.text()).toContain('August 12, 2026 Offices are closed Typhoon')
}, 60_000)

test('a county’s office hours are set with the cascade, faults and preview and all', async () => {
  const administrator = await browsers.window()
  const { page } = administrator
  await administrator.signIn('calendar.admin', password)
  await administrator.open('/admin/calendar/hours')
  await administrator.press('设置办公时间')
  await page.getByLabel('设区市').selectOption({ label: '杭州市' })
  await page.getByLabel('县（市、区）', { exact: true }).selectOption({ label: '西湖区' })
  await page.getByLabel('第一段结束').fill('8')
  await administrator.press('保存')
  expect(await administrator.text()).toContain('请按“8:30”的样子填写时间')
  await page.getByLabel('第一段结束').fill('11:30')
  await administrator.press('算一算每天几小时')
  expect(await administrator.text()).toContain('这样每天共 6 小时')
  await administrator.press('保存')
  expect(await administrator.text()).toContain('杭州市西湖区')
}, 120_000)
