import { insert } from '../../db/statement.ts'
import { sendAccountLetters } from '../../server/people/send-account-letters.ts'
import { smtpMailer } from '../../server/notify/mailer.ts'
import { aCitizen } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'
import { headerOf, receivingServer, type ReceivingServer } from '../support/smtp.ts'

let site: Site
let server: ReceivingServer
beforeEach(async () => {
  site = await portal()
  server = await receivingServer()
  await site.given(aCitizen({ email: 'xiaoyu@example.cn' }))
})
afterEach(() => server.close())

const ask = async (username: string) => (await site.visitor().get('/forgotten-password')).fill({ 用户名: username }).submit('发送链接')
const send = () => sendAccountLetters({ ...site.ctx(), mail: smtpMailer({ smtpUrl: server.url, from: '一件事 <no-reply@portal.test>', host: 'portal.test' }) })
const linkIn = (letter = '') => /\/reset-password\/[\w-]+/.exec(letter.replaceAll('=\r\n', ''))?.[0] ?? ''
const fresh = 'lantern over water'
const setNew = async (link: string, agent = site.visitor()) => (await agent.get(link)).fill({ 新密码: fresh, 再次输入密码: fresh }).submit('设置新密码')
const signIn = async (typed: string) => (await site.visitor().get('/sign-in')).fill({ 用户名: 'chen.xiaoyu', 密码: typed }).submit('登录')

test('a link comes by mail, sets a new password, signs out every device, and the owner is written to', async () => {
  const phone = await site.citizen()
  expect((await ask('chen.xiaoyu')).text()).toContain('如果有这个账号，而且登记了电子邮箱，链接几分钟内就会送到')
  await send()
  expect(server.received).toHaveLength(1)
  expect(headerOf(server.received[0] ?? '', 'To')).toBe('xiaoyu@example.cn')
  const page = await setNew(linkIn(server.received[0]))
  expect(page.path).toBe('/sign-in?reset=1')
  expect(page.notice()).toContain('新密码已设置')
  expect((await phone.get('/me')).path).toContain('/sign-in')
  expect((await signIn(password)).status).toBe(422)
  expect((await signIn(fresh)).path).toBe('/')
  await send()
  expect(server.received).toHaveLength(2)
  expect(linkIn(server.received[1])).toBe('')
})

test('the ID number is as good as the username', async () => {
  await ask(aCitizen().identity.idNumber)
  await send()
  expect(linkIn(server.received[0])).not.toBe('')
})

test('whoever is kept out by strangers gets in by the link', async () => {
  await site.db.commit([insert('sign_in_attempt', { key: `account ${site.vault.index('chen.xiaoyu')}`, failures: 50, window_ends_at: new Date(site.clock.getTime() + 3600_000).toISOString() })])
  expect((await signIn(password)).status).toBe(429)
  await ask('chen.xiaoyu')
  await send()
  const page = await setNew(linkIn(server.received[0]))
  expect((await page.fill({ 用户名: 'chen.xiaoyu', 密码: fresh }).submit('登录')).path).toBe('/')
})

test('a link works once; looking at it does not use it up', async () => {
  await ask('chen.xiaoyu')
  await send()
  const link = linkIn(server.received[0])
  for (let i = 0; i < 3; i++) expect((await site.visitor().get(link)).status).toBe(200)
  const [one, two] = await Promise.all([setNew(link), setNew(link)])
  const [right, wrong] = [one.status, two.status].sort()
  expect(right).toBe(200)
  expect([404, 409]).toContain(wrong) // whether it was gone when he came, or while he stood there
  expect((await site.visitor().get(link)).text()).toContain('这个链接已经用过，或者已过 30 分钟')
})

test('a link ends after half an hour, and with the next one', async () => {
  await ask('chen.xiaoyu')
  await send()
  await ask('chen.xiaoyu')
  await send()
  const [first, second] = server.received.map(linkIn) as [string, string]
  expect((await site.visitor().get(first)).status).toBe(404)
  expect((await site.visitor().get(second)).status).toBe(200)
  site.pass({ minutes: 30 })
  expect((await site.visitor().get(second)).status).toBe(404)
})

test('a weak password is told why, and the link still works', async () => {
  await ask('chen.xiaoyu')
  await send()
  const link = linkIn(server.received[0])
  const page = await (await site.visitor().get(link)).fill({ 新密码: 'chenxiaoyu1990', 再次输入密码: 'chenxiaoyu1990' }).submit('设置新密码')
  expect(page.problems()).toEqual(['新密码：密码不要包含您的姓名（含拼音）、用户名、证件号码或电话号码'])
  expect((await setNew(link)).path).toBe('/sign-in?reset=1')
})

test('a name that nobody has gets the same answer, the same is written, and no letter goes out', async () => {
  const bare = ({ html }: { html: string }) => html.replace(/value="[^"]+"/g, '')
  const rows = async () => (await site.db.read.selectFrom('account_letter').select(['kind', 'attempts', 'sealed']).orderBy('id').execute()).map(({ kind, attempts, sealed }) => [kind, attempts, sealed.length])
  const known = await ask('chen.xiaoyu')
  const [ofKnown] = await rows()
  const unknown = await ask('chen.xiaohe')
  expect(bare(unknown)).toBe(bare(known))
  expect(unknown.status).toBe(known.status)
  expect((await rows()).at(-1)?.slice(0, 2)).toEqual(ofKnown?.slice(0, 2))
  expect((await rows()).at(-1)?.[2]).toBe(ofKnown?.[2])
  await send()
  expect(server.received).toHaveLength(1)
  expect(await rows()).toEqual([])
})

test('an account without e-mail, or closed, gets no letter', async () => {
  await site.given(aCitizen({ username: 'no.mail', idNumber: '110101199003074477' }))
  await ask('no.mail')
  await send()
  expect(server.received).toEqual([])
})

test('at most three letters an hour go to one account, and nobody is told that there are no more', async () => {
  for (let i = 0; i < 5; i++) expect((await ask('chen.xiaoyu')).text()).toContain('链接几分钟内就会送到')
  await send()
  expect(server.received).toHaveLength(3)
})

test('one address asks for twenty an hour', async () => {
  for (let i = 0; i < 20; i++) await site.visitor().post('/forgotten-password', { username: `somebody.${i}` })
  expect((await ask('chen.xiaoyu')).status).toBe(429)
})

test('a mail server that is out of order gets the letter later, with a link that works', async () => {
  await ask('chen.xiaoyu')
  server.next.push({ content: 451 })
  await send()
  expect(server.received).toEqual([])
  site.pass({ minutes: 2 })
  await send()
  expect((await setNew(linkIn(server.received[0]))).path).toBe('/sign-in?reset=1')
})

test('the link lies in the database only as a hash, and in no act', async () => {
  await ask('chen.xiaoyu')
  await send()
  const token = linkIn(server.received[0]).slice('/reset-password/'.length)
  await setNew(`/reset-password/${token}`)
  const acts = await site.db.read.selectFrom('act').selectAll().execute()
  expect(JSON.stringify([acts, await site.db.read.selectFrom('password_reset').selectAll().execute()])).not.toContain(token)
  expect(acts.map(({ type }) => type)).toContain('person.passwordRecovered')
})

test('a session left open does not change the e-mail address without the password', async () => {
  const agent = await site.citizen()
  const form = await agent.get('/me/contact')
  site.pass({ minutes: 16 })
  const page = await form.fill({ 电子邮箱: 'thief@example.org', 联系电话: '13900000000' }).submit()
  expect(page.problems()).toEqual(['电子邮箱：更换电子邮箱前要再确认一次密码：请重新打开本页'])
  expect((await agent.get('/me/contact')).heading()).toBe('请确认是您本人')
  expect((await agent.post('/me/contact', { phone: '13900000000', email: 'xiaoyu@example.cn' })).notice()).toContain('联系方式已更新')
})
