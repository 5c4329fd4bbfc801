import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { demoPassword } from '../../server/demo/accounts.ts'
import { blankPaper } from '../../server/demo/paper.ts'
import { residentOf } from '../../server/demo/town-people.ts'
import { Desk } from './at-the-desk.ts'
import { chooseRegion, FormFiller } from './form-filling.ts'
import { townWithBrowsers } from './living-town.ts'

const story = townWithBrowsers()

const answers = { capacity: 'child', proof: 'need', place: 'hospital', insured: 'retired', fundacc: 'yes', allowances: 'none', car: 'none', estate: 'none' }
const reason = '经核查，医保个人账户余额已由家庭共济使用完毕，无可支取的余额。'

test('a son files for his late father without JavaScript: one department asks for a better paper, one refuses, and the rest is granted', async () => {
  const { definition } = (await findPublished(story.town.portal.db, 'after-life'))!
  const desk = (username: string) => Desk.of(story.browsers, username, definition)
  const son = await story.browsers.window({ width: 'phone', javaScript: false })
  await son.open('/stages/farewell')
  await son.press('公民身后一件事')
  await son.signIn('lin.zhiyuan', demoPassword)
  await son.open('/bundles/after-life/start')
  await chooseRegion(son.page, 'region', '330106000000', false)
  await son.press('开始填写')
  const form = new FormFiller(son, { definition, answers, chosen: ['medical-account'] }, residentOf('lin.zhiyuan'), { javaScript: false })
  const number = await form.fileAll()

  await (await desk('desk.hospital')).grant(number, 'death-cert-hospital')
  await (await desk('desk.public-security')).grant(number, 'hukou-cancel')

  const fund = await desk('desk.housing-fund')
  const wanted = '继承人协议缺少母亲的签名，请补签后重新上传。'
  await fund.ask(number, 'fund-heir', 'material.heirs-agreement', wanted)
  const insurance = await desk('desk.healthcare-security')
  await insurance.refuse(number, 'medical-account', reason)
  // The one notice goes out when every department has spoken.
  const pensions = await desk('desk.human-resources')
  await pensions.grant(number, 'pension-stop')

  await son.open(`/cases/${number}`)
  expect(await son.text()).toContain(reason)
  await son.press('去补正')
  expect(await son.text()).toContain(wanted)
  await son.press('提交补正') // nothing chosen yet: the page says so and stays
  expect(await son.text()).toContain('请选择要上传的文件')
  await son.page.locator('input[type=file]').setInputFiles({ name: '继承协议（三人签名）.png', mimeType: 'image/png', buffer: blankPaper(77) })
  await son.press('提交补正')
  expect(son.path).toBe(`/cases/${number}`)

  await fund.grant(number, 'fund-heir')
  await pensions.grant(number, 'pension-account')

  await son.open(`/cases/${number}`)
  const text = await son.text()
  expect(text).toContain('已办结')
  expect(text).toContain(reason)
  expect(text).toMatch(/行政复议|行政诉讼/)
  await son.open('/cases')
  await son.open('/')
})
