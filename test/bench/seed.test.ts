import { sql } from 'kysely'
import { increment } from '../../db/statement.ts'
import { accept } from '../../server/cases/accept.ts'
import { decide } from '../../server/cases/decide.ts'
import type { Figure } from '../../server/cases/figure.ts'
import { anchorHistory, pauseMs } from '../../server/history/anchor.ts'
import { checkDatabase } from '../../server/history/check-database.ts'
import { faultLine } from '../../server/history/fault.ts'
import { readSize } from '../../server/ledger/log.store.ts'
import { tellAll } from '../../server/notify/tell.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { taskFor } from '../support/cases.ts'
import { givenCase, xihu } from '../support/filed-case.ts'
import { aCitizen } from '../support/people.ts'
import { portal, type Site } from '../support/portal.ts'
import { blankOf, filledIn, type Blank } from './seed/blank.ts'
import { growLog } from './seed/grow-log.ts'
import { noteDigests } from './seed/make-templates.ts'
import { Multiplier } from './seed/multiply.ts'
import { readTemplate } from './seed/read-template.ts'
import { shares } from './seed/share.ts'
import { openSink } from './seed/sink.ts'
import type { Surroundings, Template } from './seed/template.ts'

test('a text is written again with others in its places', () => {
  const blank = blankOf('陈小雨 (330106) 与 330110', /陈小雨|\d{6}/g, found => ({ 陈小雨: 0, '330106': 1 })[found]) as Blank
  expect(filledIn(blank, ['王伟', '330109'])).toBe('王伟 (330109) 与 330110')
  expect(blankOf('nothing', /x/g, () => 0)).toBe('nothing')
})

test('every case is of some template, and so many go on', () => {
  const template = (status: string, tasks: number, events: number) => ({ status, tasks, events }) as Template
  const counts = shares([template('running', 5, 9), template('concluded', 5, 25), template('withdrawn', 5, 8), template('concluded', 6, 30)], 10_001)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_001)
  expect(counts[0]).toBe(350)
})

/** A case with its decision, told and anchored, and every row that was digested on the way. */
async function lived(site: Site) {
  const digested = noteDigests(site.db)
  const applicant = await site.given(aCitizen())
  const dossier = await givenCase(site, { applicant })
  const doctor = await site.officer({ department: 'health', region: xihu, name: '周医生', username: 'zhou' })
  const by = site.ctx(actorOf(doctor.person as Person))
  await accept(by, taskFor(dossier, 'certificate').id)
  await decide(by, taskFor(dossier, 'certificate').id, { outcome: 'approve', result: { fields: { 'child.certificateNumber': 'A330000001' } } })
  site.pass({ hours: 1 })
  await tellAll(site.ctx())
  await anchorHistory(site.ctx())
  const row = await site.db.read.selectFrom('person').select('identity_index').where('id', '=', applicant.id).executeTakeFirstOrThrow()
  const [number, phone] = [applicant.identity.idNumber ?? '', applicant.identity.phone ?? '']
  const template = await readTemplate({ db: site.db, vault: site.vault, staff: new Map(), digested }, dossier.theCase, { id: applicant.id, kind: 'person', name: applicant.name, number, phone, index: row.identity_index ?? '' })
  return { template: template as Template, number: dossier.theCase.number }
}

async function known(site: Site, cases: number): Promise<Surroundings> {
  const { db, vault } = site
  const written = ['event', 'service_case', 'task', 'draft', 'material', 'file', 'certificate', 'message', 'person', 'act', 'act_stream', 'ledger_leaf']
  const tables = (await db.read.introspection.getTables()).filter(({ name }) => written.includes(name))
  const { sealed } = await db.read.selectFrom('ledger').select('sealed').executeTakeFirstOrThrow()
  const { rows } = await (db.engine === 'sqlite' ? sql<{ url: string }>`select file as url from pragma_database_list` : sql<{ url: string }>`select current_database() as url`).execute(db.read)
  return {
    url: db.engine === 'sqlite' ? String(rows[0]?.url) : `${process.env.TEST_POSTGRES}/${rows[0]?.url}`, columns: Object.fromEntries(tables.map(({ name, columns }) => [name, columns.map(one => one.name).sort()])),
    dataKeys: [[1, Buffer.alloc(32, 7)]], indexKey: vault.indexKey, ledger: { hash: db.ledger.hash, origin: db.ledger.origin, key: Buffer.from(vault.open<string>(sealed, 'ledger'), 'base64') },
    counties: [{ code: '330110', townships: [] }], home: { code: '330106', townships: [] }, staff: [], persons: 20, organisations: 2, cases, firstLeaf: (await readSize(db)).size,
    passwordHash: '', openedAt: '2025-03-01T02:00:00.000Z', taken: new Set(),
  }
}

test('a multiplied case is other people’s, in another county, and whole: chain, digests, seals, figures and log', async () => {
  const site = await portal()
  const { template, number } = await lived(site)
  const surroundings = await known(site, 30)
  const multiplier = new Multiplier(surroundings)
  const sink = openSink(surroundings.url, surroundings.columns)
  await sink.write(multiplier.accounts(0, multiplier.accountCount))
  await sink.write(multiplier.cases(template, { first: 0, count: 30, dayOrder: 0 }))
  await sink.close()
  for (const [key, count] of multiplier.figures) {
    const [region, { onDay, kind, departmentId, acceptedOn, isLate, isSupplemented }] = JSON.parse(key) as [string, Figure]
    await site.db.commit([increment('figure', { region, on_day: onDay, kind, department_id: departmentId, accepted_on: acceptedOn, is_late: Number(isLate), is_supplemented: Number(isSupplemented) }, 'count', count)])
  }
  await growLog(site.db)
  site.clock = new Date(site.clock.getTime() + pauseMs)
  await anchorHistory(site.ctx())

  const faults: string[] = []
  const { cases: checked } = await checkDatabase(site.ctx(), fault => faults.push(faultLine(fault)))
  // What a test's little province consists of was published by no act.
  expect(faults.filter(fault => !/^(bundle_version|regions|departments|office) ?/.test(fault))).toEqual([])
  expect(checked).toBe(31)
  const cases = await site.db.read.selectFrom('service_case').select(['region', 'number', 'applicant_name']).where('number', '!=', number).execute()
  expect(new Set(cases.map(one => one.region))).toEqual(new Set(['330106', '330110']))
  expect([new Set(cases.map(one => one.number)).size, cases.some(one => one.applicant_name === '陈小雨')]).toEqual([30, false])
})
