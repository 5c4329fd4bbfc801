import { Browsers } from '../support/browser.ts'
import { password, portal } from '../support/portal.ts'

let browsers: Browsers
beforeAll(async () => {
  const site = await portal({ catalogue: true })
  await site.officer({ department: 'archives', region: '330106000000', username: 'archivist' })
  await site.signedIn({ kind: 'person', name: '双立', username: 'at.two', identity: {}, passwordHash: null, grants: [{ role: 'officer', officeId: 'archives@330106000000' }, { role: 'head', officeId: 'finance@330102000000' }] })
  browsers = await Browsers.open(site.visitor().origin)
}, 60_000)
afterAll(() => browsers.close())

test('an official goes from the rail to the form, at a desk', async () => {
  const official = await browsers.window()
  await official.signIn('archivist', password)
  await official.press('机关内部事', official.page.locator('nav.site-ways'))
  expect(await official.heading()).toBe('机关内部“最多跑一次”')
  await official.press('干部调动（跨部门）一件事')
  await official.press('开始办理')
  expect(await official.text()).toContain('您代表西湖区档案办理')
  await official.press('开始填写')
  expect(official.path).toMatch(/^\/drafts\/[^/]+\/questions$/)
  await official.open('/internal')
  expect(await official.text()).toContain('还没填完')
}, 120_000)

test('the search of the page answers as one types', async () => {
  const official = await browsers.window()
  await official.signIn('archivist', password)
  await official.open('/internal')
  await official.page.getByRole('combobox', { name: '查找机关内部事' }).fill('采购')
  await official.page.getByRole('option', { name: '部门项目资金与政府采购一件事' }).waitFor({ timeout: 5_000 })
  expect(await official.page.getByRole('option').count()).toBe(1)
}, 60_000)

test('without JavaScript, in English, on a narrow phone: for which office, and the form', async () => {
  const official = await browsers.window({ width: 'phone', language: 'en', javaScript: false })
  await official.signIn('at.two', password, { username: 'Username', password: 'Password' })
  const fits = async () => {
    await official.page.setViewportSize({ width: 360, height: 800 })
    expect(await official.page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  }
  await official.open('/internal')
  await fits()
  await official.open('/bundles/grid-event')
  await fits()
  await official.press('Start')
  await fits()
  await official.page.getByLabel('For which office do you file?').selectOption({ label: 'Finance, Shangcheng District' })
  await official.press('Next')
  expect(await official.text()).toContain('You file for Finance, Shangcheng District')
  await fits()
  await official.press('Start')
  expect(official.path).toMatch(/^\/drafts\//)
}, 120_000)
