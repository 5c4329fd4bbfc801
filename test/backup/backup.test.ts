import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { connect, type Db } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { insert } from '../../db/statement.ts'
import { backUp, NoBackup, restore } from '../../server/backup/backup.ts'
import { folderStore } from '../../server/materials/file-store.ts'
import { createVault } from '../../server/vault.ts'

const now = new Date('2026-03-02T02:00:00.000Z')
const vault = createVault(new Map([[1, Buffer.alloc(32, 7)]]))
let folder: string
let place: { databaseUrl: string; filesFolder: string }
let db: Db
const cluster = process.env.TEST_POSTGRES
const made: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portal-backup-'))
  place = { databaseUrl: await emptyDatabase('portal'), filesFolder: join(folder, 'files') }
  db = connect(place.databaseUrl, { durable: false })
  await migrate(db)
})
afterEach(async () => {
  await db.close()
  for (const name of made.splice(0)) await onCluster(`drop database if exists ${name} with (force)`)
  rmSync(folder, { recursive: true, force: true })
})

async function emptyDatabase(name: string): Promise<string> {
  if (!cluster) return join(folder, name, 'portal.db')
  const own = `backup_${randomBytes(6).toString('hex')}`
  await onCluster(`create database ${own}`)
  made.push(own)
  return `${cluster}/${own}`
}

async function onCluster(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${cluster}/postgres` })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

const files = () => folderStore(place.filesFolder, vault)
const region = (code: number) => insert('region', { code: String(code), zh: '区', en: 'District', level: 'county', parent: null })
const codesIn = async (url: string): Promise<number[]> => {
  const copy = connect(url, { durable: false })
  const rows = await copy.read.selectFrom('region').select('code').orderBy('code').execute()
  await copy.close()
  return rows.map(({ code }) => Number(code))
}
const elsewhere = async () => ({ databaseUrl: await emptyDatabase('restored'), filesFolder: join(folder, 'restored-files') })

test('made while others write, put back elsewhere: all that was acknowledged before it is there, nothing is there by halves, and the files open', async () => {
  await files().put('0000000000000001', Buffer.from('a birth certificate'))
  for (let code = 100_000; code < 100_040; code += 2) await db.commit([region(code), region(code + 1)])
  let isWriting = true
  const writing = (async () => {
    for (let code = 200_000; isWriting; code += 2) await db.commit([region(code), region(code + 1)])
  })()
  const about = await backUp(place, join(folder, 'monday'), now)
  isWriting = false
  await writing
  expect(about).toMatchObject({ at: now.toISOString(), engine: db.engine, files: 1 })

  const target = await elsewhere()
  await restore(target, join(folder, 'monday'))
  const codes = await codesIn(target.databaseUrl)
  expect(codes.filter(code => code < 200_000)).toEqual(Array.from({ length: 40 }, (_, at) => 100_000 + at))
  expect(codes.length % 2).toBe(0)
  expect((await folderStore(target.filesFolder, vault).get('0000000000000001')).toString()).toBe('a birth certificate')
})

test('the next backup takes what has not changed from the one before it without copying it', async () => {
  await files().put('0000000000000001', Buffer.from('stays'))
  await files().put('0000000000000002', Buffer.from('is sealed anew'))
  const lastWeek = new Date(Date.now() - 7 * 86_400_000)
  utimesSync(join(place.filesFolder, '01', '0000000000000001.sealed'), lastWeek, lastWeek)
  await backUp(place, join(folder, 'monday'), now)
  await files().put('0000000000000002', Buffer.from('is sealed ANEW'))
  await files().put('0000000000000003', Buffer.from('is new'))
  await backUp(place, join(folder, 'tuesday'), now, join(folder, 'monday'))
  const numberOf = (day: string, id: string) => statSync(join(folder, day, 'files', id.slice(-2), `${id}.sealed`)).ino
  expect(numberOf('tuesday', '0000000000000001')).toBe(numberOf('monday', '0000000000000001'))
  expect(numberOf('tuesday', '0000000000000002')).not.toBe(numberOf('monday', '0000000000000002'))
  rmSync(join(folder, 'monday'), { recursive: true })
  const target = await elsewhere()
  expect(await restore(target, join(folder, 'tuesday'))).toMatchObject({ files: 3 })
  expect((await folderStore(target.filesFolder, vault).get('0000000000000002')).toString()).toBe('is sealed ANEW')
})

describe('a backup that is not whole is not put back, and what is there already is not written over', () => {
  const day = () => join(folder, 'monday')
  // prettier-ignore
  const damages: [what: string, damage: () => void, says: RegExp][] = [
    ['nothing there',           () => rmSync(day(), { recursive: true }),                            /no finished backup/],
    ['not finished',            () => rmSync(join(day(), 'backup.json')),                            /no finished backup/],
    ['another format',          () => truncateSync(join(day(), 'backup.json'), 10),                  /can't be read/],
    ['a database cut short',    () => truncateSync(join(day(), 'database'), 100),                    /database is missing .* or is not/],
    ['a file gone',             () => rmSync(join(day(), 'files'), { recursive: true }),             /sealed is missing/],
    ['a list that was changed', () => appendFileSync(join(day(), 'SHA256SUMS'), '0  files/more\n'),  /not the one/],
  ]
  test.each(damages)('%s', async (_what, damage, says) => {
    await files().put('0000000000000001', Buffer.from('a paper'))
    await backUp(place, day(), now)
    damage()
    const target = await elsewhere()
    await expect(restore(target, day())).rejects.toThrow(says)
    await expect(restore(target, day())).rejects.toBeInstanceOf(NoBackup)
    expect(existsSync(target.filesFolder) && readdirSync(target.filesFolder)).toBe(false)
  })

  test('a place that is taken', async () => {
    await backUp(place, day(), now)
    await expect(restore(place, day())).rejects.toThrow(/empty place/)
    await expect(backUp(place, day(), now)).rejects.toThrow(/is there already/)
    await expect(backUp(place, join(folder, 'tuesday'), now, join(folder, 'sunday'))).rejects.toThrow(/no finished backup/)
    expect(existsSync(join(folder, 'tuesday'))).toBe(false)
  })
})

test('by command, with the portal’s environment; what fails is told in a sentence and leaves nothing behind', async () => {
  const target = await elsewhere()
  const secrets = { SESSION_SECRET: 'a secret of the tests, 32 letters', DATA_KEYS: `1:${'07'.repeat(32)}`, SIGNING_KEY: '09'.repeat(32) }
  const command = (at: { databaseUrl: string; filesFolder: string }, ...args: string[]) =>
    spawnSync(process.execPath, ['server/backup/backup.command.ts', ...args], { encoding: 'utf8', env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...secrets, DATABASE_URL: at.databaseUrl, FILES_DIR: at.filesFolder } })
  expect(command(place, '--to', join(folder, 'monday'))).toMatchObject({ status: 0, stdout: expect.stringMatching(/^(sqlite|postgres), 0 files, .* MB, as of/) as unknown })
  expect(command(target, '--from', join(folder, 'monday'))).toMatchObject({ status: 0, stdout: expect.stringContaining('ledger:verify') as unknown })
  expect(command(place)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Say where/) as unknown })
  const nowhere = cluster ? `${cluster}/is_not_there` : join(folder, 'is', 'not', 'there.db')
  expect(command({ ...place, databaseUrl: nowhere }, '--to', join(folder, 'tuesday'))).toMatchObject({ status: 1, stderr: expect.stringMatching(/^The backup failed: /) as unknown })
  expect(existsSync(join(folder, 'tuesday'))).toBe(false)
  expect(readFileSync(join(folder, 'monday', 'SHA256SUMS'), 'utf8')).toMatch(/^[0-9a-f]{64} {2}database\n$/)
}, 60_000)
