import Database from 'better-sqlite3'
import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './connect.ts'

/** The writing to a database, held back for everybody else: they read on, and are told that nothing can be saved just now. */
export interface Held {
  /** From now on nothing is written to this database any more: it has moved. */
  seal(): Promise<void>
  /** Lets them write again, unless it was sealed. */
  release(): Promise<void>
}

const trigger = 'portal_moved'
const acts = ['insert', 'update', 'delete'] as const

export const holdWrites = (url: string): Promise<Held> => (/^postgres(ql)?:/.test(url) ? holdPostgres(url) : holdSqlite(url.replace(/^(sqlite|file):/, '')))

async function holdSqlite(file: string): Promise<Held> {
  const db = new Database(file, { timeout: 30_000, fileMustExist: true })
  db.exec('begin immediate')
  const tables = db.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'").pluck().all() as string[]
  return {
    async seal() {
      for (const table of tables) for (const act of acts) db.exec(`create trigger "${trigger}_${table}_${act}" before ${act} on "${table}" begin select raise(abort, 'this database has moved'); end`)
      db.exec('commit')
    },
    async release() {
      if (db.inTransaction) db.exec('rollback')
      db.close()
    },
  }
}

/** With the code of a server that takes no writes. */
const refusal = `create function ${trigger}() returns trigger language plpgsql as $$ begin raise exception 'this database has moved' using errcode = '25006'; end $$`

async function holdPostgres(url: string): Promise<Held> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  const { rows } = await client.query<{ name: string }>("select tablename as name from pg_tables where schemaname = current_schema() and tablename not like 'kysely%'")
  const tables = rows.map(({ name }) => `"${name}"`)
  await client.query(`lock table ${tables.join(', ')} in share row exclusive mode`)
  return {
    async seal() {
      await client.query(refusal)
      for (const table of tables) await client.query(`create trigger ${trigger} before insert or update or delete on ${table} execute function ${trigger}()`)
      await client.query('commit')
    },
    release: () => client.end(),
  }
}

/** Whether it was sealed: a portal that is started on it all the same would show pages and save nothing. */
export async function hasMoved({ read, engine }: Pick<Db, 'read' | 'engine'>): Promise<boolean> {
  const query = engine === 'sqlite' ? sql`select 1 from sqlite_master where type = 'trigger' and name like ${`${trigger}%`} limit 1` : sql`select 1 from pg_trigger where tgname = ${trigger} limit 1`
  return (await query.execute(read)).rows.length > 0
}

/** Takes it into use again, as after a move that was thought better of. */
export async function unseal(db: Db): Promise<void> {
  const schema = db.forMigration()
  if (db.engine === 'postgres') return void (await sql`drop function if exists ${sql.id(trigger)}() cascade`.execute(schema))
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'trigger' and name like ${`${trigger}%`}`.execute(schema)
  for (const { name } of rows) await sql`drop trigger ${sql.id(name)}`.execute(schema)
}
