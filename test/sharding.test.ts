import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { insert, update } from '../db/statement.ts'
import { regionsTouched } from './support/regions-touched.ts'
import { freshDatabase } from './support/database.ts'

/**
 * A province shards by region: every row of a case is found by its region, joined within it, and written with others of
 * it. That is what Citus and its like ask of distributed tables; tables without a region are reference tables there.
 */
const server = join(import.meta.dirname, '../server')
const stores = (readdirSync(server, { recursive: true }) as string[]).filter(path => path.endsWith('.store.ts')).map(path => ({ path, text: readFileSync(join(server, path), 'utf8') }))

let db: Db
let regional: string[]
beforeAll(async () => {
  db = await freshDatabase()
  regional = (await db.read.introspection.getTables()).filter(({ columns }) => columns.some(({ name }) => name === 'region')).map(({ name }) => name).filter(name => name !== 'office_hours')
})

/** The columns of every unique key of a table, the primary one first. */
async function keysOf(table: string): Promise<string[][]> {
  const { rows } = db.engine === 'sqlite'
    ? await sql<{ columns: string }>`select (select group_concat(name) from (select name from pragma_index_info(list.name) order by seqno)) as columns from pragma_index_list(${table}) as list where "unique" = 1`.execute(db.read)
    : await sql<{ columns: string }>`select string_agg(attname, ',' order by place) as columns from pg_index cross join unnest(indkey) with ordinality as one(number, place) join pg_attribute on attrelid = indrelid and attnum = number where indrelid = ${table}::regclass and indisunique group by indexrelid`.execute(db.read)
  return rows.map(({ columns }) => columns.split(','))
}

test('the tables of a case have a region, and every unique key of theirs begins with it', async () => {
  expect(regional).toEqual(expect.arrayContaining(['draft', 'service_case', 'task', 'event', 'material', 'file', 'certificate', 'deficiency', 'internal_request', 'supervision_order', 'message', 'sending', 'reading']))
  const faults = await Promise.all(regional.map(async table => (await keysOf(table)).filter(([first]) => first !== 'region').map(columns => `${table}: ${columns.join(', ')}`)))
  expect(faults.flat()).toEqual([])
})

test('whoever joins two of them joins them within a region', () => {
  const faults = stores.flatMap(({ path, text }) => [...text.matchAll(/(?:Join\(|exists\(\s*selectFrom\()'(\w+)/g)]
    .filter(({ 1: table, index }) => regional.includes(String(table)) && !/\.region'/.test(text.slice(index, index + 400)))
    .map(({ 0: found, index }) => `${path}:${text.slice(0, index).split('\n').length} ${found}`))
  expect(faults).toEqual([])
})

test('a write set that touches two regions is found out in every test', async () => {
  const draft = (region: string) => update('draft', { status: 'discarded' }, { region, id: 'absent' }, 'any')
  expect([...regionsTouched([draft('330106'), draft('330106'), insert('department', { id: 'a', zh: '甲', en: 'A', kind: 'government', levels: '[]' })])]).toEqual(['330106'])
  await expect(db.commit([draft('330106'), draft('330110')])).rejects.toThrow(/one region/)
})
