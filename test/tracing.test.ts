import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { noScanner } from '../server/materials/scanner.ts'
import { noMail } from '../server/notify/mailer.ts'
import { startPortal, type RunningPortal } from '../server/start.ts'
import { inSpan, openTracing, type Tracing, type TraceSettings } from '../server/tracing.ts'
import { watchedWaysOut } from '../server/watched-ways-out.ts'
import { createMetrics } from '../server/web/metrics.ts'
import { Agent } from './support/agent.ts'
import { startCollector, startHangingCollector, type Collector } from './support/collector.ts'
import { emptyDatabase } from './support/database.ts'
import { recordedMail, recordedSms, scriptedRegisters } from './support/edges.ts'
import { anIdNumber } from './support/people.ts'
import { freePort, startProduction } from './support/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-traces-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const secrets = { SESSION_SECRET: 'x'.repeat(32), DATA_KEYS: `1:${'ab'.repeat(32)}`, SIGNING_KEY: 'cd'.repeat(32), INSECURE_HTTP: '1', DATA_DIR: folder, HOST: '127.0.0.1' }

const settings = (url: string, share = 1): TraceSettings => ({ url: `${url}/v1/traces`, headers: {}, serviceName: 'portal of the tests', share })
const opened = async (url: string, share?: number): Promise<Tracing> => (await openTracing(settings(url, share)))!

/** Who is nowhere to be found in what is told. */
const planted = { kind: 'person', name: '欧阳藏真', idNumber: anIdNumber('19910405', '767'), phone: '13805719876', username: 'ouyang.planted', password: 'sunny-lake-ferry', passwordAgain: 'sunny-lake-ferry' }

describe('a portal with a collector', () => {
  let collector: Collector
  let portal: RunningPortal
  let lines: Record<string, unknown>[]
  let browser: Agent

  beforeAll(async () => {
    collector = await startCollector()
    lines = []
    const config = readConfig({ ...secrets, DATABASE_URL: await emptyDatabase(), PORT: String(await freePort()), TRUSTED_PROXIES: '1', JOB_SECONDS: '1', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-tests' })
    const tracing = await openTracing(config.traces)
    portal = await startPortal(config, createLog('info', { write: line => void lines.push(JSON.parse(line) as Record<string, unknown>) }, tracing?.ids), tracing)
    browser = new Agent({ address: () => ({ port: portal.port }) } as unknown as Server, undefined)
    expect((await browser.post('/register', planted)).status).toBe(200)
    expect(browser.isSignedIn()).toBe(true)
    await browser.get(`/search?q=${encodeURIComponent(planted.name)}`)
    await browser.get(`/cases/${planted.idNumber}`)
    await browser.get('/me')
    await browser.post('/me/contact', { phone: planted.phone }, { files: [['file', { name: `${planted.name}.pdf`, bytes: Buffer.alloc(300_000) }]] })
  }, 60_000)

  afterAll(async () => {
    await portal.stop()
    await collector.close()
  })

  test('a request is a span named by its route; its reads and commits hang under it, what comes with a body too', async () => {
    const request = await collector.span('POST /register')
    expect(request).toMatchObject({ parentSpanId: '', failed: false, facts: { 'http.request.method': 'POST', 'http.route': '/register', 'http.response.status_code': 303 } })
    const own = collector.spans.filter(({ traceId }) => traceId === request.traceId)
    const under = (name: string) => own.filter(span => span.name === name).map(({ parentSpanId }) => parentSpanId)
    expect(under('commit')).toContain(request.spanId)
    expect(under('read person')).toContain(request.spanId)
    const withFiles = await collector.span('POST /me/contact')
    expect(collector.spans.filter(({ parentSpanId }) => parentSpanId === withFiles.spanId).map(({ name }) => name)).toContain('commit')
    expect(own.filter(({ name }) => name === 'commit').map(({ facts }) => facts['db.operation.batch.size'])).toContainEqual(expect.any(Number))
  })

  test('nothing in it says who, what was looked for, or which case', async () => {
    await collector.span('GET /me')
    expect(collector.spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['GET /search', 'GET /cases/:number']))
    const told = collector.texts.join('\n')
    const { id } = await portal.db.read.selectFrom('person').select('id').where('username', '=', planted.username).executeTakeFirstOrThrow()
    for (const value of [planted.name, encodeURIComponent(planted.name), planted.idNumber, planted.phone, planted.username, planted.password, id, '127.0.0.1', 'search?']) expect(told).not.toContain(value)
  })

  test('the lines of a request name its trace and its number, so that either is found from the other', async () => {
    const request = await collector.span('GET /cases/:number')
    const own = lines.filter(({ traceId }) => traceId === request.traceId)
    expect(own.map(({ msg }) => msg)).toEqual(['refused', 'request'])
    expect(own.map(({ requestId }) => requestId)).toEqual([request.facts['portal.request_id'], request.facts['portal.request_id']])
    expect(own[1]).toMatchObject({ route: '/cases/:number', status: 404, method: 'GET', ms: expect.any(Number) as number })
  })

  test('what a trusted proxy began is gone on with; what is no trace begins one', async () => {
    const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']
    const get = (path: string, traceparent: string) => fetch(`http://127.0.0.1:${portal.port}${path}`, { headers: { traceparent } })
    await get('/bundles/newborn-birth', `00-${traceId}-${spanId}-01`)
    expect(await collector.span('GET /bundles/:id')).toMatchObject({ traceId, parentSpanId: spanId })
    await get('/verify', `00-${'0'.repeat(32)}-${spanId}-01`)
    expect(await collector.span('GET /verify')).toMatchObject({ parentSpanId: '' })
    const before = collector.spans.length
    await get('/open', `00-${traceId}-${spanId}-00`) // the proxy keeps it out
    await collector.span('job anchor')
    expect(collector.spans.slice(before).map(({ name }) => name)).not.toContain('GET /open')
  })

  test('a job that did something is a trace of its own, one that found nothing is none; health and styles are none', async () => {
    const anchor = await collector.span('job anchor')
    expect(anchor.facts['portal.done']).toBeGreaterThan(0)
    expect(collector.spans.filter(({ traceId }) => traceId === anchor.traceId).map(({ name }) => name)).toContain('commit')
    await fetch(`http://127.0.0.1:${portal.port}/health`)
    expect(collector.spans.filter(({ name, facts }) => /health|assets|job housekeeping/.test(name) || facts['portal.done'] === 0)).toEqual([])
  })

  test('the collector is told who tells it', () => {
    expect(new Set(collector.authorizations)).toEqual(new Set(['Bearer of-the-tests']))
  })
})

test('what leaves the house says how it ended, and never whom it was about', async () => {
  const collector = await startCollector()
  const tracing = await opened(collector.url)
  const [registers, mail, sms] = [scriptedRegisters(), recordedMail(), recordedSms()]
  registers.down('population')
  mail.next = [{ state: 'failed', fault: 'EENVELOPE 550' }]
  const metrics = createMetrics()
  const out = watchedWaysOut({ registers, mail, sms, scanner: { scan: () => Promise.reject(new TypeError(planted.name)) } }, { tracing, left: metrics.left })
  await inSpan(tracing, { name: 'all', kind: 'internal' }, async () => {
    expect(await out.registers.query({ register: 'population', key: planted.idNumber, fields: ['applicant.name'], materials: [] })).toEqual({ status: 'unavailable' })
    expect(await out.mail.send({ id: 'one', to: `${planted.username}@example.cn`, subject: planted.name, text: planted.name, html: '' })).toEqual({ state: 'failed', fault: 'EENVELOPE 550' })
    expect(await out.sms.send({ id: 'two', to: planted.phone, text: planted.name })).toEqual({ state: 'sent' })
    await expect(out.scanner.scan(Buffer.from(planted.name))).rejects.toThrow(planted.name)
  })
  await tracing.end()
  const all = await collector.span('all')
  expect(collector.spans.filter(({ parentSpanId }) => parentSpanId === all.spanId).map(({ name, facts, failed }) => [name, facts, failed])).toEqual([
    ['register query', { 'portal.register': 'population', 'portal.outcome': 'unavailable' }, false],
    ['mail send', { 'portal.outcome': 'failed', 'error.type': 'EENVELOPE 550' }, false],
    ['sms send', { 'portal.outcome': 'sent' }, false],
    ['scan upload', { 'portal.bytes': 12, 'error.type': 'TypeError' }, true],
  ])
  for (const value of [planted.name, planted.idNumber, planted.phone, planted.username]) expect(collector.texts.join('')).not.toContain(value)
  expect(out.mail.isThere).toBe(true)
  expect(watchedWaysOut({ registers, mail: noMail, sms, scanner: noScanner }, {}).mail.isThere).toBe(false)
  const counted = await metrics.registry.metrics()
  for (const line of ['to="population",outcome="unavailable"', 'to="mail",outcome="failed"', 'to="sms",outcome="sent"', 'to="scanner",outcome="thrown"']) expect(counted).toContain(`portal_outward_seconds_count{${line}} 1`)
  await collector.close()
})

test('of a share of nothing no trace is told, and no line names one', async () => {
  const collector = await startCollector()
  const tracing = await opened(collector.url, 0)
  await inSpan(tracing, { name: 'unseen', kind: 'internal' }, () => Promise.resolve(expect(tracing.ids()).toEqual({})))
  await tracing.end()
  expect(collector.texts).toEqual([])
  await collector.close()
})

describe('a collector that isn’t there', () => {
  const work = async (tracing: Tracing, spans: number): Promise<number> => {
    const start = performance.now()
    for (let count = 0; count < spans; count++) await inSpan(tracing, { name: 'work', kind: 'internal' }, () => Promise.resolve())
    return performance.now() - start
  }

  test('or hangs costs no request its time: what doesn’t fit is dropped, and the end waits a few seconds at most', async () => {
    const collector = await startHangingCollector()
    const tracing = await opened(collector.url)
    const before = process.memoryUsage().heapUsed
    expect(await work(tracing, 20_000)).toBeLessThan(5_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
    const start = performance.now()
    await tracing.end()
    expect(performance.now() - start).toBeLessThan(8_000)
    await collector.close()
  })

  test('is told of once', async () => {
    const lines: string[] = []
    const tracing = await opened(`http://127.0.0.1:${await freePort()}`)
    tracing.tellFaultsTo(createLog('info', { write: line => void lines.push(line) }))
    await work(tracing, 2_000)
    await tracing.end()
    expect(lines.map(line => (JSON.parse(line) as { msg: string }).msg)).toEqual(['traces can’t be sent'])
  })
})

test('a stop sends what waits; where no proxy is trusted nobody else’s trace is gone on with', async () => {
  const collector = await startCollector()
  const port = await freePort()
  const started = startProduction({ ...secrets, PORT: String(port), JOB_SECONDS: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: '西湖区一件事' })
  await started.says(/portal started/)
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  await (await fetch(`http://127.0.0.1:${port}/bundles/newborn-birth`, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } })).arrayBuffer()
  started.child.kill('SIGTERM')
  expect((await started.ended).code).toBe(0)
  expect(collector.spans.map(({ name }) => name)).toContain('GET /bundles/:id')
  expect(collector.texts[0]).toContain('西湖区一件事')
  expect(collector.texts.join('')).not.toContain(traceId)
  await collector.close()
})

test('without a collector no library of OpenTelemetry is loaded', () => {
  const files = (readdirSync(join(import.meta.dirname, '../server'), { recursive: true }) as string[]).filter(path => path.endsWith('.ts'))
  const importing = (what: RegExp) => files.filter(path => what.test(readFileSync(join(import.meta.dirname, '../server', path), 'utf8')))
  expect(importing(/from '@opentelemetry/)).toEqual(['open-telemetry.ts'])
  expect(importing(/^import [^(]*open-telemetry/m)).toEqual([])
  expect(importing(/import\('\.\/open-telemetry\.ts'\)/)).toEqual(['tracing.ts'])
})
