import { accept, decline } from '../../server/cases/accept.ts'
import { sendAll } from '../../server/notify/send.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import type { Agent } from '../support/agent.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'
import { aMessage, givenMessages } from './support.ts'

let site: Site
let citizen: Agent
beforeEach(async () => {
  site = await portal()
  citizen = await site.citizen()
})

const english = { headers: { 'accept-language': 'en' } }
const minute = (minutes: number) => new Date(Date.parse('2026-03-02T01:00:00.000Z') + minutes * 60_000).toISOString()

test('an empty inbox says what will be in it', async () => {
  const page = await citizen.get('/me/messages')
  expect(page.status).toBe(200)
  expect(page.heading()).toBe('消息')
  expect(page.text()).toContain('还没有消息')
  expect((await citizen.get('/me/messages?show=unread')).text()).toContain('没有未读消息')
  expect((await citizen.get('/me/messages', english)).text()).toContain('No messages yet')
})

test('a message says what happened, in the reader’s language, and is read by being opened', async () => {
  const message = aMessage(citizen.id)
  await givenMessages(site, message)
  const inbox = await citizen.get('/me/messages')
  expect(inbox.text()).toContain('已受理 未读 出生一件事 · 330106 20260302 000001')
  expect(inbox.text()).toContain('10:00 出生医学证明、出生登记')
  expect(inbox.link('消息')).toBe('/me/messages')
  expect(inbox.links().find(({ href }) => href === '/me/messages')?.text).toBe('消息11 条未读')
  const page = await inbox.follow('已受理')
  expect(page.heading()).toBe('已受理')
  expect(page.text()).toContain('已受理：出生医学证明、出生登记 最迟 2026年3月5日前作出决定。')
  expect(page.link('查看办件')).toBe('/cases/33010620260302000001')
  expect(page.links().find(({ href }) => href === '/me/messages')?.text).toBe('消息')
  expect((await citizen.get('/me/messages')).text()).not.toContain('未读 出生')
  const inEnglish = await citizen.get(`/me/messages/${message.id}`, english)
  expect(inEnglish.text()).toContain('Accepted: Birth certificate; Household registration It will be decided by March 5, 2026.')
})

test('a decision against the applicant: its reason, its remedies, and the same in his post without a word of the matter', async () => {
  const dossier = await givenCase(site, { applicant: citizen.person as Person })
  const doctor = await site.officer({ department: 'health', region: '330106000000' })
  await decline(site.ctx(actorOf(doctor.person as Person)), taskFor(dossier, 'certificate').id, { reason: '不在本院出生', ground: 'notOurPower' })
  await tellAll(site.ctx())
  const page = await (await citizen.get('/me/messages')).follow('不予受理')
  expect(page.text()).toContain('不予受理：出生医学证明 不属于本部门职权范围，应向哪个机关申请见决定。 如不服本决定，可以在收到之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。 理由：不在本院出生')
  expect((await page.follow('不予受理决定书')).heading()).toBe('不予受理决定书')
  await sendAll(site.ctx())
  expect(site.sms.sent.map(({ text }) => text)).toEqual([`【一件事】不予受理。办件 ${dossier.theCase.number}，请登录查看：http://portal.test/me/messages`])
})

test('a line leads to the letters in which it stands, one for each department', async () => {
  const dossier = await givenCase(site, { applicant: citizen.person as Person })
  for (const [department, item] of [['health', 'certificate'], ['healthcare', 'allowance']] as const) {
    const officer = await site.officer({ department, region: '330106000000', username: department })
    await accept(site.ctx(actorOf(officer.person as Person)), taskFor(dossier, item).id)
  }
  await tellAll(site.ctx())
  const page = await (await citizen.get('/me/messages')).follow('已受理')
  const letters = page.links().filter(({ href }) => href.includes('/letters/'))
  expect(letters.map(({ text }) => text)).toEqual(['受理通知书：出生医学证明', '受理通知书：生育津贴'])
  expect((await page.follow('受理通知书：生育津贴')).text()).toContain('2026年3月2日提交的“生育津贴”申请')
})

test('it was read when it was opened first', async () => {
  const message = aMessage(citizen.id)
  await givenMessages(site, message)
  await citizen.get(`/me/messages/${message.id}`)
  const readAt = () => site.db.read.selectFrom('message').select('read_at').where('id', '=', message.id).executeTakeFirstOrThrow()
  const first = await readAt()
  site.pass({ hours: 1 })
  await citizen.get(`/me/messages/${message.id}`)
  expect(await readAt()).toEqual(first)
})

test('a notice leads to where it is answered', async () => {
  const content = { version: 'birth-1', entries: [{ type: 'case.noticeIssued' as const, seq: 1, about: [], detail: { answerBy: '2026-03-09', count: 2 } }] }
  const message = aMessage(citizen.id, { content })
  await givenMessages(site, message)
  expect((await citizen.get(`/me/messages/${message.id}`)).link('去补正')).toBe('/cases/33010620260302000001/supplement')
})

test('other people’s messages are not there, nor are others that never were', async () => {
  const other = await site.given(aCitizen({ username: 'somebody.else', idNumber: '330106199003071034' }))
  const message = aMessage(other.id)
  await givenMessages(site, message)
  expect((await citizen.get('/me/messages')).text()).toContain('还没有消息')
  for (const id of [message.id, 'nonsense', '330106-0000000000000000000', '%00']) expect((await citizen.get(`/me/messages/${id}`)).status).toBe(404)
  expect(await site.db.read.selectFrom('message').select('read_at').executeTakeFirst()).toEqual({ read_at: null })
  expect((await citizen.post('/me/messages/read')).status).toBe(200)
  expect(await site.db.read.selectFrom('message').select('read_at').executeTakeFirst()).toEqual({ read_at: null })
})

test('a long inbox goes on page by page, the newest first, none twice', async () => {
  // Several of one moment, over the edge of a page.
  const messages = Array.from({ length: 45 }, (_, index) => aMessage(citizen.id, { createdAt: minute(Math.floor(index / 4)), caseNumber: `330106202603020000${10 + index}` }))
  await givenMessages(site, ...messages)
  const seen: string[] = []
  let page = await citizen.get('/me/messages')
  for (;;) {
    const shown = page.links().map(({ href }) => href).filter(href => /^\/me\/messages\/\d/.test(href))
    expect(shown.length).toBeLessThanOrEqual(20)
    seen.push(...shown)
    if (!page.links().some(({ text }) => text === '下一页')) break
    page = await page.follow('下一页')
  }
  const inOrder = [...messages].sort((a, b) => (b.createdAt + b.id > a.createdAt + a.id ? 1 : -1)).map(({ id }) => `/me/messages/${id}`)
  expect(seen).toEqual(inOrder)
})

test.each(['nonsense', '2026-03-02T02:00:00.000Z~', "'; drop table message; --"])('a place that is none (%s) is the beginning', async before => {
  await givenMessages(site, aMessage(citizen.id))
  expect((await citizen.get(`/me/messages?before=${encodeURIComponent(before)}`)).text()).toContain('已受理')
})

test('all marked as read at once, but not what has come since', async () => {
  await givenMessages(site, ...Array.from({ length: 5 }, (_, index) => aMessage(citizen.id, { createdAt: minute(index) })))
  const inbox = await citizen.get('/me/messages?show=unread')
  site.pass({ minutes: 5 })
  await givenMessages(site, aMessage(citizen.id, { createdAt: site.clock.toISOString() }))
  const after = await inbox.press('全部标为已读')
  expect(after.notice()).toContain('已全部标为已读')
  expect(await site.db.read.selectFrom('message').select('id').where('read_at', 'is', null).execute()).toHaveLength(1)
})

test('the head counts up to a hundred', async () => {
  await givenMessages(site, ...Array.from({ length: 120 }, (_, index) => aMessage(citizen.id, { createdAt: minute(index / 4) })))
  expect((await citizen.get('/')).links().find(({ href }) => href === '/me/messages')?.text).toBe('消息99+超过 99 条未读')
  await (await citizen.get('/me/messages')).press('全部标为已读')
  expect(await site.db.read.selectFrom('message').select('id').where('read_at', 'is', null).execute()).toEqual([])
})

describe('the staff', () => {
  const limitPassed = async (reader: Agent) => {
    const dossier = await givenCase(site, { applicant: await site.given(aCitizen({ username: 'mother', idNumber: '330106199003071034' })) })
    const entry = { type: 'task.limitPassed' as const, seq: 1, about: [{ task: taskFor(dossier, 'certificate').id, item: 'certificate' }], detail: { dueOn: '2026-03-05' } }
    const message = aMessage(reader.id, { kind: 'staff', content: { version: 'birth-1', entries: [entry] } })
    await givenMessages(site, message)
    return reader.get(`/me/messages/${message.id}`)
  }

  test('read theirs at the desk, with the way to the task', async () => {
    const page = await limitPassed(await site.officer({ department: 'health', region: '330106000000' }))
    expect(page.heading()).toBe('已超过办理期限')
    expect(page.text()).toContain('已超过办理期限：出生医学证明 期限：2026年3月5日')
    expect(page.link('打开办件')).toMatch(/^\/desk\/tasks\/330106-/)
    expect(page.$('body').attr('class')).toContain('density-officer')
  })

  test('of another office are led to their own desk', async () => {
    expect((await limitPassed(await site.officer({ department: 'public-security', region: '330106000000' }))).link('打开工作台')).toBe('/desk')
  })

  test('supervisors, who have no desk, are not led to one', async () => {
    expect((await limitPassed(await site.as({ roles: ['supervisor'] }))).links().filter(({ href }) => href.startsWith('/desk'))).toEqual([])
  })
})

describe('how one is told', () => {
  test('only ways that lead somewhere are offered, and choosing is remembered', async () => {
    const page = await citizen.get('/me/notifications')
    expect(page.text()).toContain('发送短信到 138****0001')
    expect(page.text()).toContain('您还没有填写电子邮箱。')
    const me = await page.fill({ 提醒方式: [], 邮件和短信使用的语言: 'English' }).submit()
    expect(me.notice()).toContain('通知方式已更新。')
    expect(await site.personOf(citizen.person?.identity.idNumber ?? '')).toMatchObject({ identity: { notices: { email: true, sms: false, language: 'en' } } })
  })

  test('a language that is none is refused beside its field', async () => {
    const page = await citizen.post('/me/notifications', { ways: 'sms', language: 'fr' })
    expect(page.status).toBe(422)
    expect(page.problems()).toEqual(['邮件和短信使用的语言：请从列出的选项中选择'])
    expect((await citizen.post('/me/notifications', {})).status).toBe(422)
  })

  test('changing the telephone number keeps what was chosen', async () => {
    await citizen.post('/me/notifications', { language: 'en' })
    await citizen.post('/me/contact', { phone: '13805710009', email: 'xiaoyu@example.cn' })
    expect((await site.personOf(citizen.person?.identity.idNumber ?? ''))?.identity.notices).toEqual({ email: true, sms: false, language: 'en' })
  })
})
