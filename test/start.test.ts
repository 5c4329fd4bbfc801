import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect as connectTo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { connect, type Db } from '../db/connect.ts'
import { insert } from '../db/statement.ts'
import { migrate } from '../db/migrate.ts'
import { Unavailable } from '../server/errors.ts'
import { createVault } from '../server/vault.ts'
import { freshDatabase } from './support/database.ts'
import { aCitizen, anIdNumber } from './support/people.ts'
import { portal } from './support/portal.ts'
import { freePort, startProduction, StartedProcess } from './support/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secrets = { SESSION_SECRET: 'x'.repeat(32), DATA_KEYS: `1:${'ab'.repeat(32)}`, SIGNING_KEY: 'cd'.repeat(32), INSECURE_HTTP: '1', DATA_DIR: folder }

/** A database of this release in a file of its own. */
async function databaseFile(name: string): Promise<string> {
  const file = join(folder, name)
  const db = connect(file, { durable: false })
  await migrate(db)
  await db.close()
  return file
}

const refusedStart = async (env: Record<string, string>) => {
  const { code, output } = await startProduction({ ...secrets, PORT: '0', ...env }).ended
  expect(output).not.toMatch(/^\s+at /m) // a sentence, not a stack
  return { code, output }
}

describe('production refuses with a sentence', () => {
  test('secrets that are missing and settings that are wrong, all named at once', async () => {
    const { code, output } = await startProduction({ PORT: 'http', LOG_LEVEL: 'loud', JOB_SECONDS: '-1' }).ended
    expect(code).toBe(1)
    for (const name of ['SESSION_SECRET', 'DATA_KEYS', 'SIGNING_KEY', 'PORT', 'LOG_LEVEL', 'JOB_SECONDS']) expect(output).toContain(name)
  })

  test('a secret that is too short, and a key that is none', async () => {
    const { code, output } = await refusedStart({ SESSION_SECRET: 'short', DATA_KEYS: '1:abc' })
    expect(code).toBe(1)
    expect(output).toMatch(/SESSION_SECRET is too short/)
    expect(output).toMatch(/DATA_KEYS/)
  })

  test('an old Node', async () => {
    const olden = "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.1'}})"
    const { code, output } = await new StartedProcess(['--import', olden, '--import', './server/node-version.js', 'server/main.ts']).ended
    expect(code).toBe(1)
    expect(output).toMatch(/needs Node 22\.18 or newer and found 20\.19\.1/)
  })

  test('a file that is no database', async () => {
    const file = join(folder, 'letter.db')
    writeFileSync(file, '致政务服务中心：这不是数据库。'.repeat(200))
    const { code, output } = await refusedStart({ DATABASE_URL: file })
    expect(code).toBe(1)
    expect(output).toMatch(/letter\.db/)
    expect(readFileSync(file, 'utf8')).toMatch(/^致政务服务中心/)
  })

  test('a database that may only be read', async () => {
    const file = await databaseFile('readonly.db')
    // A write version above 2 makes any SQLite treat the file as read-only, whoever asks: also the superuser of a CI machine.
    const bytes = readFileSync(file)
    bytes[18] = 3
    writeFileSync(file, bytes)
    const { code, output } = await refusedStart({ DATABASE_URL: file })
    expect(code).toBe(1)
    expect(output).toMatch(/readonly\.db.*(read-only|readonly)/)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('a database of a newer release, which is left as it was', async () => {
    const file = await databaseFile('newer.db')
    const db = connect(file)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-of-the-future', '2099-01-01')`.execute(db.forMigration())
    await db.close()
    copyFileSync(file, `${file}.before`)
    const { code, output } = await refusedStart({ DATABASE_URL: file })
    expect(code).toBe(1)
    expect(output).toMatch(/newer/i)
    const after = connect(file)
    expect(await after.read.selectFrom('region').selectAll().execute()).toEqual([])
    await after.close()
  })

  test('a history under another hash than the database began with, and keys with which nothing in it opens', async () => {
    const DATABASE_URL = join(folder, 'sm3.db')
    const first = startProduction({ ...secrets, PORT: '0', DATABASE_URL, LEDGER_HASH: 'sm3' })
    await first.says(/portal started/)
    first.child.kill('SIGTERM')
    await first.ended
    const other = await refusedStart({ DATABASE_URL, LEDGER_HASH: 'sha256' })
    expect(other.output).toMatch(/LEDGER_HASH is "sha256", but this database has kept its history under "sm3" since/)
    expect((await refusedStart({ DATABASE_URL, LEDGER_HASH: 'md5' })).output).toMatch(/LEDGER_HASH must be one of sha256, sm3/)
    const wrong = await refusedStart({ DATABASE_URL, DATA_KEYS: `1:${'12'.repeat(32)}` })
    expect([other.code, wrong.code]).toEqual([1, 1])
    expect(wrong.output).toMatch(/written with other DATA_KEYS/)
    // A key that still seals something can't be left out, nor the one that people are found by.
    const younger = `2:${'ef'.repeat(32)}`
    const both = startProduction({ ...secrets, PORT: '0', DATABASE_URL, JOB_SECONDS: '0', DATA_KEYS: `${secrets.DATA_KEYS},${younger}` })
    await both.says(/portal started/)
    both.child.kill('SIGTERM')
    await both.ended
    expect((await refusedStart({ DATABASE_URL, DATA_KEYS: younger })).output).toMatch(/INDEX_KEY is missing or another/)
    const indexKey = createVault(new Map([[1, Buffer.from('ab'.repeat(32), 'hex')]])).indexKey.toString('hex')
    expect((await refusedStart({ DATABASE_URL, DATA_KEYS: younger, INDEX_KEY: indexKey })).output).toMatch(/DATA_KEYS lacks version 1, which still seals data/)
  }, 120_000)

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const { code, output } = await refusedStart({ PORT: String(port) })
    other.close()
    expect(code).toBe(1)
    expect(output).toContain(String(port))
    expect(output).toMatch(/PORT/)
  })
})

test('the metrics tell rates by route, commits, jobs, and what waits, to whoever brings the token', async () => {
  const port = await freePort()
  const started = startProduction({ ...secrets, PORT: String(port), DATABASE_URL: join(folder, 'stop.db'), METRICS_TOKEN: 'sixteen-letters-x' })
  await started.says(/portal started/)
  const read = (authorization: string) => fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization } })
  for (const wrong of ['', 'Bearer', 'Bearer sixteen-letters-y', 'sixteen-letters-x']) expect((await read(wrong)).status).toBe(401)
  await fetch(`http://127.0.0.1:${port}/bundles/newborn-birth`)
  await fetch(`http://127.0.0.1:${port}/nobody-is-there`)
  const text = await (await read('Bearer sixteen-letters-x')).text()
  for (const line of [
    /^portal_request_seconds_count\{method="GET",route="\/bundles\/:id",status="200"\} 1$/m, /^portal_request_seconds_count\{method="GET",route="none",status="404"\} 1$/m,
    /^portal_commit_group_size_count [1-9]/m, /^portal_job_seconds_count\{job="wake",outcome="done"\} [1-9]/m, /^portal_waiting_seconds\{queue="tell"\} 0$/m, /^nodejs_eventloop_lag_p99_seconds /m, /^portal_requests_under_way 0$/m,
  ]) expect(text).toMatch(line)
  started.child.kill('SIGTERM')
  expect((await started.ended).code).toBe(0)
})

test('a stop answers the request that is under way, takes no new one, and ends cleanly', async () => {
  const port = await freePort()
  const started = startProduction({ ...secrets, PORT: String(port), DATABASE_URL: join(folder, 'stop.db') })
  await started.says(/portal started/)
  const socket = connectTo(port, '127.0.0.1')
  let answer = ''
  socket.on('data', bytes => (answer += bytes.toString()))
  const body = 'username=nobody&password=nothing'
  socket.write(`POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 9)}`)
  await new Promise(resolve => setTimeout(resolve, 300))
  started.child.kill('SIGTERM')
  await new Promise(resolve => setTimeout(resolve, 300))
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow()
  socket.write(body.slice(9))
  expect((await started.ended).code).toBe(0)
  expect(answer).toMatch(/^HTTP\/1\.1 403 /) // answered: the form had no token
})

/** A database with a session that is over, on which a portal runs until it is told to stop. */
async function afterRunning(name: string, env: Record<string, string>, until: (db: Db) => Promise<boolean>): Promise<{ sessions: number; code: number | null }> {
  const file = await databaseFile(name)
  const db = connect(file)
  await db.commit([insert('session', { id: 'over', person_id: null, data: '{}', created_at: '2026-01-01T00:00:00.000Z', seen_at: '2026-01-01T00:00:00.000Z', expires_at: '2026-01-08T00:00:00.000Z' })])
  const started = startProduction({ ...secrets, PORT: '0', DATABASE_URL: file, ...env })
  await started.says(/portal started/)
  for (let waited = 0; waited < 100 && !(await until(db)); waited++) await new Promise(resolve => setTimeout(resolve, 50))
  started.child.kill('SIGTERM')
  const { code } = await started.ended
  const sessions = await countSessions(db)
  await db.close()
  return { sessions, code }
}

const countSessions = async (db: Db) => (await db.read.selectFrom('session').select('id').execute()).length

test('the portal does its jobs by itself, from the start, and ends cleanly', async () => {
  expect(await afterRunning('jobs.db', {}, async db => (await countSessions(db)) === 0)).toEqual({ sessions: 0, code: 0 })
})

test('a process that is to run no jobs runs none', async () => {
  let asked = 0
  expect(await afterRunning('no-jobs.db', { JOB_SECONDS: '0' }, async () => (asked += 1) > 10)).toEqual({ sessions: 1, code: 0 })
})

// SQLite's disk is filled by a limit on its pages; PostgreSQL has no such switch.
;(process.env.TEST_POSTGRES ? describe.skip : describe)('a full disk', () => {
  test('a write that finds no room leaves nothing behind, and the next one with room succeeds', async () => {
    const db = await freshDatabase()
    const pages = async (limit: number) => sql`pragma max_page_count = ${sql.lit(limit)}`.execute(db.forMigration())
    const row = (code: string) => insert('region', { code, zh: '县'.repeat(3000), en: 'County', level: 'county', parent: null })
    await pages(1)
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, index) => db.commit([row(`a${index}`), row(`b${index}`)])))
    expect(results.map(({ status }) => status)).toContain('rejected')
    const kept = (await db.read.selectFrom('region').select('code').execute()).map(({ code }) => code)
    expect(kept.filter(code => code.startsWith('a')).map(code => code.slice(1)).sort()).toEqual(kept.filter(code => code.startsWith('b')).map(code => code.slice(1)).sort())
    await pages(1_000_000)
    await db.commit([row('c')])
    expect(await db.read.selectFrom('region').select('code').where('code', '=', 'c').execute()).toHaveLength(1)
  })

  test('a visitor is told that nothing could be saved, and the portal goes on', async () => {
    const site = await portal()
    const visitor = site.visitor()
    await sql`pragma max_page_count = 1`.execute(site.db.forMigration())
    await expect((async () => {
      for (let order = 101; order < 500; order += 2) await site.given(aCitizen({ username: `citizen-${order}`, idNumber: anIdNumber('19900307', String(order)) }))
    })()).rejects.toThrow(Unavailable)
    const registration = {
      kind: 'person', name: '陈小雨', idNumber: anIdNumber('19910405'), phone: '13805710001', username: 'chen.xiaoyu', password: 'sunny-lake-ferry', passwordAgain: 'sunny-lake-ferry',
    }
    const page = await visitor.post('/register', registration)
    expect(page.status).toBe(503)
    expect(page.heading()).toBe('暂时无法保存')
    expect((await visitor.get('/')).status).toBe(200)
    await sql`pragma max_page_count = 1000000`.execute(site.db.forMigration())
    expect((await visitor.post('/register', registration)).status).toBe(200)
    expect(visitor.isSignedIn()).toBe(true)
  })
})
