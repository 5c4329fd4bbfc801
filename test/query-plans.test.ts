import Database from 'better-sqlite3'
import { sql } from 'kysely'
import type { Ctx } from '../server/context.ts'
import { demoPassword } from '../server/demo/accounts.ts'
import { happen, settle } from '../server/demo/seed-town.ts'
import { matters } from '../server/demo/town-matters.ts'
import { system } from '../server/people/actor.ts'
import { listClashing } from '../server/people/separation.store.ts'
import { portalJobs } from '../server/portal-jobs.ts'
import { useKeys } from '../server/privacy/use-keys.ts'
import { removeReadingsJob } from '../server/readings/remove-old.ts'
import { oldestWaiting } from '../server/web/waiting.store.ts'
import { watchLists } from '../server/supervision/watch.ts'
import type { Agent } from './support/agent.ts'
import { portal, type Site } from './support/portal.ts'

/**
 * What people do every day costs the same however many cases there are: a journey through it, with an ear on every
 * statement. None may read a table that grows with the cases from end to end, nor by what very many of its rows share.
 */
const growing = ['service_case', 'task', 'event', 'draft', 'message', 'sending', 'material', 'file', 'certificate', 'deficiency', 'internal_request', 'supervision_order', 'reading', 'reading_subject', 'act', 'act_stream', 'person', 'ledger_leaf', 'ledger_tile', 'figure', 'session', 'co_confirmation', 'commitment_breach', 'mandate']
/** Columns of which a value stands in very many rows: found by one of these alone, as good as not found. */
const coarse = /^\(?(region|status|office_id|kind|type|bundle_id|bundle_version_id|level|removed_at|ANY\(\w+\))=\?( AND (region|status|office_id|kind|type|bundle_id)=\?)*\)?$/
/** Read in the order of an index and left after a page, or as large as what goes on and not as what there ever was. */
const allowed: [plan: RegExp, why: string][] = [
  [/ task USING (COVERING )?INDEX task_(queue|recent) \(office_id=\? AND status=\?\)/, 'a page of the queue, in its order'],
  [/ task USING COVERING INDEX task_due \(status=\?\)/, 'supervision counts what is open'],
  [/ task USING INDEX task_due \(status=\?\)/, 'lists of what is open, in their order, left after a page'],
  [/ task USING INDEX task_intake \(region=\?\)/, 'what a counter may accept: a partial index, left after a page'],
  [/ internal_request USING INDEX internal_request_office \(to_office_id=\? AND state=\?\)/, 'what is asked of an office and not answered'],
  [/ supervision_order USING INDEX supervision_order_office \(office_id=\? AND answered_at=\?\)/, 'orders that are not answered'],
  [/SCAN (service_case|act_stream) USING (COVERING )?INDEX (service_case_anchor|act_stream_anchor|service_case_open)/, 'partial: as large as what has happened since the last checkpoint, or goes on'],
  [/SCAN deficiency USING INDEX deficiency_repeated|SCAN supervision_order USING INDEX supervision_order_time/, 'the latest, left after a page'],
  [/SCAN reading USING (COVERING )?INDEX reading_new/, 'partial: what was read since the last checkpoint'],
  [/SCAN act USING INDEX act_time|SEARCH act USING INDEX act_type \(type=\?\)/, 'the newest acts, left after a page'],
  [/SCAN person USING INDEX person_username/, 'accounts by username, left after a page'],
  [/figure USING COVERING INDEX figure_town \(kind=\? AND on_day>\?\)/, 'a year of figures'],
]

const heard = new Set<string>()
let isListening = true
let site: Site
let ctx: Ctx

beforeAll(async () => {
  const prepare = Database.prototype.prepare
  jest.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Database.Database, text: string) {
    if (isListening) heard.add(text)
    return prepare.call(this, text) as never
  })
  site = await portal({ catalogue: true })
  ctx = site.ctx()
}, 120_000)
afterAll(() => jest.restoreAllMocks())

async function signedIn(username: string): Promise<Agent> {
  const agent = site.visitor()
  await (await agent.get('/sign-in')).submitTo('/sign-in', { username, password: demoPassword })
  if (!agent.isSignedIn()) throw new Error(`${username} could not sign in`)
  return agent
}

async function visit(agent: Agent, ...pages: string[]): Promise<void> {
  for (const path of pages) {
    const { status } = await agent.get(path)
    if (status >= 400) throw new Error(`${path} answers ${status}`)
  }
}

/** What a town's day consists of. */
async function journey(): Promise<void> {
  const people = await settle(site.ctx(system))
  const some = matters.filter(({ byAgent, stage }) => byAgent === undefined && stage === 'submitted').filter((_, at) => at % 9 === 0)
  for (const [index, matter] of some.entries()) await happen(ctx, { ...people, mandates: new Map() }, matter, index)
  isListening = false
  const one = await ctx.db.read.selectFrom('service_case').innerJoin('person', 'person.id', 'service_case.applicant_id').select(['number', 'username']).where('kind', '=', 'person').limit(1).executeTakeFirstOrThrow()
  const task = await ctx.db.read.selectFrom('task').innerJoin('role_grant', join => join.onRef('role_grant.office_id', '=', 'task.office_id')).innerJoin('person', 'person.id', 'role_grant.person_id')
    .select(['task.id', 'task.item_code', 'task.applicant_name', 'task.case_number', 'username']).where('task.status', 'in', ['received', 'accepted']).where('role', '=', 'officer').limit(1).executeTakeFirstOrThrow()
  isListening = true

  await visit(site.visitor(), '/', '/search?q=出生', '/bundles/newborn-birth', '/open', '/open/overdue', '/open/checkpoints')
  const citizen = await signedIn(one.username)
  await visit(citizen, '/me', '/cases', `/cases/${one.number}`, `/cases/${one.number}/receipt`, `/cases/${one.number}/history.json`, '/me/messages', '/me/messages?unread=1', '/me/certificates', '/me/access-log', '/me/mandates', '/me/devices')
  const officer = await signedIn(task.username)
  await visit(officer, ...['', '?status=awaiting', '?status=decided', '?status=followUp', '?who=me', '?who=nobody', `?item=${task.item_code}`].map(query => `/desk${query}`), `/desk/tasks/${task.id}`, '/desk/requests')
  for (const q of [task.applicant_name, task.applicant_name.slice(0, 1), task.case_number]) await officer.post('/desk/search', { q })
  const counter = await signedIn('counter')
  await visit(counter, '/counter', '/counter/intake', `/counter/cases/${one.number}`)
  const supervisor = await signedIn('supervisor')
  await visit(supervisor, '/supervision', '/supervision?region=330106000000', ...watchLists.map(list => `/supervision?list=${list}`), '/supervision/cases.csv?from=2020-01-01&until=2030-01-01')
  await visit(await signedIn('auditor'), '/admin/audit', '/admin/audit?type=person.created', '/admin/audit/readings')
  await visit(await signedIn('administrator'), '/admin/people', '/admin/people?staff=1')
  for (const job of [...portalJobs, removeReadingsJob(3)]) await job.run(site.ctx(system))
  await oldestWaiting(ctx.db)
  await listClashing(ctx)
  await useKeys(ctx)
}

/** The steps of a plan, with the names of tables in the place of those by which the statement calls them. */
function stepsOf(file: Database.Database, text: string): string[] {
  const called = new Map([...text.matchAll(/"?(\w+)"? as "?(\w+)"?/g)].map(([, table, name]) => [name as string, table as string]))
  const steps = file.prepare(`explain query plan ${text}`).all(...Array<null>((text.match(/\?/g) ?? []).length).fill(null)) as { detail: string }[]
  return steps.map(({ detail }) => detail.replace(/^(SCAN|SEARCH) (\w+)/, (_, how: string, name: string) => `${how} ${called.get(name) ?? name}`))
}

function fault(step: string): boolean {
  const [, how, table, rest = ''] = /^(SCAN|SEARCH) (\w+)(.*)$/.exec(step) ?? []
  if (!how || !growing.includes(table as string) || allowed.some(([plan]) => plan.test(step))) return false
  if (how === 'SCAN') return true
  const found = /\((.*)\)$/.exec(rest)?.[1]
  return found !== undefined && coarse.test(found)
}

test('no page and no job of every day reads through what grows with the cases', async () => {
  if (site.db.engine !== 'sqlite') return
  await journey()
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list`.execute(site.db.read)
  const file = new Database(rows[0]?.file, { readonly: true })
  const read = [...heard].filter(text => /^\s*(select|with|update|delete)/i.test(text) && !/sqlite_master|pragma_|probe/.test(text) && growing.some(table => text.includes(table)))
  const faults = read.flatMap(text => stepsOf(file, text).filter(fault).map(step => `${step}\n    ${text.slice(0, 400)}`))
  file.close()
  expect(read.length).toBeGreaterThan(120)
  expect(faults).toEqual([])
}, 120_000)
