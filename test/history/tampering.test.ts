import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Ctx } from '../../server/context.ts'
import { anchorHistory, pauseMs } from '../../server/history/anchor.ts'
import { checkActs } from '../../server/history/check-acts.ts'
import { checkCase } from '../../server/history/check-cases.ts'
import { checkLog } from '../../server/history/check-log.ts'
import { checkReadings } from '../../server/history/check-readings.ts'
import { checkReference } from '../../server/history/check-reference.ts'
import { listStrays } from '../../server/history/check.store.ts'
import { faultLine, type Fault } from '../../server/history/fault.ts'
import { findLedger } from '../../server/ledger/ledger.store.ts'
import { givenTheRest } from './given-the-rest.ts'
import { builtTown, faultsOf } from './support.ts'

/**
 * What is done to the rows behind the application's back, for every column of every table: the check has to find
 * it. What it does not find is listed here, with the reason; a new table or column is tried unless it is listed.
 */
type Table = keyof Schema
const account = 'the account as it is now; that it was changed, when and by whom, are acts, which are covered'
const notHistory: Partial<Record<Table, string>> = {
  session: 'who is signed in now; ends by itself',
  sign_in_attempt: 'counts of a quarter of an hour',
  draft: 'not filed yet, or copied into its case, which is covered',
  co_confirmation: 'of a draft; what counts of it once it is filed stands in the event of the submission, and each answer in the acts of who gave it',
  message: 'tells in words what events say; the events are covered',
  sending: 'the way of a message out; the events are covered',
  proposal: 'a definition that is not in force yet; its acts are covered, and so is what is released',
  proposal_revision: 'as the proposal',
  second_factor: account,
  recovery_code: account,
  sign_on: account,
  password_reset: 'good for an hour',
  email_confirmation: 'good for a day',
  mandate_code: 'good for ten minutes; that it was read out is an act of the mandate, which is covered',
  account_letter: 'the way of a letter out; gone when it is sent',
  data_key: 'what a key still seals is counted anew from the sealed values; that one has ended is an act',
  file_removal: 'bytes whose row is gone already: whatever else stands in it is not removed',
}
const notCovered: Partial<Record<Table, Record<string, string>>> = {
  service_case: { version: 'counts writes so that one of two wins; tells nothing of the case' },
  person: { username: account, password_hash: account, password_expires_at: account, kind: account, name: account, sealed: account, identity_index: account, session_epoch: account, version: 'counts writes' },
  ledger: { started_at: 'told in one refusal, decides nothing' },
}
/** Where another value may make no difference: those that do. */
const harmful: Record<string, (row: Row) => Row[string][]> = {
  // Moved over events that nobody is told of, nobody is told anything else.
  'service_case.told_seq': row => [0, Number(row.last_seq) + 1],
  // A smaller one only has a running case counted anew, as after every change of the calendar.
  'service_case.calendar_act': row => [Number(row.calendar_act) + 1, ...(row.status === 'running' ? [] : [Number(row.calendar_act) - 1])],
}
const inCases: readonly Table[] = ['service_case', 'task', 'event', 'material', 'file', 'deficiency', 'certificate', 'internal_request', 'supervision_order', 'commitment_breach']
const inLog: readonly Table[] = ['ledger', 'ledger_leaf', 'ledger_tile', 'checkpoint']

/** Readings stand in batches; questions about them are rows that acts vouch for. */
const inReadings: readonly Table[] = ['reading', 'reading_subject', 'reading_batch']

type Row = Record<string, string | number | null>
let town: Ctx
let tables: [name: Table, columns: string[]][]

beforeAll(async () => {
  town = await builtTown()
  await givenTheRest(town)
  while ((await anchorHistory(town)) > 0);
  tables = (await town.db.read.introspection.getTables()).filter(({ name }) => !name.startsWith('kysely_')).map(({ name, columns }) => [name as Table, columns.map(column => column.name)])
}, 600_000)

const sameAs = (row: Row) => sql.join(Object.entries(row).map(([column, value]) => sql`${sql.ref(column)} is not distinct from ${value}`), sql` and `)
const erase = (table: Table, row: Row) => sql`delete from ${sql.table(table)} where ${sameAs(row)}`.execute(town.db.forMigration())
const write = (table: Table, row: Row) => sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map(column => sql.ref(column)))}) values (${sql.join(Object.values(row))})`.execute(town.db.forMigration())

/** Puts `rows` in the place of others for as long as it takes to look, and says what was found; undefined: the database itself refuses. */
async function foundWith(table: Table, before: readonly Row[], rows: readonly Row[]): Promise<string[] | undefined> {
  for (const row of before) await erase(table, row)
  const written: Row[] = []
  try {
    for (const row of rows) {
      await write(table, row)
      written.push(row)
    }
    return (await look(table, [...before, ...rows])).map(faultLine)
  } catch (error) {
    if (/constraint|unique|duplicate/i.test((error as Error).message)) return undefined
    throw error
  } finally {
    for (const row of written) await erase(table, row)
    for (const row of before) await write(table, row)
  }
}

/** The part of the check that such a table belongs to; all of it is `checkDatabase`, tried below. */
async function look(table: Table, rows: readonly Row[]): Promise<Fault[]> {
  const strays = await listStrays(town.db)
  if (strays.length > 0) return strays
  if (inCases.includes(table)) return (await Promise.all((await casesOf(table, rows)).map(key => checkCase(town, key)))).flatMap(({ faults }) => faults)
  if (inLog.includes(table)) return lookAtLog()
  const { accounts, faults } = await checkActs(town)
  if (faults.length > 0) return faults
  return inReadings.includes(table) ? checkReadings(town, accounts) : checkReference(town, accounts)
}

async function lookAtLog(): Promise<Fault[]> {
  const opened = town.db.ledger
  try {
    const ledger = await findLedger(town.db, town.vault)
    if (!ledger) return [{ thing: 'ledger', problem: 'it is gone' }]
    town.db.ledger = ledger
    return (await checkLog(town, [town.signer.fingerprint])).faults
  } catch (error) {
    return [{ thing: 'ledger', problem: (error as Error).message }]
  } finally {
    town.db.ledger = opened
  }
}

const allCases = () => town.db.read.selectFrom('service_case').select(['region', 'id', 'number', 'draft_id']).execute()

async function casesOf(table: Table, rows: readonly Row[]) {
  const ids = new Set(rows.flatMap(row => [row.case_id, table === 'service_case' ? row.id : null, row.case_number, row.draft_id]))
  const taskIds = rows.flatMap(row => (typeof row.task_id === 'string' ? [row.task_id] : []))
  const tasks = await town.db.read.selectFrom('task').select(['id', 'case_id']).where('id', 'in', ['', ...taskIds]).execute()
  const papers = table === 'file' ? await town.db.read.selectFrom('material').select('draft_id').where('file_id', 'in', rows.map(({ id }) => String(id))).execute() : []
  return (await allCases()).filter(one => [one.id, one.number, one.draft_id].some(id => ids.has(id)) || tasks.some(task => task.case_id === one.id) || papers.some(paper => paper.draft_id === one.draft_id))
}

/** Rows with something in this column, of the most various kinds. */
async function rowsOf(table: Table): Promise<Row[]> {
  const filed = await allCases()
  const rows = (await sql<Row>`select * from ${sql.table(table)} limit 3000`.execute(town.db.read)).rows
  const isOfCase = (row: Row) => !['material', 'file'].includes(table) || filedPapers.has(String(row.id))
  const filedPapers = new Set(['material', 'file'].includes(table)
    ? (await town.db.read.selectFrom('material').select(['id', 'file_id']).where('draft_id', 'in', filed.map(({ draft_id }) => draft_id)).execute()).flatMap(({ id, file_id }) => [id, file_id ?? ''])
    : [])
  return rows.filter(isOfCase)
}

/** What somebody might put in the place of a value: another row's, a little of something else, nothing. */
function alterations(value: Row[string], others: readonly Row[string][], isNullable: boolean): Row[string][] {
  const another = others.find(other => other !== value && other !== null)
  const generic = value === null ? [] : typeof value === 'number' ? [value + 1] : [different(value)]
  return [...new Set([...(another === undefined ? (value === null ? ['altered'] : []) : [another]), ...generic, ...(isNullable && value !== null ? [null] : [])])]
}

function different(text: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return new Date(Date.parse(text) - 86_400_000).toISOString()
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return new Date(Date.parse(text) - 86_400_000).toISOString().slice(0, 10)
  if (text.startsWith('{')) return JSON.stringify({ ...(JSON.parse(text) as object), altered: true })
  if (text.startsWith('[')) return JSON.stringify([...(JSON.parse(text) as unknown[]), 'altered'])
  const middle = Math.floor(text.length / 2) // the last character of base64 may stand for nothing
  return `${text.slice(0, middle)}${text[middle] === 'x' ? 'y' : 'x'}${text.slice(middle + 1)}`
}

test('untouched, all of it is whole', async () => {
  expect(await faultsOf({ ...town, now: new Date(town.now.getTime() + pauseMs) })).toEqual([])
  const withoutRows = await Promise.all(tables.filter(([table]) => !notHistory[table]).map(async ([table]) => ((await rowsOf(table)).length > 0 ? [] : [table])))
  expect({ 'tables to cover here, or to list with a reason': withoutRows.flat() }).toEqual({ 'tables to cover here, or to list with a reason': [] })
})

test('no table and no column is excused that does not exist', () => {
  const known = new Map(tables)
  for (const table of [...Object.keys(notHistory), ...inCases, ...inLog]) expect([...known.keys()]).toContain(table)
  for (const [table, columns] of Object.entries(notCovered)) expect(known.get(table as Table)).toEqual(expect.arrayContaining(Object.keys(columns)))
})

test('a changed value is found, whatever the column', async () => {
  const missed: string[] = []
  let tried = 0
  for (const [table, columns] of tables.filter(([name]) => !notHistory[name])) {
    const rows = await rowsOf(table)
    const byFullness = [...rows].sort((a, b) => Object.values(b).filter(value => value !== null).length - Object.values(a).filter(value => value !== null).length)
    for (const column of columns.filter(name => !notCovered[table]?.[name])) {
      const row = byFullness.find(one => one[column] !== null && one[column] !== 0) ?? byFullness[0]!
      const values = rows.map(one => one[column] ?? null)
      for (const value of harmful[`${table}.${column}`]?.(row) ?? alterations(row[column] ?? null, values, values.includes(null))) {
        const found = await foundWith(table, [row], [{ ...row, [column]: value }])
        if (found) tried += 1
        if (found?.length === 0) missed.push(`${table}.${column}: ${String(row[column]).slice(0, 60)} → ${String(value).slice(0, 60)}`)
      }
    }
  }
  expect(missed).toEqual([])
  expect(tried).toBeGreaterThan(350)
}, 600_000)

test('a value that was nothing and is something now is found', async () => {
  const missed: string[] = []
  for (const [table, columns] of tables.filter(([name]) => !notHistory[name])) {
    const rows = await rowsOf(table)
    for (const column of columns.filter(name => !notCovered[table]?.[name])) {
      const [empty, full] = [rows.find(row => row[column] === null), rows.find(row => row[column] !== null)]
      if (!empty) continue
      const found = await foundWith(table, [empty], [{ ...empty, [column]: full?.[column] ?? 'altered' }])
      if (found?.length === 0) missed.push(`${table}.${column}`)
    }
  }
  expect(missed).toEqual([])
}, 300_000)

test('a form, a result and a certificate that were sealed anew with the portal’s own key are found', async () => {
  for (const [table, context] of [['service_case', 'case'], ['task', 'task'], ['certificate', 'certificate']] as const) {
    const row = (await rowsOf(table)).find(({ sealed }) => sealed !== null)!
    const value = town.vault.open<object>(String(row.sealed), `${context} ${row.id}`)
    const found = await foundWith(table, [row], [{ ...row, sealed: town.vault.seal({ ...value, altered: true }, `${context} ${row.id}`) }])
    expect(found?.join()).toMatch(new RegExp(`${context}.*is not what it vouches for`))
    // Sealing the same value anew, as a change of keys does, alters nothing.
    expect(await foundWith(table, [row], [{ ...row, sealed: town.vault.seal(value, `${context} ${row.id}`) }])).toEqual([])
  }
})

test('a deleted row is found', async () => {
  const missed: string[] = []
  for (const [table] of tables.filter(([name]) => !notHistory[name])) {
    const rows = await rowsOf(table)
    for (const row of [rows[0]!, rows[Math.floor(rows.length / 2)]!, rows.at(-1)!]) {
      const found = await foundWith(table, [row], [])
      if (found?.length === 0) missed.push(`${table} ${JSON.stringify(row).slice(0, 120)}`)
    }
  }
  expect(missed).toEqual([])
}, 300_000)

test('an inserted row is found', async () => {
  const missed: string[] = []
  for (const [table] of tables.filter(([name]) => !notHistory[name])) {
    const rows = await rowsOf(table)
    const row = rows.at(-1)!
    const found = await foundWith(table, [], [asNew(table, row, rows)])
    if (found === undefined || found.length === 0) missed.push(`${table}: ${found ? 'not found' : 'refused'}`)
  }
  expect(missed).toEqual([])
}, 300_000)

/** A copy under keys that are free. */
function asNew(table: Table, row: Row, rows: readonly Row[]): Row {
  const next = (column: string) => Math.max(...rows.map(one => Number(one[column]))) + 1
  const fresh: Partial<Record<Table, Row>> = {
    service_case: { number: '33010620260101999999', draft_id: '330106-new' }, task: { item_code: 'another' }, event: { seq: next('seq') }, act: { seq: next('seq') }, certificate: { identifier: 'new' },
    bundle_version: { id: 'new-99', version: 99 }, person: { id: 'new', username: 'new', identity_index: 'new' }, role_grant: { role: 'auditor', person_id: 'new' }, commitment_breach: { person_id: 'new' },
    mandate: { id: '2026010112345678' },
    ledger_leaf: { position: next('position'), seq: next('seq') }, ledger_tile: { position: next('position') }, checkpoint: { size: next('size') }, ledger: { id: 2 }, act_stream: { stream: 'new' },
    region: { code: '339999000000' }, calendar_day: { day: '2029-12-31' }, calendar_notice: { year: 2031 }, office_hours: { region_code: '330106000000' }, legal_hold: { case_id: 'new' }, file: { id: '330106-new' },
    reading_subject: { person_id: 'new' }, reading_batch: { seq: next('seq') }, figure: { department_id: 'new' },
  }
  return { ...row, ...('id' in row && table !== 'ledger' && table !== 'ledger_leaf' ? { id: `${String(row.id).slice(0, -3)}new` } : {}), ...fresh[table] }
}

test('rows that changed places are found', async () => {
  for (const [table, place, within] of [['event', 'seq', 'case_id'], ['act', 'seq', 'stream'], ['ledger_leaf', 'position', null]] as const) {
    const rows = await rowsOf(table)
    const first = rows.find(row => rows.some(other => other !== row && (within === null || other[within] === row[within])))
    const second = rows.find(row => row !== first && (within === null || row[within] === first?.[within]))
    if (!first || !second) throw new Error(`nothing of ${table} can change places`)
    const found = await foundWith(table, [first, second], [{ ...first, [place]: second[place] ?? null }, { ...second, [place]: first[place] ?? null }])
    expect([table, found?.length === 0]).toEqual([table, false])
  }
})

test('the command checks a database by its address, names the first altered entry and ends with 1', async () => {
  const { rows } = await (town.db.engine === 'sqlite' ? sql<{ name: string }>`select file as name from pragma_database_list` : sql<{ name: string }>`select current_database() as name`).execute(town.db.read)
  const name = rows[0]?.name ?? ''
  const run = () => spawnSync(process.execPath, [join(import.meta.dirname, '../../server/history/ledger-verify.command.ts'), '--database', town.db.engine === 'sqlite' ? name : `${process.env.TEST_POSTGRES}/${name}`], {
    encoding: 'utf8', env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, SESSION_SECRET: '-'.repeat(32), DATA_KEYS: `1:${Buffer.alloc(32, 7).toString('hex')}`, SIGNING_KEY: Buffer.alloc(32, 9).toString('hex') },
  })
  const whole = run()
  expect(whole).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+ cases, \d+ events, .* whole/) as string })
  const event = (await rowsOf('event')).find(({ seq }) => seq === 2)!
  await erase('event', event)
  await write('event', { ...event, actor_id: 'somebody else' })
  const altered = run()
  await erase('event', { ...event, actor_id: 'somebody else' })
  await write('event', event)
  expect(altered.status).toBe(1)
  expect(altered.stdout).toMatch(/^case \d{20}, event 2: it is not the entry that was written/)
}, 60_000)
