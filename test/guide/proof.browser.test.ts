import { Browsers } from '../support/browser.ts'
import { portal } from '../support/portal.ts'

let browsers: Browsers
beforeAll(async () => {
  browsers = await Browsers.open((await portal({ catalogue: true })).visitor().origin)
}, 60_000)
afterAll(() => browsers.close())

test('what was proved is there for everyone, in both languages, on a phone and at a desk', async () => {
  const visitor = await browsers.window({ language: 'en' })
  await visitor.open('/bundles/marriage/proof')
  expect(await visitor.heading()).toBe('At most 1 visit: how it was proved')
  const narrow = await browsers.window({ width: 'phone', javaScript: false })
  await narrow.open('/bundles/enterprise-opening/proof')
  await narrow.page.setViewportSize({ width: 360, height: 800 })
  expect(await narrow.page.evaluate('document.documentElement.scrollWidth')).toBe(360)
}, 120_000)

test('the guide leads to it', async () => {
  const visitor = await browsers.window({ width: 'phone' })
  await visitor.open('/bundles/marriage')
  await visitor.page.locator('.promise summary').click()
  await visitor.press('怎么证明的，自己怎样再证明一遍')
  expect(visitor.path).toBe('/bundles/marriage/proof')
}, 60_000)
