import { insert, update } from '../../db/statement.ts'
import { createPerson } from '../../server/people/create-person.ts'
import type { Person } from '../../server/people/person.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'

let site: Site
let person: Person
beforeEach(async () => {
  site = await portal()
  person = await site.given(aCitizen())
})

async function signIn(username: string, typed = password, query = '', agent = site.visitor()) {
  return (await agent.get(`/sign-in${query}`)).fill({ 用户名: username, 密码: typed }).submit('登录')
}

test('somebody signs in and is greeted by name', async () => {
  const page = await signIn('chen.xiaoyu')
  expect(page.path).toBe('/')
  expect(page.html).toContain('陈小雨')
})

test.each([
  ['the username in capitals', 'Chen.Xiaoyu'],
  ['the ID number', anIdNumber()],
  ['the ID number in groups and full width', anIdNumber().replace(/^(.{6})(.{8})/, '$1 $2 ').replace('3', '３')],
])('%s is as good as the username', async (_, typed) => {
  expect((await signIn(typed)).path).toBe('/')
})

test.each([
  ['a wrong password', 'chen.xiaoyu'],
  ['a name nobody has', 'nobody.here'],
  ['the ID number of nobody', anIdNumber('19990909')],
])('%s is refused with the same words', async (_, username) => {
  const page = await signIn(username, 'not the password')
  expect(page.status).toBe(422)
  expect(page.problems()).toEqual(['用户名：用户名或密码不正确'])
})

test('an account without a password, opened at a counter, has none that fits', async () => {
  await createPerson(site.ctx(), { kind: 'person', name: '王五', username: 'wang.wu', identity: {}, passwordHash: null }, 'counterOfficer')
  expect((await signIn('wang.wu')).problems()).toEqual(['用户名：用户名或密码不正确'])
})

test('what is missing is said, and the name is still there', async () => {
  const page = await signIn('chen.xiaoyu', '')
  expect(page.problems()).toEqual(['密码：请填写此项'])
  expect(page.field('用户名')).toBe('chen.xiaoyu')
})

test('after five wrong passwords one has to wait, also with the right one, and other people have not', async () => {
  for (let i = 0; i < 5; i++) await signIn('chen.xiaoyu', 'wrong wrong')
  const page = await signIn('chen.xiaoyu')
  expect(page.status).toBe(429)
  expect(page.headers.get('retry-after')).toBe('900')
  expect(page.problems()).toEqual(['用户名：尝试次数过多，请 15 分钟后再试'])
  await site.given(aCitizen({ username: 'another.one', idNumber: anIdNumber('19880808') }))
  expect((await signIn('another.one')).path).toBe('/')
  site.pass({ minutes: 15 })
  expect((await signIn('chen.xiaoyu')).path).toBe('/')
})

test('twenty guesses sent at once are twenty guesses', async () => {
  const agents = await Promise.all(Array.from({ length: 20 }, async () => {
    const agent = site.visitor()
    await agent.get('/sign-in')
    return agent
  }))
  const pages = await Promise.all(agents.map(agent => agent.post('/sign-in', { username: 'chen.xiaoyu', password: 'wrong wrong' })))
  const statuses = pages.map(({ status }) => status).sort()
  expect(statuses).toEqual([...Array<number>(5).fill(422), ...Array<number>(15).fill(429)])
})

test('an address that was wrong fifty times has to wait, whatever name it tries', async () => {
  const windowEnd = new Date(site.clock.getTime() + 60_000).toISOString()
  await site.db.commit(['127.0.0.1', '::ffff:127.0.0.1'].map(address =>
    insert('sign_in_attempt', { key: `address ${site.vault.index(address)}`, failures: 50, window_ends_at: windowEnd })))
  const page = await signIn('chen.xiaoyu')
  expect(page.status).toBe(429)
  expect(page.problems()).toEqual(['用户名：尝试次数过多，请 1 分钟后再试'])
})

test('one arrives where one wanted to go, and only on this site', async () => {
  const agent = site.visitor()
  const asked = await agent.get('/me')
  expect(asked.path).toBe('/sign-in?next=%2Fme')
  expect(asked.notice()).toContain('登录后会回到您要去的页面')
  expect((await asked.fill({ 用户名: 'chen.xiaoyu', 密码: password }).submit()).path).toBe('/me')
  for (const elsewhere of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    expect((await signIn('chen.xiaoyu', password, `?next=${encodeURIComponent(elsewhere)}`)).path).toBe('/')
    const planted = await site.visitor().post('/sign-in', { username: 'chen.xiaoyu', password, next: elsewhere }, { follow: false })
    expect(planted.location).toBe('/')
  }
})

test('signing in gives the session a new name: one that was planted is worth nothing', async () => {
  const agent = await site.signedIn(aCitizen())
  const before = agent.cookies.get('session')
  await agent.post('/sign-out')
  agent.cookies.set('session', before ?? '')
  expect((await agent.get('/me')).path).toContain('/sign-in')
  await signIn('chen.xiaoyu', password, '', agent)
  expect(agent.cookies.get('session')).not.toBe(before)
  expect((await agent.get('/me')).heading()).toBe('我的账号')
})

test('signed out is signed out', async () => {
  const agent = await site.signedIn(aCitizen())
  const page = await (await agent.get('/me')).press('退出')
  expect(page.path).toBe('/')
  expect(agent.isSignedIn()).toBe(false)
  expect((await agent.get('/me')).path).toBe('/sign-in?next=%2Fme')
})

test('signing out everywhere ends the sessions of the other devices', async () => {
  const [phone, desk] = [await site.signedIn(aCitizen()), await site.signedIn(aCitizen())]
  expect((await desk.get('/me')).text()).toContain('目前在 2 处登录')
  const page = await (await desk.get('/me')).press('在所有设备上退出')
  expect(page.notice()).toContain('已在所有设备上退出')
  expect((await phone.get('/me')).path).toContain('/sign-in')
})

test('a closed account can neither sign in nor go on', async () => {
  const agent = await site.signedIn(aCitizen())
  await site.db.commit([update('person', { status: 'closed' }, { id: person.id })])
  expect((await agent.get('/me')).path).toContain('/sign-in')
  expect((await signIn('chen.xiaoyu')).problems()).toEqual(['用户名：用户名或密码不正确'])
})

test('a session that ends in the middle of a form leads back to it, and says that nothing saved is lost', async () => {
  const agent = await site.signedIn(aCitizen())
  const form = await agent.get('/me/contact')
  agent.cookies.delete('session')
  const page = await form.fill({ 联系电话: '13900000000' }).submit()
  expect(page.path).toBe('/sign-in?lapsed=1&next=%2Fme%2Fcontact')
  expect(page.notice()).toContain('您已保存的内容都还在')
  expect((await page.fill({ 用户名: 'chen.xiaoyu', 密码: password }).submit()).path).toBe('/me/contact')
})

test('an upload whose session ended leads to signing in as well', async () => {
  const page = await site.visitor().send('POST', '/me/contact', { files: [['file', { name: 'a.png', bytes: Buffer.alloc(3_000_000) }]], follow: false })
  expect(page.location).toBe('/sign-in?lapsed=1')
})

test('who is signed in already is not asked again', async () => {
  const agent = await site.signedIn(aCitizen())
  expect((await agent.get('/sign-in?next=/me')).path).toBe('/me')
  expect((await agent.get('/register')).path).toBe('/')
})
