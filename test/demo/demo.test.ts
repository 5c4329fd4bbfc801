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

test('a second start finds the town as it was', async () => {
  const { demo } = await start()
  await demo.says(/desk\.public-security/, 10)
  demo.child.kill('SIGTERM')
  expect((await demo.ended).code).toBe(0)
}, 30_000)

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
