import express from 'express'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import cookieParser from 'cookie-parser'
import { limits, shedLoad } from '../../server/web/overload.ts'
import { viewEngine, viewsFolder } from '../../server/web/view-engine.ts'
import { portal } from '../support/portal.ts'

test('a process that comes too late asks newcomers to come back, and goes on with whoever is in the middle of something', async () => {
  const site = await portal()
  const citizen = await site.citizen()
  site.lateness = limits.newcomers.lateness + 1
  const stranger = await site.visitor().get('/search?q=x')
  expect([stranger.status, stranger.heading()]).toEqual([503, '现在办事的人很多'])
  expect(Number(stranger.headers.get('retry-after'))).toBeGreaterThanOrEqual(5)
  expect((await site.visitor().get('/assets/css/citizen.css')).status).toBe(200)
  expect((await site.visitor().get('/health')).status).toBe(200)
  expect((await citizen.get('/me')).status).toBe(200)
  for (const forged of ['session=s%3Aabc.def', 'session=abc', 'session=']) expect((await site.visitor().send('GET', '/search?q=x', { headers: { cookie: forged } })).status).toBe(503)
  expect((await site.visitor().send('GET', '/search?q=x', { headers: { 'accept-language': 'en' } })).heading()).toBe('Many people are here just now')

  site.lateness = limits.everybody.lateness + 1
  expect((await citizen.get('/me')).status).toBe(503)
  site.lateness = 0
  expect((await site.visitor().get('/search?q=x')).status).toBe(200)
})

describe('what is under way is bounded', () => {
  let server: Server
  let waiting: (() => void)[]
  beforeEach(() => {
    waiting = []
    const app = express()
    app.set('views', viewsFolder)
    app.engine('ejs', viewEngine(viewsFolder))
    app.set('view engine', 'ejs')
    app.use(cookieParser(), (_req, res, next) => (Object.assign(res.locals, { language: 'zh-CN', t: (key: string) => key }), next()))
    app.use(shedLoad({ sessionSecret: 'a secret', isSecure: false }, { lateness: () => 0 }))
    app.get('/slow', (_req, res) => void waiting.push(() => res.send('done')))
    server = createServer(app).listen(0)
  })
  afterEach(() => server.close())
  const get = (path: string) => new Promise<number>((resolve, reject) => {
    request({ port: (server.address() as AddressInfo).port, path, agent: false, headers: { accept: 'text/html' } }, (answer: IncomingMessage) => (answer.resume(), resolve(answer.statusCode ?? 0))).on('error', reject).end()
  })

  test('one more than there is room for is refused, and there is room again when one is done', async () => {
    const first = Array.from({ length: limits.newcomers.underWay }, () => get('/slow'))
    while (waiting.length < limits.newcomers.underWay) await new Promise(resolve => setTimeout(resolve, 5))
    expect(await get('/slow')).toBe(503)
    waiting.shift()?.()
    expect(await Promise.race(first)).toBe(200)
    const next = get('/slow')
    while (waiting.length < limits.newcomers.underWay) await new Promise(resolve => setTimeout(resolve, 5))
    for (const answer of waiting.splice(0)) answer()
    expect(new Set(await Promise.all([...first, next]))).toEqual(new Set([200]))
  })
})
