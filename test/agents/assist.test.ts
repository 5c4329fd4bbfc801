import type { Agent } from '../support/agent.ts'
import { aPhoto } from '../drafts/support.ts'
import { getMandate } from '../../server/agents/mandate.store.ts'
import { anIdNumber } from '../support/people.ts'
import type { Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'
import { draftOf, entrustedSite, filed, numberOf } from './support.ts'

const idNumber = anIdNumber('19480520', '118')
let site: Site
let helper: Agent
let old: Agent
beforeEach(async () => {
  site = await entrustedSite()
  helper = await site.as({ roles: ['assistant'], name: '何帮办' })
  old = await site.citizen({ username: 'qian.laobo', name: '钱老伯', idNumber, phone: '13805710077', email: 'qian@example.cn' })
})

const ask = async (more: Record<string, string> = {}): Promise<ShownPage> =>
  (await helper.get('/assist')).fill({ 本人的身份证号码: idNumber, 姓名: '钱老伯', 办理哪件事: '迁居一件事', 办理地: '330106001000', ...more }).submit()
const idOf = (page: ShownPage): string => /\/assist\/(\d{16})/.exec(page.path)?.[1] ?? ''
const codeIn = (words = ''): string => /\d{6}/.exec(words)?.[0] ?? ''

test('a village helper files with the code that was sent to the old man and read out: once, and he is told', async () => {
  const confirm = await ask()
  const id = idOf(confirm)
  expect(confirm.text()).toMatch(/委托人 钱老伯.*受托人 何帮办.*范围 迁居一件事/)
  expect((await helper.post(`/assist/${id}/start`)).status).toBe(404) // nothing before he has confirmed
  const sent = await confirm.press('发验证码到手机 138****0077')
  expect(site.sms.sent).toHaveLength(1)
  const [sms] = site.sms.sent
  expect(sms).toMatchObject({ to: '13805710077', text: expect.stringMatching(/帮办员何帮办请您确认由其代办“迁居一件事”一次/) as string })
  expect(JSON.stringify(await site.db.read.selectFrom('mandate_code').selectAll().execute())).not.toContain(codeIn(sms?.text))
  const done = await sent.fill({ 本人读出的验证码: codeIn(sms?.text) }).submit()
  expect(done.text()).toContain('已记录钱老伯的确认')
  const draft = draftOf(await done.press('开始填写'))
  const receipt = await filed(helper, draft)
  const number = numberOf(receipt)
  expect(receipt.text()).toMatch(new RegExp(`由帮办员何帮办代钱老伯办理，委托编号 ${id}；委托人读出发到手机 138\\*{4}0077 的验证码（2026/3/2 10:00，何帮办记录）`))
  expect((await helper.post(`/assist/${id}/start`)).status).toBe(404) // used
  expect((await old.get(`/me/mandates/${id}`)).text()).toMatch(/提交申请.*开始填写一份申请.*确认委托/)
  expect((await helper.get(`/cases/${number}`)).status).toBe(200)
  await (await old.get(`/me/mandates/${id}`)).press('取消委托')
  expect((await helper.get(`/cases/${number}`)).status).toBe(404)
})

test('a code works for ten minutes and five tries, and for no other matter', async () => {
  const id = idOf(await ask())
  await helper.post(`/assist/${id}/code`, { channel: 'sms' })
  const code = codeIn(site.sms.sent[0]?.text)
  const wrong = code === '000000' ? '000001' : '000000'
  const another = idOf(await ask({ 办理哪件事: '停车一件事' }))
  await helper.post(`/assist/${another}/code`, { channel: 'email' })
  expect(site.mail.sent.at(-1)).toMatchObject({ to: 'qian@example.cn' })
  expect((await helper.post(`/assist/${another}/confirm`, { code: codeIn(site.mail.sent.at(-1)?.text) === code ? wrong : code })).problems()).toEqual(['本人读出的验证码：验证码不对，请再核对'])
  expect((await helper.post(`/assist/${id}/confirm`, { code: 'abc' })).problems()).toEqual(['本人读出的验证码：请填写 6 位数字'])
  for (let i = 0; i < 5; i++) expect((await helper.post(`/assist/${id}/confirm`, { code: wrong })).status).toBe(422)
  expect((await helper.post(`/assist/${id}/confirm`, { code })).problems()).toEqual(['本人读出的验证码：验证码已过期，或者错得太多，请重新发送'])
  await helper.post(`/assist/${id}/code`, { channel: 'sms' })
  site.pass({ minutes: 10 })
  expect((await helper.post(`/assist/${id}/confirm`, { code: codeIn(site.sms.sent.at(-1)?.text) })).status).toBe(422)
  for (let i = 0; i < 3; i++) await helper.post(`/assist/${id}/code`, { channel: 'sms' })
  expect((await helper.post(`/assist/${id}/code`, { channel: 'sms' })).status).toBe(429)
})

test('tries that come at once are all counted', async () => {
  const id = idOf(await ask())
  await helper.post(`/assist/${id}/code`, { channel: 'sms' })
  const code = codeIn(site.sms.sent[0]?.text)
  await Promise.all(Array.from({ length: 12 }, (_, i) => helper.post(`/assist/${id}/confirm`, { code: String((Number(code) + i + 1) % 1_000_000).padStart(6, '0') })))
  const { tries } = await site.db.read.selectFrom('mandate_code').select('tries').where('mandate_id', '=', id).executeTakeFirstOrThrow()
  expect(tries).toBeLessThanOrEqual(5)
  expect((await getMandate(site.ctx(), id)).acceptedAt).toBeNull()
})

test('a signed paper, photographed: for somebody of whom only the helper has said who he is, it is the only way', async () => {
  const page = await ask({ 本人的身份证号码: anIdNumber('19500202', '123'), 姓名: '孙奶奶', 手机号码: '13900001111' })
  expect(page.text()).toContain('请用书面委托')
  const id = idOf(page)
  expect((await helper.post(`/assist/${id}/code`, { channel: 'sms' })).status).toBe(409)
  expect(site.sms.sent).toEqual([])
  expect((await page.press('上传并记录')).problems()).toEqual(['签字的委托书：请选择要上传的文件'])
  const done = await page.fill({ 签字的委托书: aPhoto() }).submit('上传并记录')
  expect(done.text()).toContain('已记录孙奶奶的确认')
  expect((await helper.get(`/me/mandates/${id}`)).text()).toContain('委托人签字的书面委托（2026/3/2 10:00，何帮办拍照上传）')
})

test('no number tells a name, and nobody helps himself or with another helper’s matter', async () => {
  const blank = await ask({ 姓名: '' })
  expect(blank.problems()).toEqual(['姓名：请填写此项'])
  expect(blank.text()).not.toContain('钱老伯')
  expect((await ask({ 姓名: '钱老头' })).status).toBe(422)
  const id = idOf(await ask())
  const colleague = await site.as({ roles: ['assistant'], username: 'another.helper', name: '另一位' })
  for (const path of [`/assist/${id}`, `/me/mandates/${id}`]) expect((await colleague.get(path)).status).toBe(404)
  expect((await old.get('/assist')).status).toBe(403)
  expect((await (await old.get(`/me/mandates/${id}`)).press('不同意')).notice()).toContain('不同意')
  expect((await helper.post(`/assist/${id}/code`, { channel: 'sms' })).status).toBe(409)
})
