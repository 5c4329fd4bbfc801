import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from '../../../db/connect.ts'
import { isPostgres, openBulk } from './sink.ts'

/** Taken away while rows pour in, and made again from all of them at once: sorted once instead of searched millions of times. */
export async function takeIndexes(db: Db, tables: readonly string[]): Promise<string[]> {
  const query = db.engine === 'sqlite'
    ? sql<{ name: string; text: string; of: string }>`select name, sql as text, tbl_name as of from sqlite_master where type = 'index' and sql is not null`
    : sql<{ name: string; text: string; of: string }>`select indexname as name, indexdef as text, tablename as of from pg_indexes where schemaname = current_schema() and indexname not like '%_key'`
  const { rows } = await query.execute(db.forMigration())
  const taken = rows.filter(({ of }) => tables.includes(of))
  for (const { name } of taken) await sql.raw(`drop index "${name}"`).execute(db.forMigration())
  return taken.map(({ text }) => text)
}

export async function putIndexesBack(url: string, texts: readonly string[], tell: (done: number) => void): Promise<void> {
  const { run, close } = isPostgres(url) ? await onPostgres(url) : onSqlite(url)
  for (const [done, text] of texts.entries()) {
    tell(done)
    await run(text)
  }
  await close()
}

function onSqlite(file: string) {
  const db = openBulk(file)
  for (const setting of ['cache_size = -1000000', 'threads = 2', 'temp_store = FILE']) db.pragma(setting)
  return { run: async (text: string) => void db.exec(text), close: async () => void db.close() }
}

async function onPostgres(url: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query("set maintenance_work_mem = '1GB'")
  return { run: async (text: string) => void (await client.query(text)), close: () => client.end() }
}
