import { demoPassword } from '../../server/demo/accounts.ts'
import { idNumberOf, residentOf } from '../../server/demo/town-people.ts'
import { findPublished } from '../../server/catalogue/bundle.store.ts'
import { Browsers, type Visitor } from '../support/browser.ts'
import { Desk } from './at-the-desk.ts'
import { FormFiller } from './form-filling.ts'
import { livingTown, type LivingTown } from './living-town.ts'

jest.setTimeout(120_000)

let town: LivingTown
let browsers: Browsers
beforeAll(async () => {
  town = await livingTown()
  browsers = await Browsers.open(town.origin)
})
afterAll(async () => {
  console.log((globalThis as any).__t,(globalThis as any).__n)
  await browsers.close()
  await town.stop()
})

const officer = async (username: string): Promise<Visitor> => (await browsers.window()).signIn(username, demoPassword)

test('one form on a phone after the birth; each department works with what the one before it issued, and the mother gets it all together', async () => {
  const mother = await browsers.window({ width: 'phone' })
  await mother.open('/')
  await mother.page.getByRole('searchbox').or(mother.page.getByRole('combobox')).first().fill('上户口')
  await mother.page.keyboard.press('Enter')
  await mother.page.waitForURL(/\/search/)
  await mother.press('新生儿出生一件事')
  await mother.open('/bundles/newborn-birth/checklist')
  await mother.open('/bundles/newborn-birth/start')
  expect(mother.path).toBe('/sign-in')
  await mother.signIn('chen.xiaoyu', demoPassword)
  await mother.open('/bundles/newborn-birth/start')
  const form = await formOf(mother)
  await form.fill({ id: 'region', type: 'region', name: { zh: '', en: '' }, personal: 'none' }, '330106000000')
  await mother.press('开始填写')
  const number = await form.fileAll()
  expect(await mother.heading()).toContain('已')
  await mother.open(`/cases/${number}`)

  const certificateNumber = 'A330106001'
  await new Desk(await officer('desk.hospital')).grant(number, '出生医学证明', { 出生医学证明编号: certificateNumber })

  const police = await officer('desk.public-security')
  const policeDesk = new Desk(police)
  await policeDesk.open(number, '出生登记')
  expect(await police.text()).toContain(certificateNumber) // the hospital's result is the police's data
  await police.press('受理')
  const born = await childsBirthday(number)
  await policeDesk.approve({ 新生儿公民身份号码: idNumberOf(born, 'male') })

  const insurance = await officer('desk.healthcare-security')
  const insuranceDesk = new Desk(insurance)
  await insuranceDesk.open(number, '城乡居民基本医疗保险参保登记')
  expect(await insurance.text()).toContain(idNumberOf(born, 'male').slice(-4)) // and the police's the insurance's
  await insurance.press('受理')
  await insuranceDesk.approve({ 新生儿医保参保登记号: '3301060088' })
  await new Desk(await officer('desk.human-resources')).grant(number, '社会保障卡申领')
  const health = new Desk(await officer('desk.health'))
  await health.grant(number, '预防接种证')
  await health.grant(number, '生育登记')
  await insuranceDesk.grant(number, '生育保险待遇')
  await new Desk(await officer('desk.taxation')).grant(number, '城乡居民医疗保险缴费')

  await mother.open(`/cases/${number}`)
  expect(await mother.text()).toMatch(/已办结/)
  await mother.open('/me/certificates')
  await mother.press('出生医学证明')
  const identifier = /\b330106\d{8}[0-9A-Z]{9}\b/.exec(await mother.text())?.[0] ?? ''
  const anybody = await browsers.window({ width: 'phone' })
  await anybody.open(`/verify?identifier=${identifier}`)
  expect(await anybody.text()).toContain('出生医学证明')
})

async function formOf(mother: Visitor): Promise<FormFiller> {
  const version = await findPublished(town.portal.db, 'newborn-birth')
  const answers = { parents: 'married', join: 'mother', 'maternity-insured': 'yes', difficulty: 'no' }
  return new FormFiller(mother, { definition: version!.definition, answers, chosen: [] }, residentOf('chen.xiaoyu'))
}

async function childsBirthday(_number: string): Promise<string> {
  return '2026-11-12'
}
