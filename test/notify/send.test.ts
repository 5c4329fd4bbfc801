import type { Ctx } from '../../server/context.ts'
import { smtpMailer } from '../../server/notify/mailer.ts'
import { sendAll } from '../../server/notify/send.ts'
import type { Person } from '../../server/people/person.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'
import { headerOf, receivingServer } from '../support/smtp.ts'
import { aMessage, givenMessages, givenSending, sendingRow } from './support.ts'

let site: Site
let citizen: Person
beforeEach(async () => {
  site = await portal()
  citizen = await site.given(aCitizen({ email: 'xiaoyu@example.cn' }))
})

async function onItsWay(changes: Parameters<typeof givenSending>[2] = {}) {
  const message = aMessage(citizen.id)
  await givenMessages(site, message)
  return givenSending(site, message, changes)
}

/** A process whose database takes so many write sets more, and then is gone. */
function dyingAfter(commits: number): Ctx {
  const ctx = site.ctx()
  let left = commits
  return { ...ctx, db: { ...ctx.db, commit: set => (left-- > 0 ? ctx.db.commit(set) : Promise.reject(new Error('killed'))) } }
}

test('what is due goes out once, and is done', async () => {
  const sending = await onItsWay()
  expect(await sendAll(site.ctx())).toBe(1)
  expect(await sendAll(site.ctx())).toBe(0)
  expect(site.mail.sent).toHaveLength(1)
  expect(site.mail.sent[0]).toMatchObject({ id: sending.id, to: 'xiaoyu@example.cn' })
  expect(await sendingRow(site, sending)).toEqual({ state: 'sent', attempts: 1, due_at: null, fault: null, sent_at: site.clock.toISOString() })
})

test('what is not due yet stays', async () => {
  await onItsWay({ dueAt: '2026-03-02T02:00:01.000Z' })
  expect(await sendAll(site.ctx())).toBe(0)
})

test('of several processes that look at the same time one sends', async () => {
  for (let i = 0; i < 5; i += 1) await onItsWay()
  const made = await Promise.all([1, 2, 3, 4].map(() => sendAll(site.ctx())))
  expect(made.reduce((sum, one) => sum + one)).toBe(5)
  expect(new Set(site.mail.sent.map(({ id }) => id)).size).toBe(5)
  expect(site.mail.sent).toHaveLength(5)
})

test('a fault is tried again later, and succeeds', async () => {
  const sending = await onItsWay()
  site.mail.next = [{ state: 'failed', fault: 'ECONNECTION' }]
  await sendAll(site.ctx())
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'waiting', attempts: 1, due_at: '2026-03-02T02:01:00.000Z', fault: 'ECONNECTION' })
  site.pass({ minutes: 1 })
  await sendAll(site.ctx())
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'sent', attempts: 2, fault: null })
})

test('what the receiver will never take ends', async () => {
  const sending = await onItsWay()
  site.mail.next = [{ state: 'refused', fault: 'EENVELOPE 550' }]
  await sendAll(site.ctx())
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'failed', due_at: null, fault: 'EENVELOPE 550' })
})

test('a process that dies while it sends: another takes over when its time is over, not before', async () => {
  const sending = await onItsWay()
  await expect(sendAll(dyingAfter(0))).rejects.toThrow('killed')
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'waiting', attempts: 0 })
  await expect(sendAll(dyingAfter(1))).rejects.toThrow('killed')
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'sending', attempts: 1, due_at: '2026-03-02T02:02:00.000Z' })
  site.pass({ minutes: 1 })
  expect(await sendAll(site.ctx())).toBe(0)
  site.pass({ minutes: 1 })
  expect(await sendAll(site.ctx())).toBe(1)
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'sent', attempts: 2 })
})

test('one who took too long does not write over what another has done since', async () => {
  const sending = await onItsWay()
  let answer = () => {}
  const slow: Ctx = { ...site.ctx(), mail: { isThere: true, send: () => new Promise(resolve => (answer = () => resolve({ state: 'failed', fault: 'late' }))) } }
  const late = sendAll(slow)
  await new Promise(resolve => setTimeout(resolve, 50))
  site.pass({ minutes: 2 })
  await sendAll(site.ctx())
  answer()
  await late
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'sent', attempts: 2, fault: null })
})

test('a sending in which every process died is given up', async () => {
  const sending = await onItsWay({ state: 'sending', attempts: 7 })
  await sendAll(site.ctx())
  expect(site.mail.sent).toEqual([])
  expect(await sendingRow(site, sending)).toMatchObject({ state: 'failed', fault: 'neverFinished' })
})

test('who wants no e-mail any more, or has closed his account, gets none', async () => {
  const stranger = await site.given(aCitizen({ username: 'no.address', idNumber: '330106199003071034' }))
  const closed = await onItsWay()
  const message = aMessage(stranger.id)
  await givenMessages(site, message)
  const unwanted = await givenSending(site, message)
  await site.db.forMigration().updateTable('person').set({ status: 'closed' }).where('id', '=', citizen.id).execute()
  await sendAll(site.ctx())
  expect(site.mail.sent).toEqual([])
  expect(await sendingRow(site, closed)).toMatchObject({ state: 'failed', fault: 'accountClosed' })
  expect(await sendingRow(site, unwanted)).toMatchObject({ state: 'failed', fault: 'notWanted' })
})

test('an SMS has the case number and where to read, not what the matter is', async () => {
  await onItsWay({ channel: 'sms' })
  await sendAll(site.ctx())
  expect(site.sms.sent).toEqual([{ id: expect.any(String) as string, to: '13805710001', text: '【一件事】已受理。办件 33010620260302000001，请登录查看：http://portal.test/me/messages' }])
})

describe('over a real mail server', () => {
  test('killed between the server’s “taken” and ours: the repetition is the same letter', async () => {
    const server = await receivingServer()
    const mail = smtpMailer({ smtpUrl: server.url, from: 'no-reply@portal.test', host: 'portal.test' })
    const sending = await onItsWay()
    await expect(sendAll({ ...dyingAfter(1), mail })).rejects.toThrow('killed')
    expect(server.received).toHaveLength(1)
    site.pass({ minutes: 2 })
    await sendAll({ ...site.ctx(), mail })
    expect(server.received.map(letter => headerOf(letter, 'Message-ID'))).toEqual([`<${sending.id}@portal.test>`, `<${sending.id}@portal.test>`])
    expect(await sendingRow(site, sending)).toMatchObject({ state: 'sent' })
    await server.close()
  })

  test('refused for now, hung up on after the letter, then taken', async () => {
    const server = await receivingServer()
    const mail = smtpMailer({ smtpUrl: server.url, from: 'no-reply@portal.test', host: 'portal.test' })
    server.next = [{ recipient: 451 }, 'dies']
    const sending = await onItsWay()
    for (const [minutes, state, fault] of [[0, 'waiting', 'EENVELOPE 451'], [1, 'waiting', 'ECONNECTION'], [5, 'sent', null]] as const) {
      site.pass({ minutes })
      await sendAll({ ...site.ctx(), mail })
      expect(await sendingRow(site, sending)).toMatchObject({ state, fault })
    }
    await server.close()
  })
})
