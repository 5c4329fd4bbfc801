import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { sql, type Kysely } from 'kysely'
import type { Ledger } from '../server/ledger/ledger.ts'
import type { Asked } from './query.ts'
import { openPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import { openSqlite } from './sqlite.ts'
import type { Engine } from './shape.ts'
import type { WriteSet } from './statement.ts'

/** A database: `read` is for queries only, every change goes through `commit`. */
export interface Db extends Asked {
  engine: Engine
  /** How it keeps its history: known once `openLedger` has read it. */
  ledger: Ledger
  read: Kysely<Schema>
  /**
   * Commits a write set durably, or nothing of it.
   * Throws `Conflict('changedMeanwhile')` when a statement touched another number of rows than it
   * must, `Conflict('duplicate')` when a row with the same key exists.
   */
  commit(set: WriteSet): Promise<void>
  /** A connection that may change the schema and load reference data: for migrations only. */
  forMigration(): Kysely<Schema>
  ping(): Promise<void>
  close(): Promise<void>
}

export interface ConnectOptions {
  /** False only for databases that are thrown away, as in tests. */
  durable?: boolean
  /** Told of each durable commit, with how many write sets shared it. */
  onCommit?: (group: { sets: number; seconds: number }) => void
}

/** Opens `postgres://…`, or a SQLite file (made when it isn't there). */
export function connect(url: string, { durable = true, onCommit = () => {} }: ConnectOptions = {}): Db {
  const db = /^postgres(ql)?:/.test(url) ? connectPostgres(url, onCommit) : connectSqlite(url.replace(/^(sqlite|file):/, ''), { durable, onCommit })
  return withLedger(db)
}

/** Nothing is chained before it is known how: that would be found out only years later. */
function withLedger(db: Omit<Db, 'ledger'>): Db {
  let ledger: Ledger | undefined
  return {
    ...db,
    get ledger() {
      if (!ledger) throw new Error('the ledger of this database has not been opened')
      return ledger
    },
    set ledger(opened) {
      ledger = opened
    },
  }
}

function connectPostgres(url: string, onCommit: Required<ConnectOptions>['onCommit']): Omit<Db, 'ledger'> {
  const { read, ask, commit, close, migration } = openPostgres(url, onCommit)
  return { engine: 'postgres', read, ask, commit, forMigration: () => migration, ping: () => ping(read), close }
}

function connectSqlite(file: string, options: Required<ConnectOptions>): Omit<Db, 'ledger'> {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true })
  const { read, ask, commit, close, migration } = openSqlite(file, options)
  return { engine: 'sqlite', read, ask, commit, forMigration: migration, ping: () => ping(read), close }
}

async function ping(read: Kysely<Schema>): Promise<void> {
  await sql`select 1`.execute(read)
}
