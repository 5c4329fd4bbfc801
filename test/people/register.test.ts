import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import { aCitizen, anIdNumber, aUscc } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
beforeEach(async () => {
  site = await portal()
})

const own = {
  账号类型: '个人', 姓名: '沈 雪', 身份证号码: '33010619950215402x', 联系电话: '138 0571 0009', 用户名: 'Shen.Xue', 密码: 'lantern over water', 再次输入密码: 'lantern over water',
}
const right = () => ({ ...own, 身份证号码: anIdNumber('19950215', '402') })

test('a person registers, is signed in, and the number is kept only sealed', async () => {
  const page = await (await site.visitor().get('/register')).fill({ ...right(), 身份证号码: right().身份证号码.toLowerCase() }).submit()
  expect(page.path).toBe('/me?done=registered')
  expect(page.notice()).toContain('账号已开通')
  expect(page.text()).toContain('330***********')
  expect(page.text()).not.toContain(right().身份证号码)
  const row = await site.db.read.selectFrom('person').selectAll().executeTakeFirstOrThrow()
  expect(JSON.stringify(row)).not.toContain(right().身份证号码)
  expect(JSON.stringify(row)).not.toContain('13805710009')
  expect(await site.personOf(right().身份证号码)).toMatchObject({ username: 'shen.xue', name: '沈 雪', identity: { idNumber: right().身份证号码, phone: '13805710009' } })
})

test('a company registers with its credit code, and goes where it was going', async () => {
  const page = await (await site.visitor().get('/register?next=/me/contact')).fill({
    账号类型: '企业或其他组织', '企业（组织）名称': '杭州一线餐饮管理有限公司', 统一社会信用代码: aUscc(7).toLowerCase(), 联系电话: '0571-87654321',
    用户名: 'yixian.canyin', 密码: 'lantern over water', 再次输入密码: 'lantern over water',
  }).submit()
  expect(page.path).toBe('/me/contact')
  expect(await site.personOf(aUscc(7))).toMatchObject({ kind: 'organisation', name: '杭州一线餐饮管理有限公司', identity: { phone: '0571-87654321' } })
})

test('an empty form is told everything at once', async () => {
  const page = await (await site.visitor().get('/register')).fill({}).submit()
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual(['账号类型：请选择一项', '联系电话：请填写此项', '用户名：请填写此项', '密码：请填写此项'])
})

test.each([
  ['姓名', '沈雪2', '姓名：请填写姓名，不含数字和符号'],
  ['姓名', '<b>沈</b>', '姓名：请填写姓名，不含数字和符号'],
  ['身份证号码', '330106199502154021', '身份证号码：身份证号码不正确：应为 18 位，请逐位核对'],
  ['身份证号码', anIdNumber('20991231'), '身份证号码：身份证号码不正确：应为 18 位，请逐位核对'],
  ['联系电话', '12345', '联系电话：请填写 11 位手机号码，或带区号的固定电话'],
  ['用户名', '1号', '用户名：用户名应为 4 至 32 个字符，以字母开头，只含小写字母、数字、点、下划线和连字符'],
  ['密码', 'short', '密码：密码至少 10 个字符'],
  ['密码', `13805710009!`, '密码：密码不要包含您的姓名（含拼音）、用户名、证件号码或电话号码'],
  ['密码', '我叫沈雪请多关照呀呀', '密码：密码不要包含您的姓名（含拼音）、用户名、证件号码或电话号码'],
  ['密码', 'aaaaaaaaaaaa', '密码：重复的字符只是变长，没有变难猜。换成几个互不相干的词'],
  ['再次输入密码', 'lantern over wafer', '再次输入密码：两次输入的密码不一样'],
])('%s “%s” is not taken, and what was typed is still there', async (label, value, problem) => {
  const name = label === '密码' && value.includes('沈雪') ? { 姓名: '沈雪' } : {}
  const page = await (await site.visitor().get('/register')).fill({ ...right(), ...name, [label]: value }).submit()
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual([problem])
  expect(page.field('联系电话')).toBe(label === '联系电话' ? value : '138 0571 0009')
  expect(page.field('用户名')).toBe(label === '用户名' ? value : 'Shen.Xue')
})

test('a number or a username that has an account gets no second one, and nobody is told which of the two it was', async () => {
  await (await site.visitor().get('/register')).fill(right()).submit()
  const other = { 身份证号码: anIdNumber('19960215'), 用户名: 'another.name' }
  const answers = []
  for (const changes of [{}, { 身份证号码: other.身份证号码 }, { 用户名: other.用户名 }]) {
    const page = await (await site.visitor().get('/register')).fill({ ...right(), ...changes }).submit()
    expect(page.status).toBe(422)
    expect(page.problems()).toHaveLength(1)
    answers.push(page.problems()[0])
  }
  expect(answers[0]).toMatch(/^不能用这些资料开立账号/)
  expect(new Set(answers).size).toBe(1)
  expect(await site.db.read.selectFrom('person').select('id').execute()).toHaveLength(1)
})

test('whoever has an account hears by mail that somebody tried his number, once a day', async () => {
  await site.given({ ...aCitizen({ email: 'xue@example.cn' }), identity: { idNumber: right().身份证号码, email: 'xue@example.cn' } })
  const attempt = async () => (await site.visitor().get('/register')).fill({ ...right(), 用户名: 'another.name' }).submit()
  for (const letters of [1, 1]) {
    await attempt()
    await sendAccountLetters(site.ctx())
    expect(site.mail.sent).toHaveLength(letters)
  }
  expect(site.mail.sent[0]).toMatchObject({ to: 'xue@example.cn', subject: expect.stringContaining('有人用您的证件号码注册') })
  site.pass({ hours: 24 })
  await attempt()
  await sendAccountLetters(site.ctx())
  expect(site.mail.sent).toHaveLength(2)
})

test('of two who register with the same number at once, one has the account', async () => {
  const [one, two] = [site.visitor(), site.visitor()]
  const forms = await Promise.all([one.get('/register'), two.get('/register')])
  const pages = await Promise.all(forms.map((form, index) => form.fill({ ...right(), 用户名: `shen.xue.${index}` }).submit()))
  expect(pages.map(({ status }) => status).sort()).toEqual([200, 422])
})

test('numbers can not be tried one after the other from one address', async () => {
  const agent = site.visitor()
  const form = await agent.get('/register')
  for (let i = 0; i < 30; i++) await form.fill({ ...right(), 用户名: 'shen.xue', 身份证号码: anIdNumber('19950215', String(100 + i)), 密码: 'lantern over water' }).submit(undefined, { follow: false })
  const page = await form.fill({ ...right(), 用户名: 'late.comer', 身份证号码: anIdNumber('19960215') }).submit()
  expect(page.status).toBe(429)
  expect(page.problems()).toEqual(['尝试次数过多，请 60 分钟后再试'])
  expect(page.field('用户名')).toBe('late.comer')
})

test('switching the language keeps what was typed and complains about nothing', async () => {
  const page = await (await site.visitor().get('/register')).fill({ 账号类型: '个人', 姓名: '沈雪' }).submit('English')
  expect(page.status).toBe(200)
  expect(page.heading()).toBe('Create an account')
  expect(page.field('Name')).toBe('沈雪')
  expect(page.problems()).toEqual([])
})
