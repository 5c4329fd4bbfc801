import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import type { Agent } from '../support/agent.ts'
import { aCompany, anIdNumber } from '../support/people.ts'
import type { Site } from '../support/portal.ts'
import { begun, draftOf, entrusted, entrustedSite, filed, idOf, numberOf, offer } from './support.ts'

let site: Site
let principal: Agent
let agent: Agent
beforeEach(async () => {
  site = await entrustedSite()
  principal = await site.citizen({ email: 'xiaoyu@example.cn' })
  agent = await site.citizen({ username: 'li.ming', name: '李明', idNumber: anIdNumber('19880303', '111'), email: 'liming@example.cn' })
})

test('nobody finds out by an offer who has an account', async () => {
  const answers = await Promise.all([
    ['李明', 'li.ming'], ['李明', anIdNumber('19880303', '111')], // he
    ['李亮', 'li.ming'], ['李明', 'nobody.here'], ['李明', anIdNumber('19770707', '117')], // nobody
  ].map(async ([name = '', number = '']) => (await offer(principal, { name, number })).text().replaceAll(/\d{16}/g, 'number').replaceAll(name, 'name')))
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain('等对方确认')
  await sendAccountLetters(site.ctx())
  expect(site.mail.sent.map(({ to }) => to)).toEqual(['liming@example.cn', 'liming@example.cn'])
  expect((await agent.get('/me/mandates')).text().match(/等您确认/g)).toHaveLength(2)
})

test('whoever tries out names gets no further than twenty a day', async () => {
  for (let i = 0; i < 20; i++) expect((await offer(principal, { name: '李明', number: `somebody${i}` })).status).toBe(200)
  const refused = await offer(principal, { name: '李明', number: 'li.ming' })
  expect([refused.status, refused.problems()]).toEqual([429, ['对方的用户名、身份证号码或统一社会信用代码：今天提出的委托太多，请明天再试']])
  expect(refused.field('对方的姓名或企业名称')).toBe('李明')
})

test('it is in force only when the other side has accepted, in seven days', async () => {
  const id = idOf(await offer(principal, { name: '李明', number: 'li.ming' }))
  expect((await agent.get('/bundles/moving/start')).text()).not.toContain('为谁办理')
  expect((await principal.post(`/me/mandates/${id}/accept`)).status).toBe(404) // not his own offer
  site.pass({ days: 7 })
  expect((await agent.get(`/me/mandates/${id}`)).text()).toContain('逾期未确认')
  expect((await agent.post(`/me/mandates/${id}/accept`)).status).toBe(409)
})

test('an agent asks, the principal accepts or declines', async () => {
  const ask = (bundles: string[]) => offer(agent, { way: '请对方委托我（替个人办）', name: '陈小雨', number: 'chen.xiaoyu', bundles })
  const [one, two] = [idOf(await ask(['迁居一件事'])), idOf(await ask(['停车一件事']))]
  expect((await principal.get(`/me/mandates/${one}`)).text()).toContain('李明请您委托其代办')
  await (await principal.get(`/me/mandates/${one}`)).press('同意')
  expect((await (await principal.get(`/me/mandates/${two}`)).press('不同意')).notice()).toContain('不同意')
  expect((await agent.get('/bundles/moving/start')).text()).toContain('陈小雨')
  expect((await agent.get('/bundles/parking/start')).text()).not.toContain('陈小雨')
})

test('what is wrong is told beside the field, and nothing typed is lost', async () => {
  const page = await principal.get('/me/mandates/new')
  const refused = await page.fill({ 对方的姓名或企业名称: '123', '对方的用户名、身份证号码或统一社会信用代码': '12', 开始日期: '2026-02-01', 截止日期: '2028-03-01', '最多提交几次（可不填）': '0' }).submit()
  expect(refused.status).toBe(422)
  expect(refused.problems()).toEqual(expect.arrayContaining(['开始日期：日期不能早于今天', '截止日期：期限不能超过 1 年', '委托办理哪几件事：请选择一项', '最多提交几次（可不填）：请填写 1 到 999 的整数，或者不填']))
  expect(refused.field('截止日期')).toBe('2028-03-01')
  expect((await offer(principal, { name: '陈小雨', number: 'chen.xiaoyu' })).problems()).toEqual(['对方的用户名、身份证号码或统一社会信用代码：这是您自己：不用委托'])
  for (const hostile of ['<script>', 'x'.repeat(5000), '\u0000', '__proto__']) expect((await principal.post('/me/mandates/new', { way: hostile, name: hostile, number: hostile, reach: hostile, bundles: [hostile], items: hostile, from: hostile, until: hostile, uses: hostile })).status).toBe(422)
  for (const path of ['/me/mandates/%00', '/me/mandates/1', '/me/mandates/2026030212345678']) expect((await principal.get(path)).status).toBe(404)
})

test('the letter of mandate has both names, the scope and the dates', async () => {
  const id = await entrusted(principal, agent)
  expect((await agent.get(`/me/mandates/${id}/letter`)).text()).toMatch(new RegExp(`委托书 委托编号 ${id} 委托人陈小雨委托受托人李明.*迁居一件事.*2026年3月2日至 2026年5月31日`))
})

test('a company: its legal representative names two handlers; one files and is removed in the middle, and the other sees nothing of it', async () => {
  const company = await site.signedIn(aCompany())
  const second = await site.citizen({ username: 'zhao.liu', name: '赵柳', idNumber: anIdNumber('19910101', '108') })
  const representative = idOf(await offer(company, { way: '登记法定代表人', name: '陈小雨', number: 'chen.xiaoyu' }))
  await (await principal.get(`/me/mandates/${representative}`)).press('同意')
  const handlers = []
  for (const person of [agent, second]) {
    const id = idOf(await offer(principal, { way: `为${company.person!.name}邀请经办人`, name: person.person!.name, number: person.person!.username }))
    await (await person.get(`/me/mandates/${id}`)).press('同意')
    handlers.push(id)
  }
  expect((await company.get('/me/mandates')).links().map(({ text }) => text)).toEqual(expect.arrayContaining(['委托给赵柳', '委托给李明', '委托给陈小雨']))
  expect((await principal.get('/me/mandates')).text()).toMatch(/的经办人 委托给/)

  const draft = draftOf(await begun(agent, company.person!.name))
  const receipt = await filed(agent, draft)
  const number = numberOf(receipt)
  expect(receipt.text()).toContain(`由经办人李明代${company.person!.name}办理，委托编号 ${handlers[0]}`)
  expect((await second.get(`/cases/${number}`)).status).toBe(404)
  const open = draftOf(await begun(agent, company.person!.name))
  await (await principal.get(`/me/mandates/${handlers[0]}`)).press('取消委托')
  for (const path of [`/cases/${number}`, `/drafts/${open}`]) expect((await agent.get(path)).status).toBe(404)
  for (const path of [`/cases/${number}`, `/drafts/${open}`]) expect((await company.get(path)).status).toBe(200)
  expect((await principal.get(`/me/mandates/${handlers[0]}`)).text()).toContain('取消委托 2026/3/2 10:00 · 法定代表人')
  // Who is legal representative no longer has no say over the handlers.
  await (await company.get(`/me/mandates/${representative}`)).press('取消委托')
  expect((await principal.post(`/me/mandates/${handlers[1]}/end`)).status).toBe(404)
  expect((await principal.get('/me/mandates/new')).text()).not.toContain('邀请经办人')
})
