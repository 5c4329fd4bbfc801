import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { demoPassword } from '../../server/demo/accounts.ts'
import { idNumberOf, residentOf } from '../../server/demo/town-people.ts'
import type { Visitor } from '../support/browser.ts'
import { Desk } from './at-the-desk.ts'
import { chooseRegion, FormFiller } from './form-filling.ts'
import { townWithBrowsers } from './living-town.ts'

const story = townWithBrowsers()

const answers = { capacity: 'parent', parents: 'married', join: 'mother', 'maternity-insured': 'yes', difficulty: 'no' }

test('one form on a phone after the birth: each department works with what the one before it issued, and the mother gets it all together', async () => {
  const { definition } = (await findPublished(story.town.portal.db, 'newborn-birth'))!
  const desk = (username: string) => Desk.of(story.browsers, username, definition)
  const mother = await story.browsers.window({ width: 'phone' })
  await find(mother)
  await mother.press('开始办理')
  expect(mother.path).toBe('/sign-in')
  await mother.page.getByLabel('用户名', { exact: true }).fill('chen.xiaoyu')
  await mother.page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await mother.press('登录')
  expect(mother.path).toBe('/bundles/newborn-birth/start')
  await chooseRegion(mother.page, 'region', '330106000000')
  await mother.press('开始填写')
  const number = await new FormFiller(mother, { definition, answers, chosen: [] }, residentOf('chen.xiaoyu')).fileAll()
  await mother.open(`/cases/${number}`)

  const certificateNumber = 'A330106001'
  await (await desk('desk.hospital')).grant(number, 'birth-cert', { 'child.birthCertificateNumber': certificateNumber })

  // The head gives the household registration to the police station's own officer.
  const head = await desk('head.public-security')
  await head.open(number, 'birth-hukou')
  await head.visitor.press('转交')
  await head.visitor.page.getByLabel('裘海涛').check()
  await head.visitor.press('转交', head.visitor.page.locator('#form'))
  const station = await desk('cuiyuan.police')
  expect(await station.open(number, 'birth-hukou')).not.toContain(certificateNumber)
  expect(await station.uncovered(number, 'birth-hukou')).toContain(certificateNumber)
  const childsNumber = await numberOfChild(number)
  await station.grant(number, 'birth-hukou', { 'child.idNumber': childsNumber })

  const insurance = await desk('desk.healthcare-security')
  expect(await insurance.open(number, 'resident-medical')).toContain(childsNumber.slice(-4))
  await insurance.grant(number, 'resident-medical')
  expect(await insurance.mayTakeUp(number, 'maternity-claim')).toBe(false) // waits for the childbirth registration
  const health = await desk('desk.health')
  await health.grant(number, 'vaccination-record')
  await health.grant(number, 'fertility-register')
  await insurance.grant(number, 'maternity-claim')
  await (await desk('desk.human-resources')).grant(number, 'soc-card')
  await (await desk('desk.taxation')).grant(number, 'medical-premium')

  const counter = await (await story.browsers.window()).signIn('counter', demoPassword)
  await counter.open(`/counter/cases/${number}`)
  expect(await counter.text()).toContain('新生儿出生')

  await mother.open(`/cases/${number}`)
  expect(await mother.text()).toContain('已办结')
  await checkByAnybody(mother)
})

async function find(mother: Visitor): Promise<void> {
  await mother.open('/')
  const box = mother.page.locator('main [name=q]')
  await box.fill('上户口')
  await mother.press('搜索')
  await mother.press('新生儿出生一件事')
}

async function numberOfChild(number: string): Promise<string> {
  const { content } = (await getDossier(story.town.ctx, number)).theCase
  const value = (id: string) => String(content.known[id]?.value ?? content.values[id])
  return idNumberOf(value('child.birthDate'), value('child.sex') === 'male' ? 'male' : 'female')
}

/** The paper the mother holds up is checked by somebody who is not signed in. */
async function checkByAnybody(mother: Visitor): Promise<void> {
  await mother.open('/me/certificates')
  await mother.press('出生医学证明')
  const identifier = /330106\d{8}[0-9A-Z]{9}/.exec(await mother.text())?.[0] ?? ''
  const anybody = await story.browsers.window({ width: 'phone' })
  await anybody.open('/verify')
  await anybody.page.locator('main [name=identifier]').fill(identifier)
  await anybody.press('核验')
  expect(await anybody.text()).toContain('出生医学证明')
}
