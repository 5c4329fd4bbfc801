import { remove } from '../../db/statement.ts'
import { paths } from '../../server/web/paths.ts'
import { Browsers, type Visitor } from '../support/browser.ts'
import { password, type Site } from '../support/portal.ts'
import { movingSite, started } from './support.ts'

let site: Site
let browsers: Browsers
let section: string
let visitor: Visitor
beforeAll(async () => {
  site = await movingSite()
  const citizen = await site.citizen()
  section = paths.draftSection(await started(citizen), 'home')
  browsers = await Browsers.open(citizen.origin)
})
afterAll(() => browsers.close())

beforeEach(async () => {
  visitor = await browsers.window({ width: 'phone' })
  await visitor.signIn('chen.xiaoyu', password)
  await visitor.open(section)
  // Nothing is saved as one types: what is told here is about the form that is sent.
  await visitor.page.route('**/sections/home', route => (route.request().headers()['x-autosave'] ? route.abort() : route.continue()))
})

const address = () => visitor.page.getByLabel('新居地址')
const send = () => visitor.page.locator('main form button:not([name])').last().click()

test('a session that ended in the middle of a form costs nothing that was typed', async () => {
  await address().fill('古荡新村西区9幢')
  await site.db.commit([remove('session', {}, 'any')])
  await send()
  await visitor.page.waitForURL('**/sign-in?lapsed=1*')
  await visitor.page.unroute('**/sections/home')
  await visitor.page.getByLabel('用户名', { exact: true }).fill('chen.xiaoyu')
  await visitor.page.getByLabel('密码', { exact: true }).fill(password)
  await visitor.page.locator('#form button').click()
  await visitor.page.waitForURL(`**${section}`)
  expect(await address().inputValue()).toBe('古荡新村西区9幢')
})

test('what was sent and arrived is not kept in the browser', async () => {
  await address().fill('文三路90号')
  await send()
  await visitor.page.waitForLoadState('load')
  expect(await visitor.page.evaluate(() => Object.keys(sessionStorage))).toEqual([])
})
