import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { connect, type Db } from '../../../db/connect.ts'
import { migrate } from '../../../db/migrate.ts'
import { increment, type Statement } from '../../../db/statement.ts'
import type { Figure } from '../../../server/cases/figure.ts'
import { loadShippedCatalogue } from '../../../server/catalogue/shipped.ts'
import { BadConfig, readConfig } from '../../../server/config.ts'
import { demoPassword } from '../../../server/demo/accounts.ts'
import { county } from '../../../server/demo/town-staff.ts'
import { anchorHistory } from '../../../server/history/anchor.ts'
import { openLedger } from '../../../server/ledger/ledger.store.ts'
import { readSize } from '../../../server/ledger/log.store.ts'
import { createLog } from '../../../server/log.ts'
import { folderStore } from '../../../server/materials/file-store.ts'
import { noRegisters } from '../../../server/materials/register.client.ts'
import { noScanner } from '../../../server/materials/scanner.ts'
import { noMail } from '../../../server/notify/mailer.ts'
import { noSms } from '../../../server/notify/sms-gateway.ts'
import { listRegions } from '../../../server/offices/office.store.ts'
import { system } from '../../../server/people/actor.ts'
import { hashPassword } from '../../../server/people/password.ts'
import { rotateBatch } from '../../../server/privacy/rotate-keys.ts'
import { useKeys } from '../../../server/privacy/use-keys.ts'
import { createSigner } from '../../../server/signing.ts'
import { vaultOf } from '../../../server/vault.ts'
import { accountCount } from './accounts.ts'
import { growLog } from './grow-log.ts'
import { putIndexesBack, takeIndexes } from './indexes.ts'
import { liveThroughYears, noteDigests, readTemplates, townOfficers } from './make-templates.ts'
import { seedEnvironment } from './seed-environment.ts'
import { shares } from './share.ts'
import { isPostgres, leaveWal } from './sink.ts'
import type { County, Surroundings, Template } from './template.ts'
import type { Counted, Work } from './write.process.ts'

/**
 * `npm run seed -- --cases 1200000 [--database FILE|postgres://…] [--threads 2]`: a town of that size in an empty database,
 * for measuring. `test/bench/seed/README.md` says what in it is like real data, and what isn't.
 */
const started = performance.now()
const { values: options } = parseArgs({ options: { cases: { type: 'string', default: '10000' }, database: { type: 'string' }, threads: { type: 'string', default: '2' } } })
const cases = Number(options.cases)

const say = (line: string): void => void process.stderr.write(`${String(Math.round((performance.now() - started) / 1000)).padStart(5)} s  ${line}\n`)
const many = (count: number): string => count.toLocaleString('en')

async function seed(): Promise<void> {
  const url = options.database ?? process.env.DATABASE_URL ?? 'data/seeded.db'
  if (!isPostgres(url) && existsSync(url)) throw new BadConfig(`${url} is there already: a town is built in a database of its own.`)
  const folder = isPostgres(url) ? resolve('data') : dirname(resolve(url))
  const environment = { ...seedEnvironment(isPostgres(url) ? url : resolve(url), join(folder, 'files')), ...process.env }
  const config = readConfig({ ...environment, DATABASE_URL: url })
  const vault = vaultOf(config)
  const now = new Date()
  let db = connect(url, { durable: false })
  await migrate(db)
  if (await db.read.selectFrom('person').select('id').limit(1).executeTakeFirst()) throw new BadConfig('There is a town in this database already.')
  await openLedger(db, vault, { publicUrl: config.publicUrl, now })
  await loadShippedCatalogue(db, now)
  const base = () => ({ db, vault, signer: createSigner(config.signingKey, config.portalName), log: createLog('silent'), registers: noRegisters, files: folderStore(config.filesFolder, vault), scanner: noScanner, mail: noMail, sms: noSms, publicUrl: config.publicUrl, now })
  const digested = noteDigests(db)
  await liveThroughYears(base(), Math.min(600, Math.max(60, Math.floor(cases / 100))), (done, of) => say(`templates: ${done} of ${of} matters lived through by the verbs`))
  await useKeys({ db, vault, now })
  while ((await rotateBatch({ ...base(), actor: system })) > 0); // what follows is sealed by the same key: nothing has to be looked at for another
  while ((await anchorHistory({ ...base(), actor: system })) > 0);
  const officers = await townOfficers(db)
  const templates = await readTemplates(base(), digested, officers)
  const known = await surroundings(db, vault, url, { key: await ledgerKey(db, vault), officers, templates: templates.length })
  const tables = Object.keys(known.columns)
  say(`${templates.length} cases to be multiplied, ${known.counties.length} counties, ${many(accountCount(known))} accounts`)

  const indexes = await takeIndexes(db, tables)
  const wasSqlite = db.engine === 'sqlite'
  if (wasSqlite) {
    await db.close()
    leaveWal(url)
  }
  const figures = await multiply(known, templates)
  await putIndexesBack(url, indexes, done => done % 5 === 0 && say(`indexes: ${done} of ${indexes.length}`))
  if (wasSqlite) db = connect(url, { durable: false })
  await openLedger(db, vault, { publicUrl: config.publicUrl, now })
  for (let from = 0; from < figures.length; from += figuresAtOnce) await db.commit(figures.slice(from, from + figuresAtOnce).map(([key, count]) => figureWritten(key, count)))
  await growLog(db)
  await anchorHistory({ ...base(), actor: system, now: new Date(Math.max(Date.now(), now.getTime() + 61_000)) })
  if (db.engine === 'postgres') await sql`vacuum analyze`.execute(db.forMigration())
  else await sql`pragma wal_checkpoint(truncate)`.execute(db.forMigration())
  await report(db, url, environment)
  await db.close()
}

const ledgerKey = async (db: Db, vault: ReturnType<typeof vaultOf>): Promise<Buffer> =>
  Buffer.from(vault.open<string>((await db.read.selectFrom('ledger').select('sealed').executeTakeFirstOrThrow()).sealed, 'ledger'), 'base64')

async function surroundings(db: Db, vault: ReturnType<typeof vaultOf>, url: string, { key, officers, templates }: { key: Buffer; officers: Surroundings['staff']; templates: number }): Promise<Surroundings> {
  if (templates === 0) throw new Error('there is nothing to multiply')
  const regions = await listRegions(db)
  const countyOf = (code: string): County => ({ code: code.slice(0, 6), townships: regions.filter(({ level, parent }) => level === 'township' && parent === code).map(one => one.code) })
  const counties = regions.filter(({ level }) => level === 'county').map(({ code }) => countyOf(code)).filter(({ townships }) => townships.length > 0)
  const numbers = await db.read.selectFrom('service_case').select('number').execute()
  const written = new Set(['event', 'service_case', 'task', 'draft', 'material', 'file', 'deficiency', 'internal_request', 'supervision_order', 'certificate', 'message', 'commitment_breach', 'person', 'role_grant', 'act', 'act_stream', 'ledger_leaf'])
  const columns = (await db.read.introspection.getTables()).filter(({ name }) => written.has(name)).map(({ name, columns: own }) => [name, own.map(one => one.name).sort()] as const)
  const config = readConfig({ ...seedEnvironment(url, ''), ...process.env, DATABASE_URL: url })
  return {
    url, columns: Object.fromEntries(columns), dataKeys: [...config.dataKeys], indexKey: vault.indexKey, ledger: { hash: db.ledger.hash, origin: db.ledger.origin, key },
    counties: counties.filter(({ code }) => code !== county.slice(0, 6)), home: countyOf(county), staff: officers,
    persons: Math.ceil(cases / 4), organisations: Math.ceil(cases / 40), cases, firstLeaf: (await readSize(db)).size,
    passwordHash: await hashPassword(demoPassword), openedAt: new Date(Date.now() - 3 * 366 * 86_400_000).toISOString(), taken: new Set(numbers.map(({ number }) => number)),
  }
}

const casesAtOnce = 250
const accountsAtOnce = 5000

/** All that is to be written, in the order of time: so every table's key grows at its end. */
function* workOf(known: Surroundings, templates: readonly Template[]): Generator<Work> {
  for (let first = 0; first < accountCount(known); first += accountsAtOnce) yield { accounts: first, count: Math.min(accountsAtOnce, accountCount(known) - first) }
  const ofDay = new Map<string, number>()
  let first = 0
  for (const [template, share] of shares(templates, known.cases).entries()) {
    const day = templates[template]?.submittedAt.slice(0, 10) ?? ''
    for (let done = 0; done < share; done += casesAtOnce) {
      const count = Math.min(casesAtOnce, share - done)
      const dayOrder = ofDay.get(day) ?? 0
      yield { template, first, count, dayOrder }
      ofDay.set(day, dayOrder + count)
      first += count
    }
  }
}

async function multiply(known: Surroundings, templates: Template[]): Promise<Counted['figures']> {
  const work = workOf(known, templates)
  let [done, told] = [0, performance.now()]
  const figures: Counted['figures'] = []
  const began = performance.now()
  const threads = Array.from({ length: Number(options.threads) }, () => new Promise<void>((finished, failed) => {
    const thread = new Worker(new URL('write.process.ts', import.meta.url), { workerData: { known, templates } })
    thread.on('message', (answer: Work | Counted | 'ready') => {
      if (answer !== 'ready' && 'figures' in answer) return answer.figures.forEach(one => figures.push(one)) // more than a call may have arguments
      if (answer !== 'ready' && 'template' in answer) done += answer.count
      const left = ((performance.now() - began) / done) * (known.cases - done)
      if (performance.now() - told > 10_000) {
        told = performance.now()
        say(`${many(done)} of ${many(known.cases)} cases${done > 0 ? `, about ${Math.ceil(left / 60_000)} min left` : ''}`)
      }
      const next = work.next()
      thread.postMessage(next.done ? 'end' : next.value)
    })
    thread.once('error', failed)
    thread.once('exit', () => finished())
  }))
  await Promise.all(threads)
  say(`${many(done)} cases written`)
  return figures
}

const figuresAtOnce = 2000

function figureWritten(key: string, by: number): Statement {
  const [region, { onDay, kind, departmentId, acceptedOn, isLate, isSupplemented }] = JSON.parse(key) as [string, Figure]
  return increment('figure', { region, on_day: onDay, kind, department_id: departmentId, accepted_on: acceptedOn, is_late: Number(isLate), is_supplemented: Number(isSupplemented) }, 'count', by)
}

async function report(db: Db, url: string, environment: Record<string, string | undefined>): Promise<void> {
  const count = async (table: string) => Number((await sql<{ n: number | string }>`select count(*) as n from ${sql.table(table)}`.execute(db.read)).rows[0]?.n)
  const counted = await Promise.all(['service_case', 'task', 'event', 'message', 'certificate', 'person'].map(async table => `${many(await count(table))} ${table}`))
  say(`${counted.join(', ')}${isPostgres(url) ? '' : `; ${(statSync(url).size / 1e9).toFixed(1)} GB`}`)
  const shown = ['DATABASE_URL', 'FILES_DIR', 'SESSION_SECRET', 'DATA_KEYS', 'SIGNING_KEY', 'INSECURE_HTTP'].map(name => `${name}='${environment[name]}'`)
  process.stdout.write(`${shown.join(' ')} npm start\n`)
}

try {
  if (!Number.isInteger(cases) || cases < 1000 || cases > 5_000_000) throw new BadConfig('--cases must be a whole number from 1,000 to 5,000,000.')
  await seed()
} catch (error) {
  process.stderr.write(`${error instanceof BadConfig ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
}
