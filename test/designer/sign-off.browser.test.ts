import { knownCatalogue } from '../../server/catalogue/known-catalogue.ts'
import { circulate } from '../../server/designer/circulate.ts'
import { textOf } from '../../server/designer/first-text.ts'
import { getProposal } from '../../server/designer/proposal.store.ts'
import { revise } from '../../server/designer/revise.ts'
import { startProposal } from '../../server/designer/start-proposal.ts'
import { actorOf } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import { Browsers } from '../support/browser.ts'
import { password, portal } from '../support/portal.ts'

let browsers: Browsers
afterAll(() => browsers.close())

test('a department reads what it is asked for and objects, with and without JavaScript; the drafter reads why, and takes an earlier text up again', async () => {
  const site = await portal({ catalogue: true })
  const { person: drafter } = await site.as({ roles: ['bundleAdministrator'] })
  const { person: officer } = await site.as({ roles: ['itemAdministrator'], office: 'civil-affairs@330106000000' })
  browsers = await Browsers.open(site.visitor().origin)
  const text = textOf('item', 'child-aid', await knownCatalogue(site.db))!
  const { id } = await startProposal(site.ctx(actorOf(drafter!)), { zh: '救助提速', en: 'Faster aid' }, text.replace('value: 10', 'value: 9'), { how: 'change', from: 'child-aid' })
  site.pass({ hours: 1 })
  await revise(site.ctx(actorOf(drafter!)), id, { kind: 'item', thing: 'child-aid' }, before => before.replace('value: 9', 'value: 8'))
  await circulate(site.ctx(actorOf(drafter!)), id)

  const plain = await browsers.window({ width: 'phone', javaScript: false })
  await plain.signIn(officer!.username!, password)
  await plain.open(paths.signOffs())
  await plain.press('困难家庭婴幼儿救助登记')
  expect(await plain.heading()).toBe('困难家庭婴幼儿救助登记')
  const desk = await browsers.window()
  await desk.signIn(officer!.username!, password)
  await desk.open(paths.signOff(id, 'item', 'child-aid'))
  await desk.page.getByLabel('不同意').check()
  await desk.press('提交')
  expect(await desk.text()).toContain('不同意时，请写明理由')
  await desk.page.getByLabel('理由').fill('人手不够')
  await desk.press('提交')
  expect(await desk.text()).toContain('我会签过的')
  await plain.page.getByLabel('同意', { exact: true }).check()
  await plain.press('提交')
  expect(await plain.text()).toContain('没有待会签的内容')

  const author = await browsers.window()
  await author.signIn(drafter!.username!, password)
  await author.open(paths.proposalDifference(id))
  await author.open(paths.proposalJournal(id))
  await author.page.locator('.line-difference').evaluate('document.querySelectorAll("details").forEach(one => { one.open = true })')
  expect(await author.text()).toContain('人手不够')
  await author.press('恢复第 1 稿')
  expect(await author.page.locator('body').innerText()).toContain('已恢复到选定的文本')
  expect((await getProposal(site.db, id)).text).toContain('value: 9')
}, 180_000)
