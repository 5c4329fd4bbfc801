import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { httpRegisters } from '../../server/materials/register.client.ts'

const query = { register: 'household', key: '330106199003071017', fields: ['applicant.ethnicity'], materials: ['household-register'] }
const found = { status: 'found', fields: { 'applicant.ethnicity': 'HA' }, materials: { 'household-register': { number: '1', facts: [{ zh: '户号', en: 'Number', value: '1' }] } }, asOf: '2026-03-01T00:00:00Z' }

const servers: Server[] = []
afterAll(() => servers.forEach(server => (server.closeAllConnections(), server.close())))

async function registers(listener: RequestListener) {
  const server = createServer(listener).listen(0)
  servers.push(server)
  await new Promise(resolve => server.once('listening', resolve))
  return httpRegisters(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}
const saying = (body: string, status = 200) => registers((_req, res) => void res.writeHead(status, { 'content-type': 'application/json' }).end(body))

test('a register is asked for what is wanted, by its id and the key', async () => {
  let asked = ''
  const { query: ask } = await registers((req, res) => {
    req.on('data', (chunk: Buffer) => (asked += chunk.toString()))
    req.on('end', () => res.end(JSON.stringify({ ...found, url: req.url })))
  })
  expect(await ask(query)).toEqual(found)
  expect(JSON.parse(asked)).toEqual({ key: query.key, fields: query.fields, materials: query.materials })
})

test('a register may know nothing', async () => {
  expect(await (await saying('{"status":"notFound"}')).query(query)).toEqual({ status: 'notFound' })
})

test.each([
  ['a refusal', '{"status":"found"}', 500],
  ['no JSON', '<html>maintenance</html>', 200],
  ['nothing', '', 200],
  ['another shape', '{"status":"found","fields":[],"materials":{}}', 200],
  ['a status it doesn’t have', '{"status":"maybe"}', 200],
  ['values of another type', JSON.stringify({ ...found, fields: { 'applicant.ethnicity': 7 } }), 200],
  ['a value without end', JSON.stringify({ ...found, fields: { 'applicant.ethnicity': 'x'.repeat(6000) } }), 200],
])('%s is no answer', async (_, body, status) => {
  expect(await (await saying(body, status)).query(query)).toEqual({ status: 'unavailable' })
})

test('a register that is slow, and one that isn’t there, hold nobody up', async () => {
  const slow = await registers(() => undefined)
  const start = Date.now()
  expect(await slow.query(query)).toEqual({ status: 'unavailable' })
  expect(Date.now() - start).toBeLessThan(4000)
  expect(await httpRegisters('http://127.0.0.1:1').query(query)).toEqual({ status: 'unavailable' })
})

test('a key is sent nowhere else', async () => {
  let followed = 0
  const server = createServer((_req, res) => void (followed++, res.end(JSON.stringify(found)))).listen(0)
  servers.push(server)
  await new Promise(resolve => server.once('listening', resolve))
  const away = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  expect(await (await registers((_req, res) => void res.writeHead(307, { location: away }).end())).query(query)).toEqual({ status: 'unavailable' })
  expect(followed).toBe(0)
})

test('an answer without end is left off', async () => {
  let sent = 0
  const { query: ask } = await registers((_req, res) => {
    const more = () => { while (!res.destroyed && res.write('x'.repeat(65_536))) sent += 65_536 }
    res.on('drain', more)
    more()
  })
  const start = Date.now()
  expect(await ask(query)).toEqual({ status: 'unavailable' })
  expect(Date.now() - start).toBeLessThan(1900)
  expect(sent).toBeLessThan(20_000_000)
})

test('whoever runs the portal is told which register failed and why, never about whom', async () => {
  const told: object[] = []
  const { url } = await new Promise<{ url: string }>(resolve => {
    const server = createServer((_req, res) => void res.end(`<p>no entry for ${query.key}</p>`)).listen(0, () => resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))
    servers.push(server)
  })
  await httpRegisters(url, what => void told.push(what)).query(query)
  await httpRegisters('http://127.0.0.1:1', what => void told.push(what)).query(query)
  expect(told).toEqual([{ register: 'household', reason: 'no JSON', ms: expect.any(Number) }, { register: 'household', reason: 'fetch failed', ms: expect.any(Number) }])
  expect(JSON.stringify(told)).not.toContain(query.key)
})
