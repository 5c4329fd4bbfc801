import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import type { Agent } from '../support/agent.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

let site: Site
let citizen: Agent
beforeEach(async () => {
  site = await portal()
  citizen = await site.citizen()
})

const send = async () => {
  await sendAccountLetters(site.ctx())
  return site.mail.sent.splice(0).map(({ to, text }) => ({ to, text, link: /\/me\/confirm-email\/[\w-]+/.exec(text)?.[0] ?? '', reset: /\/reset-password\/[\w-]+/.exec(text)?.[0] ?? '' }))
}
const give = async (email: string, agent = citizen) => (await agent.get('/me/contact')).fill({ 电子邮箱: email }).submit('保存')
const askReset = async () => (await site.visitor().get('/forgotten-password')).fill({ 用户名: 'chen.xiaoyu' }).submit('发送链接')
const emailOf = async () => (await site.personOf(anIdNumber()))?.identity
const confirmed = async (email: string) => {
  await give(email)
  const { link = '' } = (await send()).find(({ to }) => to === email) ?? {}
  return (await citizen.get(link)).press('确认')
}

test('an address that was only typed serves for nothing, and the account says so', async () => {
  const page = await give('xiaoyu@example.cn')
  expect(page.notice()).toContain('我们向新的电子邮箱发了一封邮件')
  expect(page.text()).toContain('x*****@example.cn（还没有确认）')
  expect(await emailOf()).toMatchObject({ newEmail: 'xiaoyu@example.cn' })
  expect((await emailOf())?.email).toBeUndefined()
  await askReset()
  expect((await send()).map(({ to, reset }) => [to, reset])).toEqual([['xiaoyu@example.cn', '']])
})

test('the link confirms it, once, and from then on a reset goes there', async () => {
  await give('xiaoyu@example.cn')
  const [letter] = await send()
  expect(letter?.text).not.toContain('陈小雨')
  const form = await citizen.get(letter?.link ?? '')
  expect(form.text()).toContain('x*****@example.cn')
  expect(await emailOf()).toMatchObject({ newEmail: 'xiaoyu@example.cn' })
  const page = await form.press('确认')
  expect(page.notice()).toBe('电子邮箱已确认。')
  expect(await emailOf()).toEqual(expect.objectContaining({ email: 'xiaoyu@example.cn' }))
  expect((await emailOf())?.newEmail).toBeUndefined()
  expect((await citizen.get(letter?.link ?? '')).status).toBe(404)
  await askReset()
  expect((await send())[0]?.reset).not.toBe('')
  expect((await site.db.read.selectFrom('act').select('type').execute()).map(({ type }) => type)).toContain('person.emailConfirmed')
})

test('while another is waiting the old address goes on serving; it hears of the wish, and of the change', async () => {
  await confirmed('old@example.cn')
  await give('new@example.cn')
  const wished = await send()
  expect(wished.map(({ to }) => to).sort()).toEqual(['new@example.cn', 'old@example.cn'])
  await askReset()
  const [reset] = await send()
  expect(reset).toMatchObject({ to: 'old@example.cn', reset: expect.stringContaining('/reset-password/') })
  const { link = '' } = wished.find(({ to }) => to === 'new@example.cn') ?? {}
  await (await citizen.get(link)).press('确认')
  expect((await send()).map(({ to }) => to)).toEqual(['old@example.cn'])
  expect((await emailOf())?.email).toBe('new@example.cn')
})

test('whoever takes the address away tells it, too, and nothing waits any more', async () => {
  await confirmed('old@example.cn')
  await give('new@example.cn')
  await send()
  expect((await give('')).notice()).toBe('联系方式已更新。')
  expect((await send()).map(({ to }) => to)).toEqual(['old@example.cn'])
  expect(await emailOf()).toEqual({ idNumber: anIdNumber(), phone: '13805710001' })
})

test('a link is worth nothing for another account, for an address typed later, or after a day', async () => {
  await give('first@example.cn')
  const [first] = await send()
  const other = await site.signedIn(aCitizen({ username: 'another.one', idNumber: anIdNumber('19880808') }))
  expect((await other.get(first?.link ?? '')).status).toBe(404)
  expect((await site.visitor().get(first?.link ?? '')).path).toContain('/sign-in?next=')
  await give('second@example.cn')
  expect((await citizen.get(first?.link ?? '')).text()).toContain('这个链接已经用过')
  const second = (await send()).find(({ to }) => to === 'second@example.cn')
  expect((await citizen.get(second?.link ?? '')).status).toBe(200)
  site.pass({ hours: 24 })
  expect((await citizen.get(second?.link ?? '')).status).toBe(404)
})

test('the letter is sent again on wish, three times an hour to one address', async () => {
  await give('xiaoyu@example.cn')
  for (let i = 0; i < 2; i++) expect((await (await citizen.get('/me/contact')).press('再发一次确认邮件')).path).toBe('/me?done=contactWaiting')
  const page = await (await citizen.get('/me/contact')).press('再发一次确认邮件')
  expect(page.status).toBe(429)
  expect(page.problems()).toEqual(['电子邮箱：尝试次数过多，请 60 分钟后再试'])
  const letters = await send()
  expect(letters).toHaveLength(3)
  // Each of them works until one was used.
  expect((await citizen.get(letters[0]?.link ?? '')).status).toBe(200)
  // A stranger's address can't be flooded from several accounts either.
  const other = await site.signedIn(aCitizen({ username: 'another.one', idNumber: anIdNumber('19880808') }))
  expect((await give('XiaoYu@example.cn', other)).status).toBe(429)
})

test('an address is changed only by somebody who has just proved that it is he; the telephone is', async () => {
  await confirmed('old@example.cn')
  await give('new@example.cn')
  const form = await citizen.get('/me/contact')
  site.pass({ minutes: 16 })
  expect((await form.fill({ 电子邮箱: 'thief@example.org' }).submit('保存')).problems()).toEqual(['电子邮箱：更换电子邮箱前要再确认一次密码：请重新打开本页'])
  expect((await citizen.post('/me/contact', { phone: '13900000000', email: 'new@example.cn' })).status).toBe(200)
  expect(await emailOf()).toMatchObject({ phone: '13900000000', email: 'old@example.cn', newEmail: 'new@example.cn' })
})

test('the links lie in the database as hashes, and the address only sealed', async () => {
  await give('xiaoyu@example.cn')
  const [letter] = await send()
  const rows = JSON.stringify([await site.db.read.selectFrom('email_confirmation').selectAll().execute(), await site.db.read.selectFrom('person').selectAll().execute(), await site.db.read.selectFrom('act').selectAll().execute()])
  expect(rows).not.toContain(letter?.link.split('/').at(-1))
  expect(rows).not.toContain('xiaoyu@')
})
