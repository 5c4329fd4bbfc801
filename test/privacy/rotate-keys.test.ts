import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pino from 'pino'
import type { Db } from '../../db/connect.ts'
import { insert } from '../../db/statement.ts'
import type { Ctx } from '../../server/context.ts'
import { newRegionalId } from '../../server/ids.ts'
import { folderStore } from '../../server/materials/file-store.ts'
import { insertFile } from '../../server/materials/file.store.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { getPerson, updatePerson } from '../../server/people/person.store.ts'
import { beginRotation, rotateBatch, rotateJob, rotationState } from '../../server/privacy/rotate-keys.ts'
import { sealedThings } from '../../server/privacy/sealed-things.ts'
import { MissingKey, useKeys } from '../../server/privacy/use-keys.ts'
import { createVault, type Vault } from '../../server/vault.ts'
import { faultsOf } from '../history/support.ts'
import { aBirth, givenCase } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'

const folder = mkdtempSync(join(tmpdir(), 'portal-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [first, second] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)]
const old = createVault(new Map([[1, first]]))
const both = createVault(new Map([[1, first], [2, second]]))
const bothSm4 = createVault(new Map([[1, first], [2, second]]), { cipher: 'sm4' })

let site: Site
let person: Person
const faults: string[] = []
const log = pino({ level: 'error' }, { write: line => void faults.push(line) })
const withVault = (vault: Vault): Ctx => ({ ...site.ctx(), vault, files: folderStore(folder, vault), log })

async function rotated(ctx: Ctx): Promise<number> {
  let batches = 0
  while ((await rotateBatch(ctx)) > 0) batches += 1
  return batches
}

const marks = async (db: Db): Promise<string[]> => {
  const found = new Set<string>()
  for (const { table } of sealedThings) {
    const { rows } = await sql<{ mark: string }>`select distinct substr(sealed, 1, 2) as mark from ${sql.table(table)} where sealed is not null`.execute(db.read)
    rows.forEach(({ mark }) => found.add(mark))
  }
  return [...found]
}

const fileId = '330106-00000000000000file1'.slice(0, 26)

beforeEach(async () => {
  site = await portal()
  faults.length = 0
  await useKeys(withVault(old))
  person = await site.given(aCitizen())
  const { theCase } = await givenCase(site, { definition: aBirth(), applicant: person })
  await withVault(old).files.put(fileId, Buffer.from('a scan of an identity card'))
  const at = site.clock.toISOString()
  await site.db.commit([
    insertFile(old, { region: '330106', id: fileId, ownerId: person.id, name: '陈小雨的身份证.png', mediaType: 'image/png', size: 3, sha256: 'x', createdAt: at }),
    insert('material', { region: '330106', id: newRegionalId('330106'), draft_id: theCase.draftId, case_id: theCase.id, material_id: 'birth-record', source: 'applicant', file_id: fileId, certificate_id: null, sealed: null, created_at: at }),
  ])
})

test('everything is sealed by the new key and the new cipher, opens as before, and no digest breaks', async () => {
  const before = await faultsOf(site.ctx())
  await useKeys(withVault(bothSm4))
  await rotated(withVault(bothSm4))
  expect(await marks(site.db)).toEqual([bothSm4.mark])
  expect(readFileSync(join(folder, fileId.slice(-2), `${fileId}.sealed`)).subarray(0, 2)).toEqual(Buffer.from([2, 0x20]))
  const later = createVault(new Map([[2, second]]), { cipher: 'sm4', indexKey: old.indexKey })
  expect((await getPerson(withVault(later), person.id)).identity).toEqual(person.identity)
  expect((await withVault(later).files.get(fileId)).toString()).toBe('a scan of an identity card')
  expect(await faultsOf(withVault(later))).toEqual(before)
  expect(await rotationState(withVault(later))).toMatchObject({ isOver: true, keys: [{ version: 1, remaining: 0, ended_at: expect.any(String) as string }, { version: 2, ended_at: null }] })
  expect(faults).toEqual([])
})

test('the first key of a portal has nothing to seal anew, and walks through nothing; another cipher has', async () => {
  expect((await rotationState(withVault(old))).isOver).toBe(true)
  expect(await rotated(withVault(old))).toBe(0)
  expect(await rotated(withVault(createVault(new Map([[1, first]]), { cipher: 'sm4' })))).toBeGreaterThan(sealedThings.length - 1)
})

test('a key that still seals something can’t be left out; when nothing needs it any more it can', async () => {
  await useKeys(withVault(both))
  await expect(useKeys(withVault(createVault(new Map([[2, second]]))))).rejects.toThrow(MissingKey)
  await rotated(withVault(both))
  await useKeys(withVault(createVault(new Map([[2, second]]), { indexKey: old.indexKey })))
})

test('a value that somebody wrote meanwhile is not written over', async () => {
  await useKeys(withVault(both))
  const ctx = withVault(both)
  // Between reading and writing of the batch of accounts: the commit is held until the change is in.
  const commit = ctx.db.commit.bind(ctx.db)
  let isChanged = false
  const meanwhile: Ctx = { ...ctx, db: Object.create(ctx.db, { commit: { value: async (set: Parameters<Db['commit']>[0]) => {
    if (!isChanged && set.some(({ template }) => template.sql.sqlite.includes('"person"'))) {
      isChanged = true
      await commit([updatePerson(old, { ...person, identity: { ...person.identity, phone: '13900000000' } })])
    }
    await commit(set)
  } } }) as Db }
  await rotated(meanwhile)
  expect(isChanged).toBe(true)
  expect((await getPerson(withVault(both), person.id)).identity.phone).toBe('13900000000')
  // That process had older settings: the next time from the beginning finds it.
  expect((await rotationState(ctx)).keys[0]).toMatchObject({ version: 1, remaining: 1, ended_at: null })
  await beginRotation(ctx)
  await rotated(ctx)
  expect((await rotationState(ctx)).keys[0]).toMatchObject({ remaining: 0, ended_at: expect.any(String) as string })
})

test('two processes at once do it once, and the job does what a process left that died before it counted', async () => {
  await useKeys(withVault(both))
  await Promise.all([rotated(withVault(both)), rotated(withVault(both))])
  expect(await marks(site.db)).toEqual([both.mark])
  await site.db.forMigration().updateTable('data_key').set({ ended_at: null }).where('version', '=', 1).execute()
  await rotateJob.run({ ...withVault(both), actor: actorOf(person) })
  expect((await rotationState(withVault(both))).keys[0]?.ended_at).not.toBeNull()
})

test('a process that has not been restarted yet leaves the younger key and its values alone', async () => {
  await useKeys(withVault(both))
  await rotated(withVault(both))
  await rotateJob.run(withVault(old))
  await beginRotation(withVault(old))
  await rotated(withVault(old))
  await rotateJob.run(withVault(old))
  expect(await marks(site.db)).toEqual([both.mark])
  expect((await rotationState(withVault(both))).keys.map(({ version, ended_at }) => [version, ended_at === null])).toEqual([[1, false], [2, true]])
  expect(faults).toEqual([])
})

test('a value that does not open stays, is told by its table and id alone, and keeps its key in use', async () => {
  await site.db.forMigration().updateTable('person').set({ sealed: `${old.mark}AAAAAAAA` }).where('id', '=', person.id).execute()
  await useKeys(withVault(both))
  await rotated(withVault(both))
  expect(faults.join()).toContain(`"id":"${person.id}"`)
  expect((await rotationState(withVault(both))).keys[0]).toMatchObject({ remaining: 1, ended_at: null })
})

test('killed in the middle and started again, the command goes on where it was, and says when the old key may go', async () => {
  const row = await site.db.read.selectFrom('draft').selectAll().executeTakeFirstOrThrow()
  const content = old.open<object>(row.sealed, `draft ${row.id}`)
  await site.db.commit(Array.from({ length: 2500 }, (_, index) => {
    const id = newRegionalId('330106', index)
    return insert('draft', { ...row, id, status: 'discarded', sealed: old.seal(content, `draft ${id}`) })
  }))
  const { rows } = await (site.db.engine === 'sqlite' ? sql<{ name: string }>`select file as name from pragma_database_list` : sql<{ name: string }>`select current_database() as name`).execute(site.db.read)
  const address = site.db.engine === 'sqlite' ? rows[0]?.name : `${process.env.TEST_POSTGRES}/${rows[0]?.name}`
  const start = () => spawn(process.execPath, [join(import.meta.dirname, '../../server/privacy/keys-rotate.command.ts')], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, DATABASE_URL: address, FILES_DIR: folder, SESSION_SECRET: '-'.repeat(32), SIGNING_KEY: '9'.repeat(64), DATA_CIPHER: 'sm4', DATA_KEYS: `1:${first.toString('hex')},2:${second.toString('hex')}` },
  })
  const killed = start()
  for await (const chunk of killed.stdout) {
    if (!/at draft/.test(String(chunk))) continue
    killed.kill('SIGKILL')
    break
  }
  if (killed.exitCode === null && killed.signalCode === null) await once(killed, 'exit')
  expect(killed.signalCode).toBe('SIGKILL')
  expect((await marks(site.db)).sort()).toEqual([bothSm4.mark, old.mark].sort())
  const { done } = (await rotationState(withVault(bothSm4))).progress
  const again = start()
  let said = ''
  for await (const chunk of again.stdout) said += String(chunk)
  expect(said).toContain('key version 1 is no longer used')
  // What the first one did was not done again.
  expect(Number(/, (\d+) values/.exec(said)?.[1])).toBeGreaterThan(done - 1)
  expect(await marks(site.db)).toEqual([bothSm4.mark])
  expect((await getPerson(withVault(bothSm4), person.id)).identity).toEqual(person.identity)
}, 60_000)

test('every table with a sealed column is sealed anew', async () => {
  const tables = await site.db.read.introspection.getTables()
  const sealed = tables.filter(({ columns }) => columns.some(({ name }) => name === 'sealed')).map(({ name }) => name)
  // A material's was for what registers sent, which stands in the draft: nothing writes it.
  expect(sealed.filter(name => name !== 'material').sort()).toEqual(sealedThings.map(({ table }) => table as string).sort())
})
