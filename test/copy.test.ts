import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { connect, type Db } from '../db/connect.ts'
import { copyDatabase } from '../db/copy.ts'
import { migrate } from '../db/migrate.ts'
import { hasMoved, holdWrites, unseal } from '../db/moved.ts'
import { insert, update } from '../db/statement.ts'
import { anchorHistory } from '../server/history/anchor.ts'
import { findLedger } from '../server/ledger/ledger.store.ts'
import { emptyDatabase } from './support/database.ts'
import { givenCase } from './support/filed-case.ts'
import { aCitizen } from './support/people.ts'
import { portal, type Site } from './support/portal.ts'
import { faultsOf } from './history/support.ts'

let folder: string
const opened: Db[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-copy-'))
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map(db => db.close()))
  rmSync(folder, { recursive: true, force: true })
})

async function open(address: string): Promise<Db> {
  const db = connect(address, { durable: false })
  opened.push(db)
  await migrate(db)
  return db
}
const aFile = () => open(join(folder, `${opened.length}.db`))

async function addressOf({ db }: Site): Promise<string> {
  if (db.engine === 'sqlite') return (await sql<{ file: string }>`select file from pragma_database_list`.execute(db.read)).rows[0]?.file ?? ''
  return `${process.env.TEST_POSTGRES}/${(await sql<{ name: string }>`select current_database() as name`.execute(db.read)).rows[0]?.name}`
}

async function aTown(): Promise<Site> {
  const site = await portal()
  await givenCase(site, { applicant: await site.given(aCitizen()) })
  await anchorHistory(site.ctx())
  return site
}

test('a town moves to the other engine and back: every row is there, and every chain holds', async () => {
  const site = await aTown()
  const there = await aFile()
  const contents = await copyDatabase(site.db, there)
  expect(contents.find(({ table }) => table === 'service_case')).toMatchObject({ rows: 1 })
  const back = await open(await emptyDatabase())
  expect(await copyDatabase(there, back)).toEqual(contents)
  const faults = (await faultsOf(site.ctx())).sort()
  expect(faults.filter(fault => /^(case|log|checkpoint|stream)/.test(fault))).toEqual([]) // places and bundle of a test were published by nobody
  for (const db of [there, back]) {
    db.ledger = (await findLedger(db, site.vault))!
    expect((await faultsOf({ ...site.ctx(), db })).sort()).toEqual(faults)
  }
})

test('more rows than are read at once come over in their order and in full', async () => {
  const [from, to] = [await aFile(), await open(await emptyDatabase())]
  const regions = Array.from({ length: 1_203 }, (_, at) => insert('region', { code: String(400_000 + at), zh: `区${at}`, en: 'District', level: 'county', parent: at % 2 ? null : '4' }))
  await from.commit(regions)
  expect((await copyDatabase(from, to)).find(({ table }) => table === 'region')).toMatchObject({ rows: 1_203 })
})

test('into a database that holds something nothing is copied', async () => {
  const [from, to] = [await aFile(), await open(await emptyDatabase())]
  await to.commit([insert('department', { id: 'health', zh: '卫健', en: 'Health', kind: 'government', levels: '[]' })])
  await expect(copyDatabase(from, to)).rejects.toThrow(/not empty.*department/)
})

test('what somebody writes meanwhile is not in the copy, and the copy is whole all the same', async () => {
  const from = await open(await emptyDatabase())
  const to = await aFile()
  await from.commit([insert('region', { code: '1', zh: '省', en: 'Province', level: 'province', parent: null })])
  const meddle = async ({ table }: { table: string }) => {
    if (table === 'department') await from.commit([update('region', { zh: '改' }, { code: '1' })])
  }
  await copyDatabase(from, to, meddle)
  expect(await to.read.selectFrom('region').select('zh').execute()).toEqual([{ zh: '省' }])
  expect(await from.read.selectFrom('region').select('zh').execute()).toEqual([{ zh: '改' }])
})

test('a town moves while it runs: nothing is saved during the move nor after it, everybody is told so, and pages are read', async () => {
  const site = await portal()
  const citizen = await site.citizen()
  const address = await addressOf(site)
  const held = await holdWrites(address)
  const phone = (number: string) => citizen.post('/me/contact', { phone: number, email: '' })
  const waiting = phone('13805710099')
  expect((await site.visitor().get('/')).status).toBe(200)
  const there = await aFile()
  await copyDatabase(site.db, there)
  await held.seal()
  await held.release()
  expect((await waiting).status).toBe(503)
  expect([(await phone('13805710098')).status, (await citizen.get('/me')).status, await hasMoved(site.db), await hasMoved(there)]).toEqual([503, 200, true, false])
  expect(await copyDatabase(site.db, await aFile())).toEqual(await copyDatabase(there, await aFile()))
  const sealed = connect(address, { durable: false })
  opened.push(sealed)
  await unseal(sealed)
  expect((await phone('13805710098')).status).toBe(200)
})

test('a move that comes to nothing holds nobody up', async () => {
  const site = await portal()
  const held = await holdWrites(await addressOf(site))
  await held.release()
  expect((await site.citizen()).isSignedIn()).toBe(true)
  expect(await hasMoved(site.db)).toBe(false)
})
