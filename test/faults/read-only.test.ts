import { sql } from 'kysely'
import { paths } from '../../server/web/paths.ts'
import { town, type Town } from '../support/desk-town.ts'

/** As after a file system that the kernel mounted read-only, or on a server that has become a standby. */
async function becomesReadOnly({ site: { db } }: Town, is: boolean): Promise<void> {
  if (db.engine === 'sqlite') return void (await sql`pragma query_only = ${sql.lit(is ? 1 : 0)}`.execute(db.forMigration()))
  const name = sql.id((await sql<{ name: string }>`select current_database() as name`.execute(db.read)).rows[0]?.name ?? '')
  await db.forMigration().connection().execute(async connection => {
    await sql`set default_transaction_read_only = off`.execute(connection)
    await sql`alter database ${name} set default_transaction_read_only = ${sql.lit(is ? 'on' : 'off')}`.execute(connection)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(connection)
  })
  await new Promise(resolve => setTimeout(resolve, 100)) // until the pool has heard of it
}

test('a database that becomes read-only under a running portal: pages are read, nothing is saved and everybody is told so, and it goes on by itself', async () => {
  const t = await town()
  const before = (await t.now()).theCase.lastSeq
  await becomesReadOnly(t, true)
  expect((await t.site.visitor().get('/')).status).toBe(200)
  const refused = await t.doctor.post(paths.deskAct(t.task('certificate'), 'claim'))
  expect([refused.status, refused.heading(), refused.headers.get('retry-after')]).toEqual([503, '暂时无法保存', '10'])
  // Who reads whose data is written down before it is shown: what can't be written down is not shown.
  const unread = await t.doctor.get(paths.deskTask(t.task('certificate')))
  expect([unread.status, unread.heading()]).toEqual([503, '暂时无法打开'])
  expect((await t.now()).theCase.lastSeq).toBe(before)
  await becomesReadOnly(t, false)
  expect((await t.doctor.post(paths.deskAct(t.task('certificate'), 'claim'))).status).toBe(200)
})
