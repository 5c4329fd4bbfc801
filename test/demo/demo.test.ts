import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPassword } from '../../server/demo/accounts.ts'
import { freePort, startDemo, type StartedProcess } from '../support/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-demo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const inFolder = (name: string) => join(folder, 'demo', name)

async function start(env: Record<string, string> = {}): Promise<{ demo: StartedProcess; url: string }> {
  const demo = startDemo({ DATA_DIR: folder, PORT: String(await freePort()), ...env })
  const [, url = ''] = await demo.says(/(http:\/\/localhost:\d+)/)
  return { demo, url: url.replace('localhost', '127.0.0.1') }
}

test('the first start answers at once, offers its accounts when the town stands, and stops cleanly', async () => {
  const { demo, url } = await start()
  expect((await fetch(url)).status).toBe(200)
  await demo.says(/desk\.public-security/, 60)
  expect(demo.output).toContain('陈小雨')
  expect(demo.output).toContain(demoPassword)
  const signIn = await (await fetch(`${url}/sign-in`)).text()
  expect(signIn).toContain('value="chen.xiaoyu"')
  expect(statSync(inFolder('secrets.json')).mode & 0o777).toBe(0o600)
  demo.child.kill('SIGINT')
  expect((await demo.ended).code).toBe(0)
  expect(existsSync(inFolder('portal.db.part'))).toBe(false)
}, 90_000)

test('a second start finds the town as it was; staff sign in by password alone, but for one who shows the second step', async () => {
  const { demo, url } = await start()
  await demo.says(/desk\.public-security/, 10)
  expect((await signIn(url, 'auditor')).path).toBe('/admin/audit')
  const second = await signIn(url, 'desk.emergency-management')
  expect(second.path).toBe('/sign-in/second')
  expect(second.html).toMatch(/这个账号的验证器现在显示 \d{6}/)
  demo.child.kill('SIGTERM')
  expect((await demo.ended).code).toBe(0)
}, 30_000)

/** Where somebody gets to who signs in with the town's password. */
async function signIn(url: string, username: string): Promise<{ path: string; html: string }> {
  const cookies = new Map<string, string>()
  const ask = async (path: string, body?: URLSearchParams) => {
    const answer = await fetch(url + path, { redirect: 'manual', headers: { cookie: [...cookies].map(pair => pair.join('=')).join('; '), 'accept-language': 'zh-CN' }, ...(body ? { method: 'POST', body } : {}) })
    for (const line of answer.headers.getSetCookie()) cookies.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).split(';')[0] ?? '')
    return answer
  }
  const token = /name="_csrf" value="([^"]+)"/.exec(await (await ask('/sign-in')).text())?.[1] ?? ''
  const path = (await ask('/sign-in', new URLSearchParams({ _csrf: token, username, password: demoPassword }))).headers.get('location') ?? ''
  return { path, html: await (await ask(path)).text() }
}

test('a port that is taken is told in both languages, with a way out', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  const { code, output } = await startDemo({ DATA_DIR: folder, PORT: String(port) }).ended
  other.close()
  expect(code).toBe(1)
  expect(output).toContain(`端口 ${port} 已被占用`)
  expect(output).toContain(`PORT=${port + 1} npm run demo`)
})

test('a town whose secrets are gone is told of, and left alone', async () => {
  rmSync(inFolder('secrets.json'))
  const { code, output } = await startDemo({ DATA_DIR: folder, PORT: '0' }).ended
  expect(code).toBe(1)
  expect(output).toMatch(/secrets\.json is gone/)
  expect(existsSync(inFolder('portal.db'))).toBe(true)
})
