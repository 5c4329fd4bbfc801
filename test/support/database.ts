import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { connect, type Db } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { openLedger } from '../../server/ledger/ledger.store.ts'
import { createVault } from '../../server/vault.ts'
import { regionsTouched } from './regions-touched.ts'

type Prepare = (db: Db) => Promise<void>
const nothing: Prepare = async () => {}
/** With the data key of the tests' portal. */
const withLedger = (db: Db) => openLedger(db, createVault(new Map([[1, Buffer.alloc(32, 7)]])), { publicUrl: 'http://portal.test', now: new Date('2026-01-05T01:00:00.000Z') })

/**
 * A fresh database of its own: migrated (and prepared) once per test file, then copied. SQLite by
 * default; `npm run test:postgres` sets the address of a cluster, and the same tests run there.
 *
 * What takes long to prepare has a `name`: it is made once in a run, by whichever file comes first.
 */
export async function freshDatabase(prepare: Prepare = nothing, name?: string): Promise<Db> {
  let template = templates.get(prepare)
  if (!template) {
    template = name && process.env.TEST_RUN_FOLDER ? sharedTemplate(join(process.env.TEST_RUN_FOLDER, name), name, prepare) : emptyDatabase().then(prepared(prepare))
    templates.set(prepare, template)
  }
  const db = connect(await place().copy(await template), { durable: false })
  opened.push(db)
  await withLedger(db)
  return inOneRegion(db)
}

/** What another process has: connections of its own to the same database. */
export async function besides(db: Db): Promise<Db> {
  const name = db.engine === 'sqlite' ? sql<{ name: string }>`select file as name from pragma_database_list` : sql<{ name: string }>`select current_database() as name`
  const at = (await name.execute(db.read)).rows[0]?.name ?? ''
  const other = connect(db.engine === 'sqlite' ? at : `${process.env.TEST_POSTGRES}/${at}`, { durable: false })
  opened.push(other)
  other.ledger = db.ledger
  return other
}

/** A province shards by region: what is committed together is of one. */
function inOneRegion(db: Db): Db {
  const { commit } = db
  db.commit = async set => {
    const regions = regionsTouched(set)
    if (regions.size > 1) throw new Error(`a write set may touch one region, not ${[...regions].join(', ')}`)
    return commit(set)
  }
  return db
}

const place = () => (process.env.TEST_POSTGRES ? onPostgres(process.env.TEST_POSTGRES) : onSqlite())

/** The address of a database of the run's engine in which there is nothing, not even a table. */
export const emptyDatabase = (): Promise<string> => place().empty()

const prepared = (prepare: Prepare) => async (address: string): Promise<string> => {
  const db = connect(address, { durable: false })
  await migrate(db)
  await withLedger(db)
  await prepare(db)
  await db.close()
  return address
}

/** The first to come makes it; the others wait until it says where it is, or why there is none. */
async function sharedTemplate(folder: string, name: string, prepare: Prepare): Promise<string> {
  const ready = `${folder}.ready`
  try {
    mkdirSync(folder)
  } catch {
    while (!existsSync(ready)) await setTimeout(50)
    const { address, fault } = JSON.parse(readFileSync(ready, 'utf8')) as { address: string; fault?: string }
    if (fault) throw new Error(`another test file could not prepare ${name}: ${fault}`)
    return address
  }
  const say = (what: object) => {
    writeFileSync(`${ready}.part`, JSON.stringify(what))
    renameSync(`${ready}.part`, ready)
  }
  try {
    const address = await place().shared(folder, name).then(prepared(prepare))
    say({ address })
    return address
  } catch (error) {
    say({ fault: String(error) })
    throw error
  }
}

const templates = new Map<Prepare, Promise<string>>()
const opened: Db[] = []
const leftovers: (() => Promise<void> | void)[] = []

afterAll(async () => {
  await Promise.all(opened.map(db => db.close()))
  for (const remove of leftovers) await remove()
})

/** Where databases are: made empty, made to be shared by a run, copied. */
interface Place {
  empty(): Promise<string>
  shared(folder: string, name: string): Promise<string>
  copy(template: string): Promise<string>
}

function onSqlite(): Place {
  const make = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-test-'))
    leftovers.push(() => rmSync(folder, { recursive: true, force: true }))
    return join(folder, 'portal.db')
  }
  return {
    empty: make,
    shared: folder => Promise.resolve(join(folder, 'portal.db')),
    async copy(template: string) {
      const file = await make()
      copyFileSync(template, file)
      return file
    },
  }
}

function onPostgres(cluster: string): Place {
  const make = async (from?: string) => {
    const name = `test_${randomBytes(8).toString('hex')}`
    await administer(cluster, `create database ${name}${from ? ` template ${from.split('/').at(-1)}` : ''}`)
    leftovers.push(() => administer(cluster, `drop database if exists ${name} with (force)`))
    return `${cluster}/${name}`
  }
  // The cluster goes when the run ends, and what is shared with it.
  const shared = async (_folder: string, name: string) => {
    await administer(cluster, `create database shared_${name}`)
    return `${cluster}/shared_${name}`
  }
  return { empty: () => make(), shared, copy: (template: string) => make(template) }
}

async function administer(cluster: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${cluster}/postgres` })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
