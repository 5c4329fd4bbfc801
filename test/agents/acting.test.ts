import { getCase } from '../../server/cases/case.store.ts'
import { listEvents } from '../../server/ledger/event.store.ts'
import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import { checkDatabase } from '../../server/history/check-database.ts'
import { tellAll } from '../../server/notify/tell.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import type { ShownPage } from '../support/shown-page.ts'
import type { Site } from '../support/portal.ts'
import { begun, draftOf, entrusted, entrustedSite, filed, numberOf } from './support.ts'

let site: Site
let wife: Agent
let husband: Agent
beforeEach(async () => {
  site = await entrustedSite()
  wife = await site.citizen({ email: 'xiaoyu@example.cn' })
  husband = await site.citizen({ username: 'li.ming', name: '李明', idNumber: anIdNumber('19880303', '111') })
})

const bar = (page: ShownPage) => page.$('.acting-bar').text()
const other = () => site.signedIn(aCitizen({ username: 'wang.wu', name: '王五', idNumber: anIdNumber('19880808') }))

test('a spouse files for his wife: every page says for whom, every act says who and under what, and she is told of all of it', async () => {
  const id = await entrusted(wife, husband)
  const questions = await begun(husband, '陈小雨')
  const draft = draftOf(questions)
  expect(bar(questions)).toContain('您正在为 陈小雨 办理')
  expect(bar(await wife.get(`/drafts/${draft}`))).toBe('')
  const known = await husband.get(`/drafts/${draft}/sections/applicant`)
  expect(known.html).not.toContain('13805710001') // what is known of her is used, not shown
  const receipt = await filed(husband, draft)
  const number = numberOf(receipt)
  expect(bar(receipt)).toContain('您正在为 陈小雨 办理')
  expect(receipt.text()).toMatch(new RegExp(`由李明代陈小雨办理，委托编号 ${id}；双方在线确认`))

  const theCase = await getCase(site.ctx(), number)
  expect(theCase).toMatchObject({ applicantId: wife.id, authorId: husband.id, mandateId: id })
  const [submitted] = await listEvents(site.db, { region: theCase.region, caseId: theCase.id })
  expect(submitted).toMatchObject({ type: 'case.submitted', actorId: husband.id, actorRole: 'agent', onBehalfOf: wife.id, data: { mandate: id } })
  expect((await wife.get(`/cases/${number}`)).text()).toContain(`李明 代 陈小雨（委托编号 ${id}）`)
  expect((await husband.get('/cases')).text()).toMatch(/我为他人办理的.*陈小雨 · 迁居一件事/)

  const told = await wife.get(`/me/mandates/${id}`)
  expect(told.text()).toMatch(/迁居一件事：提交申请.*李明 代 陈小雨.*开始填写一份申请.*受托人李明.*确认委托.*提出委托/)
  await sendAccountLetters(site.ctx())
  expect(site.mail.sent.map(({ to, subject }) => [to, subject])).toEqual(expect.arrayContaining([['xiaoyu@example.cn', expect.stringContaining('委托已生效') as string], ['xiaoyu@example.cn', expect.stringContaining('受托人开始为您办事') as string]]))
  site.pass({ minutes: 10 })
  await tellAll(site.ctx())
  expect((await wife.get('/me/messages')).text()).toContain('迁居一件事')
  expect((await husband.get('/me/messages')).text()).not.toContain('迁居一件事')

  const officer = await site.officer({ department: 'civil-affairs', region: '330106000000' })
  const queue = await officer.get('/desk')
  const task = await officer.get(queue.links().find(({ href }) => href.startsWith('/desk/tasks/'))!.href)
  expect(task.text()).toContain(`由李明代陈小雨办理，委托编号 ${id}；双方在线确认`)
  const things: string[] = []
  await checkDatabase(site.ctx(), ({ thing }) => void things.push(thing))
  expect(things.filter(thing => /^(case|mandate|stream|\d)/.test(thing))).toEqual([]) // what the test put there itself has no acts
})

test('an agent sees what he files and nothing else: no other matter, no wallet, no inbox; nobody else sees anything', async () => {
  const id = await entrusted(wife, husband)
  const own = draftOf(await (await wife.get('/bundles/parking/start')).fill({ '在哪里办理？': '330106001000' }).submit())
  const ownCase = numberOf(await filed(wife, own))
  const draft = draftOf(await begun(husband, '陈小雨'))
  const number = numberOf(await filed(husband, draft))
  for (const path of [`/drafts/${own}`, `/cases/${ownCase}`, `/cases/${ownCase}/receipt`, `/cases/${ownCase}/history.json`]) expect([path, (await husband.get(path)).status]).toEqual([path, 404])
  const stranger = await other()
  for (const path of [`/drafts/${draft}`, `/cases/${number}`, `/me/mandates/${id}`, `/me/mandates/${id}/letter`]) expect([path, (await stranger.get(path)).status]).toEqual([path, 404])
  for (const act of ['accept', 'decline', 'end']) expect((await stranger.post(`/me/mandates/${id}/${act}`)).status).toBe(404)
  expect((await husband.get('/me/certificates')).text()).not.toContain('迁居')
})

test('a mandate is for its matters: another one is not offered, and is refused to whoever asks for it all the same', async () => {
  const id = await entrusted(wife, husband)
  expect((await husband.get('/bundles/parking/start')).text()).not.toContain('为谁办理')
  const page = await husband.get('/bundles/parking/start')
  const refused = await page.submitTo('/bundles/parking/start', { mandate: id, 'region.city': '330100000000', 'region.county': '330106000000', 'region.township': '330106001000' })
  expect(refused.status).toBe(422)
  const stranger = await other()
  expect((await (await stranger.get('/bundles/moving/start')).submitTo('/bundles/moving/start', { mandate: id, 'region.city': '330100000000', 'region.county': '330106000000', 'region.township': '330106001000' })).status).toBe(422)
})

test('revoked while the form is open: the next step finds nothing, nothing is filed, and she goes on herself', async () => {
  const id = await entrusted(wife, husband)
  const draft = draftOf(await begun(husband, '陈小雨'))
  await (await husband.get(`/drafts/${draft}/questions`)).fill({ '要不要一起办？': [] }).submit()
  const open = await husband.get(`/drafts/${draft}/sections/home`)
  expect(open.status).toBe(200)
  expect((await (await wife.get(`/me/mandates/${id}`)).press('取消委托')).notice()).toContain('已取消，立即生效')
  const late = await open.fill({ 住址: '文三路 90 号' }).submit()
  expect(late.status).toBe(404)
  expect((await husband.post(`/drafts/${draft}/submit`, { confirmed: 'yes' })).status).toBe(404)
  expect((await husband.get('/bundles/moving/start')).text()).not.toContain('陈小雨')
  const number = numberOf(await filed(wife, draft))
  expect(await getCase(site.ctx(), number)).toMatchObject({ applicantId: wife.id, authorId: wife.id, mandateId: null })
})

test('after it has ended the agent sees nothing more of what he filed', async () => {
  const id = await entrusted(wife, husband)
  const number = numberOf(await filed(husband, draftOf(await begun(husband, '陈小雨'))))
  expect((await husband.get(`/cases/${number}/withdraw`)).status).toBe(200)
  await (await husband.get(`/me/mandates/${id}`)).press('辞去委托')
  for (const path of [`/cases/${number}`, `/cases/${number}/withdraw`, `/cases/${number}/letters/1`]) expect((await husband.get(path)).status).toBe(404)
  expect((await husband.get(`/me/mandates/${id}`)).text()).not.toContain(number)
  expect((await husband.get('/cases')).text()).not.toContain('迁居')
  expect((await wife.get(`/cases/${number}`)).status).toBe(200)
})

test('its last day ends it as well', async () => {
  await entrusted(wife, husband)
  const number = numberOf(await filed(husband, draftOf(await begun(husband, '陈小雨'))))
  site.clock = '2026-05-31T15:59:00.000Z'
  expect((await husband.get(`/cases/${number}`)).status).toBe(200)
  site.clock = '2026-05-31T16:00:00.000Z'
  expect((await husband.get(`/cases/${number}`)).status).toBe(404)
})

test('one use is used once, also by two submissions at the same moment; what was filed is followed all the same', async () => {
  const id = await entrusted(wife, husband, { bundles: ['迁居一件事', '停车一件事'], uses: '1' })
  const drafts = [draftOf(await begun(husband, '陈小雨')), draftOf(await begun(husband, '陈小雨', 'parking'))]
  for (const draft of drafts) {
    await (await husband.get(`/drafts/${draft}/questions`)).fill({ '要不要一起办？': [] }).submit()
    for (const group of ['applicant', 'home']) await husband.post(`/drafts/${draft}/sections/${group}`, { 'home.address': '文三路 90 号' })
  }
  const answers = await Promise.all(drafts.map(draft => husband.post(`/drafts/${draft}/submit`, { confirmed: 'yes' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)!.text()).toContain('次数已经用完')
  expect((await husband.get('/bundles/moving/start')).text()).not.toContain('为谁办理')
  expect((await husband.get(`/cases/${answers.map(numberOf).find(Boolean)}`)).status).toBe(200)
  expect((await wife.get(`/me/mandates/${id}`)).text()).toContain('可提交 1 次，已提交 1 次')
})

test('a double click under a mandate is one case and one use', async () => {
  const id = await entrusted(wife, husband, { uses: '2' })
  const draft = draftOf(await begun(husband, '陈小雨'))
  const first = numberOf(await filed(husband, draft))
  const again = await Promise.all([1, 2].map(() => husband.post(`/drafts/${draft}/submit`, { confirmed: 'yes' })))
  expect(again.map(numberOf)).toEqual([first, first])
  expect((await wife.get(`/me/mandates/${id}`)).text()).toContain('已提交 1 次')
})

test('a mandate for some items: what goes beyond them is not filed, and nothing typed is lost', async () => {
  const page = await wife.get('/me/mandates/new')
  const asked = await page.fill({ 对方的姓名或企业名称: '李明', '对方的用户名、身份证号码或统一社会信用代码': 'li.ming', 委托办理的范围: '一件事中的部分事项', 委托办理哪几件事: ['迁居一件事'] }).submit()
  expect([asked.status, asked.problems()]).toEqual([200, []])
  const sent = await asked.fill({ 限于其中的事项: ['迁居登记'] }).submit()
  expect(sent.text()).toContain('限于其中的事项 迁居登记')
  const id = /(\d{16})/.exec(sent.path)![1]!
  await (await husband.get(`/me/mandates/${id}`)).press('同意')
  const draft = draftOf(await begun(husband, '陈小雨'))
  const refused = await filed(husband, draft, ['迁居补贴'])
  expect(refused.status).toBe(409)
  expect(refused.text()).toContain('委托范围以外的事项')
  expect((await filed(husband, draft, [])).path).toContain('/receipt')
})
