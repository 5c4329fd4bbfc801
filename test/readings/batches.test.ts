import { sql } from 'kysely'
import { anchorHistory, pauseMs } from '../../server/history/anchor.ts'
import { checkActs } from '../../server/history/check-acts.ts'
import { checkReadings } from '../../server/history/check-readings.ts'
import { listStrayReadings } from '../../server/readings/batch.store.ts'
import { listReadingsOf } from '../../server/readings/reading.store.ts'
import { recordReading, type Read } from '../../server/readings/record-reading.ts'
import { removeOldReadings } from '../../server/readings/remove-old.ts'
import { freshDatabase } from '../support/database.ts'
import { ctxOf } from '../history/support.ts'
import type { Ctx } from '../../server/context.ts'

type Row = Record<string, string | number | null>
const start = new Date('2026-03-02T02:00:00.000Z')
const office = 'health@330106000000'
const subject = (nth: number) => ({ personId: `person${nth}`, caseNumber: `3301062026030200000${nth}`, region: '330106' })

async function recorded(): Promise<Ctx> {
  const ctx = ctxOf(await freshDatabase(), start)
  const officer = { ...ctx.actor, id: 'officer', grants: [{ role: 'officer' as const, officeId: office }] }
  const read = (minutes: number, more: Partial<Read>) => recordReading({ ...ctx, actor: officer, now: new Date(start.getTime() + minutes * pauseMs) }, { kind: 'page', purpose: 'examination', officeId: office, taskId: '330106-t', subjects: [subject(1)], fields: ['a', 'b'], covered: ['b'], materials: ['m'], ...more })
  await read(0, {})
  await read(0, { kind: 'list', purpose: 'queue', subjects: [subject(1), subject(2)] })
  await anchored(ctx, 0)
  await read(3, { kind: 'reveal', reason: '核对收款账户' })
  await read(3, { kind: 'list', purpose: 'queue', subjects: [subject(1), subject(2), subject(3)] })
  await read(3, { kind: 'search', purpose: 'accounts', officeId: null, subjects: [{ personId: 'person1', region: '000000' }] })
  await anchored(ctx, 3)
  return ctx
}

const anchored = async (ctx: Ctx, minutes: number) => { while ((await anchorHistory({ ...ctx, now: new Date(start.getTime() + minutes * pauseMs) })) > 0); }
const faultsIn = async (ctx: Ctx): Promise<number> => (await listStrayReadings(ctx.db, 20)).length + (await checkReadings(ctx, (await checkActs(ctx)).accounts)).length

const erase = (ctx: Ctx, table: string, row: Row) => sql`delete from ${sql.table(table)} where ${sql.join(Object.entries(row).map(([column, value]) => sql`${sql.ref(column)} is not distinct from ${value}`), sql` and `)}`.execute(ctx.db.forMigration())
const write = (ctx: Ctx, table: string, row: Row) => sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map(column => sql.ref(column)))}) values (${sql.join(Object.values(row))})`.execute(ctx.db.forMigration())

async function foundWith(ctx: Ctx, table: string, before: Row | undefined, after: Row | undefined): Promise<boolean> {
  if (before) await erase(ctx, table, before)
  if (after) await write(ctx, table, after)
  const found = (await faultsIn(ctx)) > 0
  if (after) await erase(ctx, table, after)
  if (before) await write(ctx, table, before)
  return found
}

const tables = ['reading', 'reading_subject', 'reading_batch'] as const

test('a list adds only whom it had not shown that day, and everything is held in batches of one county', async () => {
  const ctx = await recorded()
  const lists = (await ctx.db.read.selectFrom('reading').select('subjects').where('kind', '=', 'list').orderBy('id').execute()).map(({ subjects }) => (JSON.parse(subjects) as [string][]).map(([id]) => id))
  expect(lists).toEqual([['person1', 'person2'], ['person3']])
  expect(await ctx.db.read.selectFrom('reading_batch').select(['region', 'seq', 'count']).orderBy('region').orderBy('seq').execute()).toEqual([{ region: '000000', seq: 1, count: 1 }, { region: '330106', seq: 1, count: 2 }, { region: '330106', seq: 2, count: 2 }])
  expect(await faultsIn(ctx)).toBe(0)
})

test('a changed value is found, whatever the column; so is a row that is gone, and one that is new', async () => {
  const ctx = await recorded()
  const missed: string[] = []
  for (const table of tables) {
    const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(ctx.db.read)
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        const other = value === null ? (column === 'batch' ? 1 : 'altered') : typeof value === 'number' ? value + 7 : column === 'at' || column === 'until' ? '2026-03-01T00:00:00.000Z' : value.startsWith('[') ? '["altered"]' : `${value}x`
        if (!(await foundWith(ctx, table, row, { ...row, [column]: other }))) missed.push(`${table}.${column}: ${value} → ${other}`)
      }
      if (!(await foundWith(ctx, table, row, undefined))) missed.push(`${table}: a row that is gone`)
      const fresh: Row = table === 'reading' ? { id: '330106-new' } : table === 'reading_subject' ? { person_id: 'new' } : { seq: 9 }
      if (!(await foundWith(ctx, table, undefined, { ...row, ...fresh }))) missed.push(`${table}: a row that is new`)
    }
  }
  expect(missed).toEqual([])
  expect(await faultsIn(ctx)).toBe(0)
})

test('what is older than its time is deleted by an act that keeps the digests', async () => {
  const ctx = await recorded()
  const later = { ...ctx, now: new Date('2029-03-03T02:00:00.000Z') }
  expect(await removeOldReadings({ ...ctx, now: new Date('2029-03-01T02:00:00.000Z') }, 3)).toBe(0)
  expect(await removeOldReadings(later, 3)).toBe(3)
  expect(await removeOldReadings(later, 3)).toBe(0)
  expect(await listReadingsOf(ctx, 'person1', { limit: 9 })).toEqual([])
  expect(await ctx.db.read.selectFrom('reading_subject').selectAll().execute()).toEqual([])
  expect(await faultsIn(ctx)).toBe(0)
  const [batch] = (await sql<Row>`select * from reading_batch where region = '330106' and seq = 2`.execute(ctx.db.read)).rows
  expect(await foundWith(ctx, 'reading_batch', batch, { ...batch!, removed_at: null })).toBe(true)
  for (const change of [{ count: 9 }, { until: '2026-03-01T00:00:00.000Z' }, { hash: 'x' }] as Row[]) expect(await foundWith(ctx, 'reading_batch', batch, { ...batch!, ...change })).toBe(true)
})
