import { connect as connectTo, type Socket } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startProduction } from '../support/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-stop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const environment = { SESSION_SECRET: 'x'.repeat(32), DATA_KEYS: `1:${'ab'.repeat(32)}`, SIGNING_KEY: 'cd'.repeat(32), INSECURE_HTTP: '1', DATA_DIR: folder }

/** A connection on which so much was sent; all that comes back until its end. */
async function sent(port: number, text: string): Promise<{ socket: Socket; answer: Promise<string> }> {
  const socket = connectTo(port, '127.0.0.1')
  let said = ''
  socket.on('data', bytes => (said += bytes.toString())).on('error', () => {})
  const answer = new Promise<string>(resolve => socket.once('close', () => resolve(said)))
  await new Promise(resolve => socket.once('connect', resolve))
  await new Promise(resolve => socket.write(text, resolve))
  return { socket, answer }
}

const form = (type: string, body: string) => [`POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`, body.slice(20)] as const
const forms = [
  form('application/x-www-form-urlencoded', `username=nobody&password=${'x'.repeat(200)}`),
  form('multipart/form-data; boundary=b', `--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n${'x'.repeat(50_000)}\r\n--b--\r\n`),
]

test('told to stop twice, with pages asked for, forms and uploads half sent: all are answered, nobody new is let in, and it ends cleanly', async () => {
  const port = await freePort()
  const started = startProduction({ ...environment, PORT: String(port) })
  await started.says(/portal started/)
  const posts = await Promise.all(Array.from({ length: 8 }, async (_, at) => ({ ...await sent(port, forms[at % 2]?.[0] ?? ''), rest: forms[at % 2]?.[1] ?? '' })))
  const pages = await Promise.all(Array.from({ length: 24 }, () => sent(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n')))
  started.child.kill('SIGTERM') // most of them are not even read yet
  const isOpen = () => fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: 'close' } }).then(() => true, () => false)
  while (await isOpen()) await new Promise(resolve => setTimeout(resolve, 20))
  started.child.kill('SIGTERM')
  started.child.kill('SIGINT')
  for (const { socket, rest } of posts) socket.write(rest)
  for (const { answer } of posts) expect(await answer).toMatch(/^HTTP\/1\.1 (303|403) /) // answered: the forms had no token
  for (const { answer } of pages) expect(await answer).toMatch(/^HTTP\/1\.1 200 /)
  expect((await started.ended).code).toBe(0)
})
