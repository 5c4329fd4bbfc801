import { CompiledQuery } from 'kysely'
import type { Db } from '../db/connect.ts'
import type { Compiled } from '../db/query.ts'
import { getDraft, insertDraft } from '../server/drafts/draft.store.ts'
import { newRegionalId } from '../server/ids.ts'
import { actorOf, type Person } from '../server/people/person.ts'
import { paths } from '../server/web/paths.ts'
import type { Agent } from './support/agent.ts'
import { givenCase, onCommitment, xihu } from './support/filed-case.ts'
import { aCitizen } from './support/people.ts'
import { portal, type Site } from './support/portal.ts'
import { statementsOf } from './support/statements.ts'

/**
 * What a request asks the database for. Who adds a read to one of these pages raises its number here, and sees
 * what it costs: each is paid by everybody, with every request. Four of them say who is asking (session, person,
 * roles, mandates), and one how many messages wait for him.
 */

const definition = onCommitment()
const content = { commitments: { 'birth-record': '2026-03-02T02:00:00.000Z' } }

interface Town {
  site: Site
  applicant: Person
  citizen: Agent
  doctor: Agent
  /** Files as many more. */
  filed(count: number): Promise<string>
}

async function town(): Promise<Town> {
  const site = await portal()
  const citizen = await site.citizen(aCitizen())
  const applicant = citizen.person as Person
  const doctor = await site.officer({ department: 'health', region: xihu, name: '周医生', username: 'zhou' })
  const filed = async (count: number) => {
    let number = ''
    for (let at = 0; at < count; at++) number = (await givenCase(site, { definition, applicant, content })).theCase.number
    return number
  }
  return { site, applicant, citizen, doctor, filed }
}

/** Asked twice before: a process works some things out the first time. */
async function counted({ site, filed }: Town, page: () => Promise<unknown>) {
  await filed(1)
  await page()
  await page()
  const one = await statementsOf(site.db, page)
  await filed(12)
  await page()
  return { one, many: await statementsOf(site.db, page) }
}

test('a submission', async () => {
  const { site, applicant, citizen, filed } = await town()
  const number = await filed(1)
  const submitted = async () => {
    const id = await openDraft(site, applicant, number)
    return statementsOf(site.db, async () => expect((await citizen.post(paths.draftSubmit(id), { confirmed: 'yes' }, { follow: false })).status).toBe(303))
  }
  await submitted()
  const { reads, writes, asked } = await submitted()
  expect(reads).toBeLessThanOrEqual(13)
  expect(await scans(site.db, asked)).toEqual([])
  // The draft, the case, four tasks, three events, the papers, and the figures of the town.
  expect(writes).toBeLessThanOrEqual(11)
})

test('a queue, however long it is', async () => {
  const here = await town()
  const { one, many } = await counted(here, async () => expect((await here.doctor.get(paths.desk())).status).toBe(200))
  expect(one).toEqual(many)
  expect(many.writes).toBe(0)
  expect(many.reads).toBeLessThanOrEqual(13)
  expect(await scans(here.site.db, many.asked)).toEqual([])
})

test('a case', async () => {
  const here = await town()
  const number = await here.filed(1)
  const { one, many } = await counted(here, async () => expect((await here.citizen.get(paths.case(number))).status).toBe(200))
  expect(one).toEqual(many)
  expect(many.writes).toBe(0)
  expect(many.reads).toBeLessThanOrEqual(16)
  expect(await scans(here.site.db, many.asked)).toEqual([])
})

/** Where SQLite would go through a whole table, or through all that a county has: it does so to save itself a sorting. */
async function scans(db: Db, asked: readonly Compiled[]): Promise<string[]> {
  if (db.engine !== 'sqlite') return []
  const tables = (await db.read.introspection.getTables()).map(({ name }) => name)
  const plans = await Promise.all(asked.map(async compiled => {
    const { sql, valuesOf } = compiled.on('sqlite')
    const { rows } = await db.read.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${sql}`, valuesOf({}).map(value => value ?? null)))
    return rows.map(({ detail }) => detail)
  }))
  return plans.flat().filter(detail => detail.endsWith('(region=?)') || tables.includes(/^SCAN (\w+)/.exec(detail)?.[1] ?? ''))
}

async function openDraft(site: Site, applicant: Person, number: string): Promise<string> {
  const { draft_id: filedId } = await site.db.read.selectFrom('service_case').select('draft_id').where('number', '=', number).executeTakeFirstOrThrow()
  const id = newRegionalId('330106')
  await site.db.commit([insertDraft(site.vault, { ...(await getDraft(site.ctx(actorOf(applicant)), filedId)), id, status: 'open', version: 1 })])
  return id
}
