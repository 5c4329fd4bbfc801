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
