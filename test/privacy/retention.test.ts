import { sql } from 'kysely'
import { insert } from '../../db/statement.ts'
import { accept, noteDeficiencies } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import { withdraw } from '../../server/cases/withdraw.ts'
import { suspend } from '../../server/cases/procedures.ts'
import { concludedBefore, draftDays, draftWarningDays, keptUntil } from '../../server/catalogue/retention.ts'
import type { Ctx } from '../../server/context.ts'
import { newRegionalId } from '../../server/ids.ts'
import { anchorHistory, pauseMs } from '../../server/history/anchor.ts'
import { removeFiles } from '../../server/materials/file-removal.ts'
import { getFile, insertFile } from '../../server/materials/file.store.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { findPersonByUsername } from '../../server/people/person.store.ts'
import { eraseCases, listEnding } from '../../server/privacy/erase-cases.ts'
import { eraseDrafts, warnOfDrafts } from '../../server/privacy/erase-drafts.ts'
import { holdCase, releaseHold } from '../../server/privacy/hold-case.ts'
import { paths } from '../../server/web/paths.ts'
import { faultsOf } from '../history/support.ts'
import { press, town, type Town } from '../support/desk-town.ts'
import { anIdNumber } from '../support/people.ts'

test.each([
  ['2026-03-02T02:00:00.000Z', 10, '2036-03-02T02:00:00.000Z'],
  ['2024-02-29T02:00:00.000Z', 10, '2034-02-28T02:00:00.000Z'],
  ['2024-02-29T02:00:00.000Z', 1, '2025-02-28T02:00:00.000Z'],
])('a case that was concluded at %s and is kept for %i years is kept until %s', (concludedAt, years, until) => {
  expect(keptUntil(concludedAt, { years })).toBe(until)
  expect(concludedBefore(new Date(until), { years }) >= concludedAt || concludedAt.includes('02-29')).toBe(true)
})

const secret = '王小明的父亲李建国'
let here: Town
let doctorCtx: () => Ctx
let person: Person

/** A birth with everything that people write into a case: a notice, a suspension, reasons; then it is withdrawn. */
async function concludedCase(): Promise<void> {
  here = await town()
  const { site, dossier, task, applicant } = here
  person = applicant
  const doctor = await findPersonByUsername(site.ctx(), 'zhou')
  doctorCtx = () => site.ctx(actorOf(doctor as Person))
  const at = site.clock.toISOString()
  const { theCase } = dossier
  const id = newRegionalId('330106', site.clock.getTime())
  await site.files.put(id, Buffer.from('a scan'))
  await site.db.commit([insertFile(site.vault, { region: '330106', id, ownerId: applicant.id, name: `${secret}.png`, mediaType: 'image/png', size: 6, sha256: 'x', createdAt: at }),
    insert('material', { region: '330106', id: newRegionalId('330106'), draft_id: theCase.draftId, case_id: theCase.id, material_id: 'birth-record', source: 'applicant', file_id: id, certificate_id: null, sealed: null, created_at: at })])
  fileId = id
  await accept(doctorCtx(), task('certificate'))
  await suspend(doctorCtx(), task('certificate'), { kind: 'expertReview', reason: `请专家看${secret}的材料`, until: '2026-03-10', days: 5, hearing: null } as never)
  await press(here.doctor, task('certificate'), '恢复办理').catch(() => {})
  await withdraw(site.ctx(actorOf(applicant)), theCase.number)
  site.pass({ days: 1 })
  await settle()
}

let fileId = ''
async function settle(): Promise<void> {
  const { site } = here
  while ((await wakeCases(site.ctx())) > 0);
  while ((await tellAll(site.ctx())) > 0);
  while ((await anchorHistory(site.ctx())) > 0);
}

/** Everything in the database, as text: what is sealed is opened. */
async function everythingKept(): Promise<string> {
  const { site } = here
  const tables = (await site.db.read.introspection.getTables()).map(({ name }) => name).filter(name => !name.startsWith('kysely_') && name !== 'person' && name !== 'bundle_version')
  const all = await Promise.all(tables.map(async table => (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(site.db.read)).rows.map(row => JSON.stringify(row) + openedText(table, row))))
  return all.flat().join('\n')
}

function openedText(table: string, row: Record<string, unknown>): string {
  if (typeof row.sealed !== 'string') return ''
  const contexts: Record<string, string> = { service_case: 'case', file: 'file name' }
  return JSON.stringify(here.site.vault.open(row.sealed, table === 'ledger' ? 'ledger' : `${contexts[table] ?? table} ${String(row.id)}`))
}

test('at the end of its time what is personal in a case goes, what happened stays, and the history is whole', async () => {
  await concludedCase()
  const { site, dossier } = here
  const values = [secret, '陈小雨', '王小明', '13805710001', '6222021202012345674']
  const before = await everythingKept()
  for (const value of values) expect([value, before.includes(value)]).toEqual([value, true])
  const faults = (await faultsOf(site.ctx())).filter(line => !line.includes(': paper ')) // put there by the test
  expect(await eraseCases(site.ctx())).toBe(0)
  expect(await listEnding(site.ctx(), 30, 10)).toEqual([])
  site.pass({ days: 3652 - 20 })
  expect((await listEnding(site.ctx(), 30, 10)).map(({ number }) => number)).toEqual([dossier.theCase.number])
  site.pass({ days: 20 })
  expect(await eraseCases(site.ctx())).toBe(1)
  expect(await eraseCases(site.ctx())).toBe(0)
  const kept = await everythingKept()
  for (const value of values) expect([value, kept.includes(value)]).toEqual([value, false])
  expect(site.files.stored.size).toBe(0)
  await expect(getFile(site.ctx(), fileId)).rejects.toThrow()
  const after = await here.now()
  expect(after.tasks.map(({ status }) => status)).toEqual(expect.arrayContaining(['withdrawn']))
  expect(after.theCase).toMatchObject({ number: dossier.theCase.number, status: 'withdrawn', applicantName: '', applicantIndex: null })
  while ((await anchorHistory({ ...site.ctx(), now: new Date(site.clock.getTime() + pauseMs) })) > 0);
  expect(await faultsOf(site.ctx())).toEqual(faults)
})

test('what is changed in an erased case afterwards is found: in an entry that was shortened, in one that was not, and in a row', async () => {
  await concludedCase()
  const { site } = here
  site.pass({ days: 3660 })
  await eraseCases(site.ctx())
  const clean = await faultsOf(site.ctx())
  const event = (type: string) => site.db.read.selectFrom('event').selectAll().where('type', '=', type).executeTakeFirstOrThrow()
  const db = site.db.forMigration()
  const shortened = await event('task.suspended')
  for (const change of [{ actor_id: 'x' }, { data: shortened.data.replace('2026', '2027') }, { hash: 'f'.repeat(64) }, { previous_hash: 'f'.repeat(64) }, { beside: null }, { beside: '{}' }, { seq: 99 }]) {
    await db.updateTable('event').set(change).where('id', '=', shortened.id).execute()
    expect([JSON.stringify(change), (await faultsOf(site.ctx())).length > clean.length]).toEqual([JSON.stringify(change), !(JSON.stringify(change) === '{"beside":null}' && shortened.beside === null)])
    await db.deleteFrom('event').where('id', '=', shortened.id).execute()
    await db.insertInto('event').values(shortened).execute()
  }
  const erasure = await event('case.erased')
  await db.updateTable('event').set({ data: erasure.data.replace(/"entries":\[[^\]]*\]/, '"entries":[]') }).where('id', '=', erasure.id).execute()
  expect((await faultsOf(site.ctx())).length).toBeGreaterThan(clean.length)
  await db.updateTable('event').set({ data: erasure.data }).where('id', '=', erasure.id).execute()
  await db.updateTable('task').set({ reason: 'x' }).execute()
  expect((await faultsOf(site.ctx())).length).toBeGreaterThan(clean.length)
})

test('a case that is held stays, until the hold ends; who held it and why is in the record', async () => {
  await concludedCase()
  const { site, dossier: { theCase } } = here
  const keeper = await site.as({ roles: ['securityAdministrator'] })
  const ctx = () => site.ctx({ ...actorOf(keeper.person as Person) })
  await holdCase(ctx(), theCase.number, '行政诉讼')
  await expect(holdCase(ctx(), theCase.number, '再次')).rejects.toThrow('changedMeanwhile')
  site.pass({ days: 3660 })
  expect(await eraseCases(site.ctx())).toBe(0)
  const clean = await faultsOf(site.ctx())
  await site.db.forMigration().updateTable('legal_hold').set({ released_at: site.clock.toISOString() }).execute()
  expect((await faultsOf(site.ctx())).filter(line => !clean.includes(line)).join()).toMatch(/hold/)
  await site.db.forMigration().updateTable('legal_hold').set({ released_at: null }).execute()
  await releaseHold(ctx(), theCase.number)
  expect(await eraseCases(site.ctx())).toBe(1)
  await expect(holdCase(ctx(), theCase.number, '太晚')).rejects.toThrow('case.erased')
})

test('a process that dies between the rows and the bytes leaves the bytes to the next one; a file that still has its row stays', async () => {
  await concludedCase()
  const { site } = here
  site.pass({ days: 3660 })
  const dying: Ctx = { ...site.ctx(), files: { ...site.files, remove: () => Promise.reject(new Error('killed')) } }
  await eraseCases(dying)
  expect(site.files.stored.size).toBe(1)
  await site.files.put('330106-kept', Buffer.from('x'))
  await site.db.commit([insertFile(site.vault, { region: '330106', id: '330106-kept', ownerId: person.id, name: 'x', mediaType: 'image/png', size: 1, sha256: 'x', createdAt: '2026-01-01' }), insert('file_removal', { region: '330106', id: '330106-kept', asked_at: '2026-01-01' })])
  while ((await removeFiles(site.ctx())) > 0);
  expect([...site.files.stored.keys()]).toEqual(['330106-kept'])
  expect(await site.db.read.selectFrom('file_removal').selectAll().execute()).toEqual([])
})

test('nothing more is done with an erased case, and its pages still answer', async () => {
  await concludedCase()
  const { site, dossier: { theCase }, task } = here
  site.pass({ days: 3660 })
  await eraseCases(site.ctx())
  await expect(noteDeficiencies(doctorCtx(), task('certificate'), { shortcomings: [], repeatReason: null })).rejects.toThrow()
  await expect(decide(doctorCtx(), task('certificate'), { outcome: 'refuse', reason: '晚了' } as never)).rejects.toThrow()
  const citizen = await site.citizen()
  const page = await citizen.get(paths.case(theCase.number))
  expect(page.status).toBe(200)
  expect(page.text()).toContain('个人信息和材料已经销毁')
  expect((await citizen.get(paths.history(theCase.number))).status).toBe(409)
  for (const path of [paths.receipt(theCase.number), paths.cases(), paths.messages()]) expect([path, (await citizen.get(path)).status]).toEqual([path, 200])
  for (const path of [paths.desk(), `${paths.desk()}?status=decided`, paths.deskTask(task('certificate'))]) expect([path, (await here.doctor.get(path)).status]).toEqual([path, 200])
})

test('a draft that nobody touches is told of a month before it goes, once, and then goes with its files', async () => {
  here = await town()
  const { site } = here
  const citizen = await site.citizen({ username: 'li.ming', name: '李明', idNumber: anIdNumber('19910307') })
  const row = await site.db.read.selectFrom('draft').selectAll().executeTakeFirstOrThrow()
  const id = newRegionalId('330106', site.clock.getTime())
  const content = site.vault.open<object>(row.sealed, `draft ${row.id}`)
  await site.db.commit([insert('draft', { ...row, id, applicant_id: citizen.id, author_id: citizen.id, status: 'open', sealed: site.vault.seal(content, `draft ${id}`), updated_at: site.clock.toISOString() })])
  site.pass({ days: draftDays - draftWarningDays, hours: -1 })
  expect(await warnOfDrafts(site.ctx())).toBe(0)
  site.pass({ hours: 2 })
  expect(await warnOfDrafts(site.ctx())).toBe(1)
  expect(await warnOfDrafts(site.ctx())).toBe(0)
  const inbox = await citizen.get(paths.messages())
  expect(inbox.text()).toContain('草稿将于2026年5月31日销毁')
  expect((await inbox.follow('草稿将于')).link('继续填写')).toBe(paths.draft(id))
  site.pass({ days: draftWarningDays, hours: -2 })
  expect(await eraseDrafts(site.ctx())).toBe(0)
  site.pass({ hours: 2 })
  expect(await eraseDrafts(site.ctx())).toBe(1)
  const kept = await site.db.read.selectFrom('draft').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect([kept.status, JSON.stringify(site.vault.open(kept.sealed, `draft ${id}`)).includes('王小明')]).toEqual(['discarded', false])
})

test('a draft that was changed again is told of again, at its new time', async () => {
  here = await town()
  const { site } = here
  const citizen = await site.citizen()
  const row = await site.db.read.selectFrom('draft').selectAll().executeTakeFirstOrThrow()
  const id = newRegionalId('330106', site.clock.getTime())
  await site.db.commit([insert('draft', { ...row, id, applicant_id: citizen.id, status: 'open', sealed: site.vault.seal(site.vault.open(row.sealed, `draft ${row.id}`), `draft ${id}`) })])
  site.pass({ days: 61 })
  expect(await warnOfDrafts(site.ctx())).toBe(1)
  site.pass({ hours: 1 })
  await site.db.forMigration().updateTable('draft').set({ updated_at: site.clock.toISOString() }).where('id', '=', id).execute()
  site.pass({ days: 30 })
  expect([await warnOfDrafts(site.ctx()), await eraseDrafts(site.ctx())]).toEqual([0, 0])
  site.pass({ days: 31 })
  expect(await warnOfDrafts(site.ctx())).toBe(1)
})
