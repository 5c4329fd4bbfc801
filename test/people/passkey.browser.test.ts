import { aStaffMember } from '../support/people.ts'
import { Browsers, type Visitor } from '../support/browser.ts'
import { password, portal, type Site } from '../support/portal.ts'
import { freePort } from '../support/process.ts'

let site: Site
let browsers: Browsers
beforeAll(async () => {
  const port = await freePort()
  const publicUrl = `http://localhost:${port}`
  site = await portal({ config: { port, publicUrl, secondFactor: 'staff' } })
  browsers = await Browsers.open(publicUrl)
})
afterAll(() => browsers.close())

const auditor = aStaffMember({ name: '孙审计', grants: [{ role: 'auditor', officeId: '' }] })

/** A device with a fingerprint reader that knows its owner. */
async function withAuthenticator(visitor: Visitor) {
  const session = await visitor.page.context().newCDPSession(visitor.page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  return {
    recognise: (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    credentials: () => session.send('WebAuthn.getCredentials', { authenticatorId }),
  }
}

const signOut = (visitor: Visitor) => visitor.press('退出', visitor.page.locator('form[data-sign-out]'))

test('an auditor makes a passkey at the first sign-in, and afterwards signs in with it, with a password before it and without', async () => {
  await site.given(auditor)
  const visitor = await browsers.window({ width: 'phone' })
  const device = await withAuthenticator(visitor)
  await visitor.signIn('auditor', password)
  expect(visitor.path).toBe('/me/security')
  await visitor.press('添加通行密钥')
  await visitor.page.getByLabel('名称（选填）').fill('审计处电脑')
  await visitor.press('添加')
  expect(await visitor.heading()).toBe('恢复码')
  expect((await device.credentials()).credentials).toHaveLength(1)
  await visitor.press('我已保存，继续')
  expect(visitor.path).toBe('/admin/audit')

  await signOut(visitor)
  await visitor.signIn('auditor', password)
  expect(await visitor.heading()).toBe('二次验证')
  await visitor.press('使用通行密钥')
  expect(visitor.path).toBe('/admin/audit')
  const factor = await site.db.read.selectFrom('second_factor').selectAll().executeTakeFirstOrThrow()
  expect([factor.kind, factor.name, factor.counter > 0]).toEqual(['passkey', '审计处电脑', true])

  await signOut(visitor)
  await visitor.open('/sign-in/passkey?next=/me/devices')
  await visitor.press('选择通行密钥')
  expect(visitor.path).toBe('/me/devices')
  expect(await visitor.text()).toContain('用通行密钥')

  await signOut(visitor)
  await visitor.open('/sign-in/passkey')
  await device.recognise(false)
  await visitor.page.getByRole('button', { name: '选择通行密钥' }).click()
  await visitor.page.getByText('没有完成：您取消了').waitFor()
  expect(visitor.path).toBe('/sign-in/passkey')
})

test('an answer to another challenge, or of no passkey at all, signs nobody in', async () => {
  const agent = site.visitor()
  const page = await agent.get('/sign-in/passkey')
  for (const passkey of ['', '{}', 'null', '[]', '{"id":5}', '{"id":"x","response":{}}', JSON.stringify({ id: (await site.db.read.selectFrom('second_factor').select('id').executeTakeFirstOrThrow()).id, rawId: 'x', type: 'public-key', response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' }, clientExtensionResults: {} }), '{'.repeat(30_000)]) {
    const answer = await page.submitTo('/sign-in/passkey', { passkey })
    expect(answer.status).toBe(422)
    expect(answer.problems()).toEqual(['通行密钥没有通过验证，请再试一次'])
  }
  expect((await agent.get('/me')).path).toContain('/sign-in')
})

test.each([['zh-CN', '登录', { username: '用户名', password: '密码', submit: '登录' }], ['en', 'Sign in', { username: 'Username', password: 'Password', submit: 'Sign in' }]] as const)('the pages about one’s account read well in %s, with and without scripts', async (language, _, words) => {
  await site.citizen()
  for (const javaScript of [true, false]) {
    const visitor = await browsers.window({ width: 'phone', language, javaScript })
    for (const path of ['/sign-in', '/forgotten-password', '/sign-in/passkey']) await visitor.open(path)
    await visitor.signIn('chen.xiaoyu', password, words)
    for (const path of ['/me', '/me/devices', '/me/security', '/me/security/totp', '/me/security/passkey', '/me/confirm', '/me/contact']) {
      await visitor.open(path)
      expect(visitor.path).toBe(path)
    }
  }
})

test('before the session ends the page says so, and keeps it when asked to', async () => {
  const short = await portal({ config: { port: 0, sessions: { applicant: { idleMinutes: 5, hours: 1 }, staff: { idleMinutes: 5, hours: 1 } } } })
  const citizen = await short.citizen()
  const window = await Browsers.open(citizen.origin)
  try {
    const visitor = await window.window()
    await visitor.page.clock.install()
    await visitor.signIn('chen.xiaoyu', password)
    const box = visitor.page.locator('[data-session-end]')
    expect(await box.isVisible()).toBe(false)
    await visitor.page.clock.fastForward('03:01')
    await box.waitFor({ state: 'visible' })
    expect(await box.innerText()).toContain('3 分钟没有操作，即将自动退出')
    short.pass({ minutes: 3 })
    await box.getByRole('button', { name: '继续使用' }).click()
    await box.waitFor({ state: 'hidden' })
    short.pass({ minutes: 4 })
    await visitor.open('/me')
    expect(await visitor.heading()).toBe('我的账号')
  } finally {
    await window.close()
  }
})
