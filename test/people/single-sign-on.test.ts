import { generateSync } from 'otplib'
import { update } from '../../db/statement.ts'
import { createPerson } from '../../server/people/create-person.ts'
import { system } from '../../server/people/actor.ts'
import type { Assurance } from '../../server/people/session.ts'
import type { Agent } from '../support/agent.ts'
import { startProvider, type RunningProvider, type SignedInThere } from '../support/oidc.ts'
import { aCitizen, anIdNumber } from '../support/people.ts'
import { password, portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'

let provider: RunningProvider
let site: Site
const publicUrl = 'http://portal.test'
const settings = (issuer: string) => ({ issuer, clientId: 'portal', clientSecret: 'a secret of the tests', name: '浙里办', idClaim: 'id_number', levels: new Map<string, Assurance>([['real-name', 2], ['face', 3]]) })

beforeAll(async () => {
  provider = await startProvider(`${publicUrl}/sign-in/elsewhere/back`)
})
afterAll(() => provider.stop())
beforeEach(async () => {
  site = await portal({ config: { oidc: settings(provider.issuer) } })
})

const xiaoyu: SignedInThere = { sub: 'zlb-1001', acr: 'real-name', claims: { name: '陈小雨', id_number: anIdNumber(), phone_number: '13805710001', email: 'xiaoyu@example.cn', email_verified: true } }

/** Where the provider sends the browser back, as a path of the portal. */
async function throughProvider(agent: Agent, who = xiaoyu, from = '/sign-in/elsewhere'): Promise<string> {
  const { location } = await agent.get(from, { follow: false })
  return (await provider.signIn(location ?? '', who)).slice(publicUrl.length)
}
const signOn = async (agent: Agent, who = xiaoyu, from?: string): Promise<ShownPage> => agent.get(await throughProvider(agent, who, from))
const userOf = async (agent: Agent) => {
  const id = decodeURIComponent(agent.cookies.get('session') ?? '').slice(2).split('.')[0] ?? ''
  const row = await site.db.read.selectFrom('session').select('data').where('id', '=', id).executeTakeFirstOrThrow()
  return (JSON.parse(row.data) as { passport: { user: object } }).passport.user
}

test('the button leads to the provider with code flow, PKCE, state and nonce', async () => {
  const agent = site.visitor()
  const page = await agent.get('/sign-in?next=/me')
  expect(page.link('用浙里办登录')).toBe('/sign-in/elsewhere?next=%2Fme')
  const { location } = await agent.get('/sign-in/elsewhere', { follow: false })
  const query = new URL(location ?? '').searchParams
  expect(Object.fromEntries(query)).toMatchObject({ response_type: 'code', client_id: 'portal', code_challenge_method: 'S256', redirect_uri: `${publicUrl}/sign-in/elsewhere/back` })
  for (const name of ['code_challenge', 'state', 'nonce']) expect(query.get(name)).toMatch(/^[\w-]{43}$/)
})

test('somebody new gets an account with the data of the provider, and goes where he was going', async () => {
  const agent = site.visitor()
  const page = await signOn(agent, xiaoyu, '/sign-in/elsewhere?next=/me')
  expect(page.heading()).toBe('我的账号')
  expect(await site.personOf(anIdNumber())).toMatchObject({ name: '陈小雨', identity: { idNumber: anIdNumber(), phone: '13805710001', email: 'xiaoyu@example.cn' } })
  expect(await userOf(agent)).toMatchObject({ by: 'singleSignOn', isSecond: false, assurance: 2 })
  await signOn(site.visitor())
  expect(await site.db.read.selectFrom('person').select('id').execute()).toHaveLength(1)
})

test.each([['face', 3], ['real-name', 2], [undefined, 1]])('the level “%s” of the provider is %i here', async (acr, assurance) => {
  const agent = site.visitor()
  const { acr: _, ...rest } = xiaoyu
  await signOn(agent, acr ? { ...rest, acr, sub: `level-${acr}` } : { ...rest, sub: 'no-level' })
  expect(await userOf(agent)).toMatchObject({ assurance })
})

test('an address that the provider has not verified is not taken over', async () => {
  await signOn(site.visitor(), { ...xiaoyu, sub: 'unverified', claims: { ...xiaoyu.claims, email_verified: false } })
  expect((await site.personOf(anIdNumber()))?.identity.email).toBeUndefined()
})

test('a number that has an account is linked after its password was given, and only then', async () => {
  const person = await site.given(aCitizen())
  const agent = site.visitor()
  const page = await signOn(agent)
  expect(page.heading()).toBe('这个号码已有账号')
  expect((await agent.get('/me')).path).toContain('/sign-in?next=')
  expect((await page.fill({ 本平台账号的密码: 'wrong wrong' }).submit()).problems()).toEqual(['本平台账号的密码：现在的密码不正确'])
  expect(await site.db.read.selectFrom('sign_on').selectAll().execute()).toEqual([])
  expect((await page.fill({ 本平台账号的密码: password }).submit()).path).toBe('/')
  expect(await userOf(agent)).toMatchObject({ id: person.id, by: 'singleSignOn' })
  const again = site.visitor()
  expect((await signOn(again)).path).toBe('/')
  expect(await userOf(again)).toMatchObject({ id: person.id })
})

test('guessing that password is counted like any other', async () => {
  await site.given(aCitizen())
  const page = await signOn(site.visitor())
  for (let i = 0; i < 5; i++) await page.fill({ 本平台账号的密码: 'wrong wrong' }).submit()
  expect((await page.fill({ 本平台账号的密码: password }).submit()).status).toBe(429)
})

test('an account that was opened at a counter, and that nobody can sign in to, is the person’s own once his identity was checked', async () => {
  const { kind, name, identity } = aCitizen()
  const { id } = await createPerson(site.ctx(system), { kind, name, identity, passwordHash: null }, 'counterOfficer')
  const unchecked = await signOn(site.visitor(), { ...xiaoyu, acr: undefined, sub: 'unchecked' } as SignedInThere)
  expect(unchecked.text()).toContain('它没有密码，无法在网上确认')
  const agent = site.visitor()
  await signOn(agent)
  expect(await userOf(agent)).toMatchObject({ id })
})

test('a second factor is asked for after the provider too', async () => {
  const own = await site.citizen()
  const form = await own.get('/me/security/totp')
  const secret = /<code class="code">([A-Z2-7 ]+)<\/code>/.exec(form.html)?.[1]?.replaceAll(' ', '') as string
  const codeNow = () => generateSync({ secret, epoch: Math.floor(site.clock.getTime() / 1000) })
  await form.fill({ 验证码: codeNow() }).submit()
  await signOn(own, xiaoyu, '/me/security/link')
  site.pass({ minutes: 1 })
  const agent = site.visitor()
  const page = await signOn(agent)
  expect(page.heading()).toBe('二次验证')
  await page.fill({ 验证码: codeNow() }).submit('登录')
  expect(await userOf(agent)).toMatchObject({ by: 'singleSignOn', isSecond: true, assurance: 2 })
})

test('one links and unlinks on one’s own page; another’s number or another’s link is refused', async () => {
  const own = await site.citizen()
  expect((await signOn(own, xiaoyu, '/me/security/link')).notice()).toContain('已绑定')
  const other = await site.signedIn(aCitizen({ username: 'another.one', idNumber: anIdNumber('19880808') }))
  expect((await signOn(other, xiaoyu, '/me/security/link')).status).toBe(409)
  expect((await signOn(other, { ...xiaoyu, sub: 'zlb-1002' }, '/me/security/link')).text()).toContain('身份证号码与这个账号的不同')
  expect((await (await own.get('/me/security')).press('解除绑定')).notice()).toContain('已解除绑定')
  expect((await signOn(site.visitor())).heading()).toBe('这个号码已有账号')
})

test('whoever signed in by password goes to the provider to be surer known, comes back as himself, and as nobody else', async () => {
  const surer = '/sign-in/elsewhere?surer=1&next=/me/security'
  const own = await site.citizen()
  expect((await own.get(surer, { follow: false })).location).toBe('/me/security/link')
  await signOn(own, xiaoyu, '/me/security/link')
  expect(await userOf(own)).toMatchObject({ by: 'password', assurance: 1 })
  const { sub, claims } = { sub: 'zlb-2002', claims: { ...xiaoyu.claims, name: '别人', id_number: anIdNumber('19880808') } }
  const asAnother = await signOn(own, { sub, acr: 'real-name', claims }, surer)
  expect([asAnother.status, asAnother.text().includes('已绑定别人的账号')]).toEqual([409, true])
  expect(await userOf(own)).toMatchObject({ id: own.id, assurance: 1 })
  const back = await signOn(own, xiaoyu, surer)
  expect(back.path).toBe('/me/security')
  expect(await userOf(own)).toMatchObject({ id: own.id, by: 'singleSignOn', assurance: 2 })
})

test('the only way in can’t be unlinked', async () => {
  const agent = site.visitor()
  await signOn(agent)
  expect((await agent.get('/me/security')).text()).toContain('这是唯一的登录方式')
  expect((await agent.post('/me/security/unlink')).status).toBe(409)
})

test('a closed account stays closed, and without a number there is none', async () => {
  const agent = site.visitor()
  await signOn(agent)
  await site.db.commit([update('person', { status: 'closed' }, { id: (await site.personOf(anIdNumber()))?.id ?? '' })])
  expect((await signOn(site.visitor())).heading()).toBe('账号已停用')
  expect((await signOn(site.visitor(), { sub: 'nameless', acr: 'face' })).heading()).toBe('缺少实名信息')
  expect((await signOn(site.visitor(), { ...xiaoyu, sub: 'forged', claims: { ...xiaoyu.claims, id_number: '330106199003071011' } })).heading()).toBe('缺少实名信息')
})

test('whoever says no at the provider is signed in nowhere', async () => {
  const page = await signOn(site.visitor(), { ...xiaoyu, denies: true })
  expect(page.heading()).toBe('您取消了登录')
})

test('an answer of another browser, with another state, or a second time, signs nobody in', async () => {
  const [victim, attacker] = [site.visitor(), site.visitor()]
  const back = await throughProvider(attacker)
  expect((await victim.get(back)).heading()).toBe('没有登录成功')
  await victim.get('/sign-in/elsewhere', { follow: false })
  expect((await victim.get(back)).heading()).toBe('没有登录成功')
  expect((await victim.get('/sign-in/elsewhere/back')).status).toBe(422)
  expect((await attacker.get(back)).path).toBe('/')
  await attacker.post('/sign-out')
  expect((await attacker.get(back)).status).toBe(422)
  for (const agent of [victim, attacker]) expect((await agent.get('/me')).path).toContain('/sign-in')
})

test('a session that was planted before is worth nothing afterwards', async () => {
  const agent = site.visitor()
  const back = await throughProvider(agent)
  const planted = agent.cookies.get('session')
  await agent.get(back)
  expect(agent.cookies.get('session')).not.toBe(planted)
})

test('a provider that is down has a page that says so, and the portal works on', async () => {
  const lonely = await portal({ config: { oidc: settings('http://127.0.0.1:9') } })
  const page = await lonely.visitor().get('/sign-in/elsewhere')
  expect(page.status).toBe(503)
  expect(page.heading()).toBe('浙里办暂时连不上')
  expect((await lonely.citizen()).isSignedIn()).toBe(true)
})

test('without a provider there is neither button nor page', async () => {
  const alone = await portal()
  expect((await alone.visitor().get('/sign-in')).html).not.toContain('/sign-in/elsewhere')
  expect((await alone.visitor().get('/sign-in/elsewhere')).status).toBe(404)
})

test('whoever came from the provider is told, after signing out here, that he may still be signed in there', async () => {
  const agent = site.visitor()
  const form = await signOn(agent, xiaoyu, '/sign-in/elsewhere?next=/me')
  const page = await form.submitTo('/sign-out', {})
  expect(page.path).toBe('/sign-out/elsewhere')
  expect((await agent.get('/me')).path).toContain('/sign-in')
  const there = new URL(page.link('在浙里办退出'))
  expect(Object.fromEntries(there.searchParams)).toEqual({ client_id: 'portal', post_logout_redirect_uri: `${publicUrl}/` })
  const answer = await fetch(there)
  expect(answer.status).toBe(200) // asks him, and knows the way back
  expect(await answer.text()).toContain('/session/end/confirm')
})

test('whoever signed in with a password goes home, and without a provider there is no such page', async () => {
  const own = await site.citizen()
  expect((await own.post('/sign-out')).path).toBe('/')
  const alone = await portal()
  expect((await alone.visitor().get('/sign-out/elsewhere')).status).toBe(404)
})
