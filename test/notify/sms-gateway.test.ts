import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { httpSms } from '../../server/notify/sms-gateway.ts'

/** A gateway as `docs/sms-gateway.md` has it: it sends one SMS for an id. */
let gateway: Server
let url = ''
const sent = new Map<string, string>()
const requests: { method: string; path: string; headers: IncomingHttpHeaders; body: string }[] = []
let answers: (number | 'dies' | 'silent')[] = []

beforeAll(async () => {
  gateway = createServer((req, res) => {
    let body = ''
    req.on('data', part => (body += String(part)))
    req.on('end', () => {
      requests.push({ method: req.method ?? '', path: req.url ?? '', headers: req.headers, body })
      const answer = answers.shift()
      if (answer === 'silent') return
      if (typeof answer === 'number') return void res.writeHead(answer, { location: 'https://elsewhere.example' }).end()
      const { id, text } = JSON.parse(body) as { id: string; text: string }
      const isKnown = sent.has(id)
      sent.set(id, text)
      if (answer === 'dies') return void res.destroy()
      res.writeHead(isKnown ? 409 : 202).end()
    })
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => gateway.once('listening', resolve))
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/v1`
})
afterAll(() => {
  gateway.closeAllConnections()
  gateway.close()
})
beforeEach(() => {
  sent.clear()
  requests.length = 0
  answers = []
})

const sms = { id: '330106-00000000000000000ab', to: '13805710001', text: '【一件事】已受理' }
const send = (changes = {}) => httpSms({ url, token: 'a token of the tests', ...changes }).send(sms)

test('posts id, number and text with the token', async () => {
  expect(await send()).toEqual({ state: 'sent' })
  expect(requests).toHaveLength(1)
  expect(requests[0]).toMatchObject({ method: 'POST', path: '/v1/messages', headers: { authorization: 'Bearer a token of the tests', 'content-type': 'application/json' } })
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual(sms)
})

test('a gateway that dies after it has sent: asked again, it knows the id, and one SMS has gone out', async () => {
  answers = ['dies']
  expect(await send()).toMatchObject({ state: 'failed' })
  expect(await send()).toEqual({ state: 'sent' })
  expect(sent.size).toBe(1)
})

// prettier-ignore
test.each<[number, string]>([
  [200, 'sent'], [202, 'sent'], [409, 'sent'],
  [400, 'refused'], [410, 'refused'], [422, 'refused'],
  [401, 'failed'], [403, 'failed'], [404, 'failed'], [429, 'failed'], [302, 'failed'], [500, 'failed'], [503, 'failed'],
])('an answer %i: %s', async (status, state) => {
  answers = [status]
  expect((await send()).state).toBe(state)
  expect(requests).toHaveLength(1) // a redirect is not followed
})

test('a gateway that never answers is given up in time', async () => {
  answers = ['silent']
  expect(await send({ patienceSeconds: 0.2 })).toEqual({ state: 'failed', fault: 'TimeoutError' })
})
