import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { connect, type Db } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { openLedger } from '../../server/ledger/ledger.store.ts'
import { createVault } from '../../server/vault.ts'

type Prepare = (db: Db) => Promise<void>
const nothing: Prepare = async () => {}
/** With the data key of the tests' portal. */
const withLedger = (db: Db) => openLedger(db, createVault(new Map([[1, Buffer.alloc(32, 7)]])), { publicUrl: 'http://portal.test', now: new Date('2026-01-05T01:00:00.000Z') })

/**
 * A fresh database of its own: migrated (and prepared) once per test file, then copied. SQLite by
 * default; `npm run test:postgres` sets the address of a cluster, and the same tests run there.
 */
export async function freshDatabase(prepare: Prepare = nothing): Promise<Db> {
  const place = process.env.TEST_POSTGRES ? onPostgres(process.env.TEST_POSTGRES) : onSqlite()
  let template = templates.get(prepare)
  if (!template) {
    templates.set(prepare, (template = place.empty()))
    const db = connect(await template, { durable: false })
    await migrate(db)
    await withLedger(db)
    await prepare(db)
    await db.close()
  }
  const db = connect(await place.copy(await template), { durable: false })
  opened.push(db)
  await withLedger(db)
  return db
}

const templates = new Map<Prepare, Promise<string>>()
const opened: Db[] = []
const leftovers: (() => Promise<void> | void)[] = []

afterAll(async () => {
  await Promise.all(opened.map(db => db.close()))
  for (const remove of leftovers) await remove()
})

function onSqlite() {
  const place = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-test-'))
    leftovers.push(() => rmSync(folder, { recursive: true, force: true }))
    return join(folder, 'portal.db')
  }
  return {
    empty: place,
    async copy(template: string) {
      const file = await place()
      copyFileSync(template, file)
      return file
    },
  }
}

function onPostgres(cluster: string) {
  const make = async (from?: string) => {
    const name = `test_${randomBytes(8).toString('hex')}`
    await administer(cluster, `create database ${name}${from ? ` template ${from.split('/').at(-1)}` : ''}`)
    leftovers.push(() => administer(cluster, `drop database if exists ${name} with (force)`))
    return `${cluster}/${name}`
  }
  return { empty: () => make(), copy: (template: string) => make(template) }
}

async function administer(cluster: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${cluster}/postgres` })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
