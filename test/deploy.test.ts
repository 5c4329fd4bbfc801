import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as plain, type IncomingHttpHeaders, type Server } from 'node:http'
import { request as secure, type RequestOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMetrics } from '../server/web/metrics.ts'
import { freePort, startProduction } from './support/process.ts'

/** The proxy's configuration that ships, in front of a server that says what it was asked, and of the portal. */
const isThere = spawnSync('nginx', ['-v'], { env: { PATH: `${process.env.PATH}:/usr/sbin` } }).status === 0
// Debian: apt-get install nginx-light. It is not among what the portal itself needs.
const behindNginx = isThere ? describe : describe.skip

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

const name = 'portal.example.gov.cn'
let folder: string
let proxy: ChildProcess
let ports: { http: number; https: number }
let echo: Server
const running: { kill(): void }[] = []

/** Says as JSON what it was asked, after it has read all of it. */
const saying = (): Promise<Server> =>
  new Promise(resolve => {
    const server = createServer((req, res) => {
      let bytes = 0
      req.on('data', (part: Buffer) => (bytes += part.length))
      req.on('end', () => res.setHeader('X-Request-Id', 'the-request').end(JSON.stringify({ headers: req.headers, bytes })))
    }).listen(0, '127.0.0.1', () => resolve(server))
  })
const portOf = (server: Server) => (server.address() as AddressInfo).port

async function startNginx(upstreams: readonly number[]): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'portal-nginx-'))
  mkdirSync(join(folder, 'logs'))
  ports = { http: await freePort(), https: await freePort() }
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', join(folder, 'portal.key'), '-out', join(folder, 'portal.crt')], { stdio: 'ignore' })
  const site = readFileSync(join(import.meta.dirname, '../deploy/nginx.conf'), 'utf8')
    .replace(/^ *listen \[::\].*\n/gm, '').replaceAll('listen 80;', `listen 127.0.0.1:${ports.http};`).replaceAll('listen 443 ', `listen 127.0.0.1:${ports.https} `)
    .replace('server 127.0.0.1:3000;', upstreams.map(port => `server 127.0.0.1:${port};`).join(' ')).replaceAll('/etc/nginx/tls', folder).replaceAll('/var/log/nginx', join(folder, 'logs'))
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path ${join(folder, kind)};`).join(' ')
  writeFileSync(join(folder, 'nginx.conf'), `daemon off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'logs/error.log')}; user root; events {} http { ${places}\n${site}\n}`)
  const env = { PATH: `${process.env.PATH}:/usr/sbin` }
  const said = spawnSync('nginx', ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')], { env, encoding: 'utf8' })
  expect(said.stderr).toContain('test is successful')
  proxy = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { env, stdio: 'ignore' })
  running.push(proxy)
  for (let waited = 0; waited < 100; waited++) if (await ask('/').then(() => true, () => false)) return
}

const ended = (send: typeof secure, options: RequestOptions, body?: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', ...options }, res => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(parts).toString() }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
const ask = (path: string, { method = 'GET', headers = {}, body, servername = name }: { method?: string; headers?: Record<string, string>; body?: Buffer; servername?: string } = {}) =>
  ended(secure, { port: ports.https, path, method, headers: { host: servername, ...headers }, servername, rejectUnauthorized: false, agent: false }, body)
const askInClear = (path: string, method: string) => ended(plain as typeof secure, { port: ports.http, path, method, headers: { host: name } })

afterEach(() => {
  for (const one of running.splice(0)) one.kill()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test('every alert asks for metrics that there are', async () => {
  const there = await createMetrics().registry.metrics()
  const asked = [...readFileSync(join(import.meta.dirname, '../deploy/alerts.yaml'), 'utf8').matchAll(/\b(?:portal|nodejs|process)_\w+/g)].map(([metric]) => metric.replace(/_(?:bucket|count)$/, ''))
  // What waits is asked of a database.
  expect([...new Set(asked)].filter(metric => !there.includes(`# TYPE ${metric} `))).toEqual(['portal_waiting_seconds'])
  const docs = readFileSync(join(import.meta.dirname, '../docs/operations.md'), 'utf8')
  expect([...there.matchAll(/^# TYPE (portal_\w+)/gm)].map(([, metric]) => metric as string).filter(metric => !docs.includes(metric))).toEqual([])
})

behindNginx('behind nginx as configured in deploy/', () => {
  test('what reaches the portal, and what doesn’t', async () => {
    echo = await saying()
    await startNginx([portOf(echo)])
    const told = async (headers: Record<string, string>) => (JSON.parse((await ask('/cases/33010620260928917459?q=%E9%99%88', { headers })).text) as { headers: IncomingHttpHeaders }).headers
    const headers = await told({ 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'elsewhere.example', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' })
    expect(headers).toMatchObject({ host: name, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' })
    for (const gone of ['traceparent', 'x-forwarded-host']) expect(headers[gone]).toBeUndefined()

    // Ten files of 10 MB and the rest of their form pass; what is larger is refused before anybody has read it.
    const filled = await ask('/drafts/x/materials', { method: 'POST', body: Buffer.alloc(105_000_000) })
    expect(JSON.parse(filled.text)).toMatchObject({ bytes: 105_000_000 })
    expect(await ask('/drafts/x/materials', { method: 'POST', body: Buffer.alloc(10), headers: { 'content-length': '130000000' } }).catch((error: Error) => ({ status: error.message }))).toMatchObject({ status: 413 })

    expect((await ask('/metrics')).status).toBe(404)
    const led = await askInClear('/bundles?x=1', 'GET')
    expect([led.status, led.headers.location]).toEqual([301, `https://${name}/bundles?x=1`])
    expect((await askInClear('/sign-in', 'POST')).status).toBe(403)
    await expect(ask('/', { servername: 'elsewhere.example' })).rejects.toThrow(/handshake|unrecognized name/i)

    // Its own log keeps neither who nor what.
    proxy.kill('SIGQUIT')
    await new Promise(resolve => proxy.once('exit', resolve))
    const log = readFileSync(join(folder, 'logs/portal.log'), 'utf8')
    expect(log).toMatch(/GET 200 [\d.]+ [\d.]+ the-request/)
    for (const value of ['33010620260928917459', '%E9%99%88', '127.0.0.1', '203.0.113.9']) expect(log).not.toContain(value)
    echo.close()
  }, 60_000)

  test('a process that is stopped is passed over, and nothing is sent twice', async () => {
    const [first, second] = [await saying(), await saying()]
    await startNginx([portOf(first), portOf(second)])
    const statuses = async () => (await Promise.all(Array.from({ length: 20 }, (_, index) => ask('/', index % 2 ? { method: 'POST', body: Buffer.from('a=b') } : {})))).map(({ status }) => status)
    expect(new Set(await statuses())).toEqual(new Set([200]))
    first.close()
    first.closeIdleConnections()
    expect(new Set(await statuses())).toEqual(new Set([200]))
    second.close()
    second.closeAllConnections()
    const away = await ask('/')
    expect([away.status, away.headers['retry-after']]).toEqual([503, '10'])
    expect(away.text).toContain('请稍后再试')
  }, 60_000)

  test('the portal behind it: secure cookies, its own name, visitors told apart by their real address', async () => {
    const data = mkdtempSync(join(tmpdir(), 'portal-behind-'))
    const port = await freePort()
    const started = startProduction({
      SESSION_SECRET: 'x'.repeat(32), DATA_KEYS: `1:${'ab'.repeat(32)}`, SIGNING_KEY: 'cd'.repeat(32), DATA_DIR: data, PORT: String(port), PUBLIC_URL: `https://${name}`, TRUSTED_PROXIES: '1', REQUESTS_PER_MINUTE: '10', JOB_SECONDS: '0',
    })
    await started.says(/portal started/)
    await startNginx([port])
    const page = await ask('/sign-in')
    expect(page.status).toBe(200)
    expect(page.headers['strict-transport-security']).toMatch(/max-age=/)
    expect(page.headers['set-cookie']?.join()).toMatch(/__Host-visitor=.*Secure/)
    const statuses: number[] = []
    for (let count = 0; count < 25; count++) statuses.push((await ask('/', { headers: { 'x-forwarded-for': `203.0.113.${count}` } })).status)
    expect(new Set(statuses)).toEqual(new Set([200, 429])) // one address, whatever it says of itself
    started.child.kill('SIGTERM')
    expect((await started.ended).code).toBe(0)
    rmSync(data, { recursive: true, force: true })
  }, 60_000)
})
