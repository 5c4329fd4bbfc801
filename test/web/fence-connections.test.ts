import { connect, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { connectionLimits, guardedServer, type ConnectionLimits } from '../../server/web/connections.ts'

/** The same limits in hundredths of a second, so that a test sees them end. */
const short: ConnectionLimits = { ...connectionLimits, headersMs: 150, requestMs: 300, answerMs: 600, silenceMs: 400, keepAliveMs: 100, lookMs: 50, connections: 3 }
const servers: Server[] = []
afterEach(() => servers.splice(0).forEach(server => { server.closeAllConnections(); server.close() }))

async function serving(limits: Partial<ConnectionLimits> = {}, answer: Parameters<typeof guardedServer>[0] = (req, res) => { req.resume(); req.on('end', () => res.end('done')) }): Promise<number> {
  const server = guardedServer(answer, { ...short, ...limits })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** What came until the other side hung up, and after how many milliseconds that was. */
async function conversation(port: number, talk: (socket: Socket) => void): Promise<{ said: string; after: number }> {
  const socket = connect(port, '127.0.0.1')
  const began = performance.now()
  let said = ''
  socket.on('data', chunk => (said += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  talk(socket)
  await new Promise(resolve => socket.once('close', resolve))
  return { said, after: performance.now() - began }
}

function trickle(socket: Socket, piece: string, every = 20): void {
  const drip = setInterval(() => socket.write(piece), every)
  socket.once('close', () => clearInterval(drip))
}

test('who sends his headers one letter at a time is cut', async () => {
  const port = await serving()
  const { said, after } = await conversation(port, socket => { socket.write('GET / HTTP/1.1\r\nHost: a\r\n'); trickle(socket, 'X-A: b\r\n') })
  expect(said).toMatch(/^HTTP\/1\.1 408/)
  expect(after).toBeLessThan(2_000)
})

test('who sends his form one letter at a time is cut', async () => {
  const port = await serving()
  const { said, after } = await conversation(port, socket => { socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n'); trickle(socket, 'x') })
  expect(said).toMatch(/^HTTP\/1\.1 408/)
  expect(after).toBeLessThan(2_000)
})

test('who says nothing, and who reads nothing, is cut', async () => {
  const port = await serving({ headersMs: 60_000, requestMs: 60_000, answerMs: 60_000 }, (_req, res) => res.end(Buffer.alloc(50_000_000)))
  expect((await conversation(port, () => undefined)).after).toBeLessThan(2_000)
  const deaf = connect(port, '127.0.0.1').on('error', () => undefined)
  deaf.pause()
  deaf.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  const [server] = servers
  await once(server!, 'request').then(async ([, res]) => once(res, 'close'))
  deaf.destroy()
})

test('who reads an answer for ever, a little at a time, is cut', async () => {
  const port = await serving({ silenceMs: 60_000 }, (_req, res) => { const more = setInterval(() => res.write('x'), 20); res.once('close', () => clearInterval(more)) })
  expect((await conversation(port, socket => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))).after).toBeLessThan(3_000)
})

test('an idle connection is closed, and of too many the last is not taken', async () => {
  const port = await serving({ keepAliveMs: 100, silenceMs: 60_000, headersMs: 60_000, requestMs: 60_000 })
  const { said, after } = await conversation(port, socket => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
  expect(said).toContain('done')
  expect(after).toBeLessThan(3_000)
  const held = [1, 2, 3].map(() => connect(port, '127.0.0.1'))
  await Promise.all(held.map(socket => once(socket, 'connect')))
  expect((await conversation(port, () => undefined)).said).toBe('')
  held.forEach(socket => socket.destroy())
})

test.each([
  ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd', 400],
  ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ['chunks under another name', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n', 400],
  ['a length that is none', 'Content-Length: +4\r\n\r\nabcd', 400],
  ['a header that goes on in the next line', 'X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n', 400],
  ['a space before the colon', 'X-A : b\r\nContent-Length: 0\r\n\r\n', 400],
  ['a bare line feed in a chunk', 'Transfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n', 400],
  ['no host', '', 400],
  ['headers of 20 kB', `X-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
])('%s: refused, and the connection closed', async (name, rest, status) => {
  let reached = 0
  const port = await serving({}, (req, res) => { reached += 1; req.resume(); req.on('end', () => res.end('done')) })
  const { said } = await conversation(port, socket => socket.write(`POST / HTTP/1.1\r\n${name === 'no host' ? '\r\n' : `Host: a\r\n${rest}`}GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n`))
  expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`))
  expect(said.match(/HTTP\/1\.1 /g)).toHaveLength(1)
  expect(reached).toBeLessThan(2)
})

test('the portal’s own limits are these', () => {
  expect(connectionLimits).toEqual({ headersMs: 15_000, requestMs: 60_000, answerMs: 300_000, silenceMs: 120_000, keepAliveMs: 5_000, lookMs: 5_000, connections: 2_000, headerBytes: 16_384 })
})
