import type { Page } from 'playwright-core'
import { paths } from '../../server/web/paths.ts'
import { Browsers, type Visitor } from '../support/browser.ts'
import { fillIn, linkOn, petClinic, type Turn } from '../support/pet-clinic.ts'
import { password, portal } from '../support/portal.ts'

let browsers: Browsers
beforeAll(async () => {
  const site = await portal({ catalogue: true })
  await site.as({ roles: ['bundleAdministrator'], username: 'writer' })
  browsers = await Browsers.open(site.visitor().origin)
}, 60_000)
afterAll(() => browsers.close())

/** Does what the guide says in one of its turns; every page that something is done on is looked at. */
async function follow(visitor: Visitor, turn: Turn): Promise<void> {
  for (const [index, link] of turn.links.entries()) {
    const path = (await linkOn(visitor.page, link).getAttribute('href')) as string
    await (index < turn.links.length - 1 ? visitor.page.goto(path) : visitor.open(path))
  }
  await fillIn(visitor.page, turn)
  if (turn.press) await visitor.press(turn.press)
}

const proofOf = (page: Page) => page.locator('#proof [role="status"]')
const turnsUntil = (picture: Turn['picture']) => petClinic.findIndex(turn => turn.picture === picture)

test('whoever follows the guide has a bundle of four items, proved; the proof follows while one types, and the rest works without JavaScript', async () => {
  const writer = await browsers.window({ language: 'zh-CN' })
  await writer.signIn('writer', password)
  await writer.open(paths.proposals())
  await writer.press('第一次用？跟着指南')
  expect(await writer.page.locator('.walkthrough__step img').count()).toBe(await writer.page.locator('.walkthrough__step').count())
  await writer.open(paths.proposals())
  for (const turn of petClinic.slice(0, turnsUntil('item'))) await follow(writer, turn)
  expect(await proofOf(writer.page).innerText()).toContain('已证明')

  // With a few letters the list of all items is short, and what alone is left is chosen.
  await writer.open((await linkOn(writer.page, /^添加事项$/).getAttribute('href')) as string)
  await writer.page.getByRole('searchbox', { name: '查找：事项' }).fill('动物诊疗')
  expect(await writer.page.locator('#item option').count()).toBe(1)
  await writer.page.getByRole('searchbox', { name: '查找：事项' }).fill('小餐饮店登记')
  expect(await writer.page.locator('#item').inputValue()).not.toBe('')
  const proposal = /\/admin\/proposals\/[^/]+/.exec(writer.path)![0]

  const plain = await browsers.window({ width: 'phone', javaScript: false })
  await plain.signIn('writer', password)
  await plain.open(`${proposal}/bundle/opening-a-pet-clinic`)
  for (const turn of petClinic.slice(turnsUntil('item'), turnsUntil('fault') + 1)) await follow(plain, turn)
  expect(await plain.text()).toContain('下一步 有一处要改：承诺总时限 5 个工作日')

  await writer.open(proposal)
  await writer.press('去修改')
  expect(await proofOf(writer.page).innerText()).toContain('有 1 处要改')
  await writer.page.locator('[name="promisedTotal.value"]').fill('8')
  await proofOf(writer.page).getByText('已证明').waitFor({ timeout: 10_000 })
  expect(await writer.page.locator('.designer__control .finding').count()).toBe(0)
  await fillIn(writer.page, petClinic[turnsUntil('fault') + 1] as Turn)
  await writer.press('保存')
  expect(await writer.text()).toContain('全部证明了。预览一下，然后送各部门会签。')
  await writer.open(proposal)
  expect(await writer.page.locator('.entries#items li').count()).toBe(4)
  await writer.press('送各部门会签')
  expect(await writer.text()).toContain('已送会签')
}, 240_000)
