import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { LRUCache } from 'lru-cache'
import { Conflict } from '../server/errors.ts'
import { refusedBy } from './outage.ts'
import type { Compiled } from './query.ts'
import type { Schema } from './schema.ts'
import type { Statement, WriteSet } from './statement.ts'

export interface SqliteOptions {
  /** `off` only for databases that are thrown away, as in tests. */
  durable: boolean
  onCommit: (group: { sets: number; seconds: number }) => void
}

/** One open file: Kysely reads on a connection of its own, write sets go through `commit`. */
export function openSqlite(file: string, { durable, onCommit }: SqliteOptions) {
  const writer = new Database(file)
  writer.pragma('journal_mode = WAL')
  // better-sqlite3 is built so that WAL falls to NORMAL: FULL has to be said on every connection.
  writer.pragma(`synchronous = ${durable ? 'FULL' : 'OFF'}`)
  writer.pragma('wal_autocheckpoint = 10000')
  writer.pragma('foreign_keys = ON')
  writer.pragma('busy_timeout = 5000')
  // What a savepoint may have to undo is kept in memory: in a file it costs as many system calls as the commit itself.
  writer.pragma('temp_store = MEMORY')
  writer.exec('begin immediate; create table probe (x); rollback') // a file that may only be read is told of now, not at the first write

  const readerFile = new Database(file, { readonly: true })
  readerFile.pragma('cache_size = -65536')
  readerFile.pragma('mmap_size = 1073741824')
  const read = new Kysely<Schema>({ dialect: new SqliteDialect({ database: preparingOnce(readerFile) }) })
  const migration = new Kysely<Schema>({ dialect: new SqliteDialect({ database: writer }) })
  const group = new CommitGroup(writer, onCommit)
  /** A migration is alone and may wait for another process by blocking this one; write sets may not. */
  let blocksFor = 5_000
  const mayBlockFor = (ms: number) => void (blocksFor === ms || writer.pragma(`busy_timeout = ${(blocksFor = ms)}`))
  const prepared = new Map<Compiled, Database.Statement>()
  return {
    read,
    async ask(compiled: Compiled, values: object) {
      const { sql, valuesOf } = compiled.on('sqlite')
      let statement = prepared.get(compiled)
      if (!statement) prepared.set(compiled, (statement = readerFile.prepare(sql)))
      return statement.all(valuesOf(values))
    },
    migration: () => (mayBlockFor(5_000), migration),
    commit: (set: WriteSet) => (mayBlockFor(0), group.add(set)),
    close: async () => {
      await group.idle()
      await read.destroy()
      if (readerFile.open) readerFile.close() // Kysely closes it only once it has been used
      writer.close()
    },
  }
}

/** Kysely prepares a statement each time it is run; of the same text we keep the prepared one. Bounded: lists of ids make many texts. */
function preparingOnce(db: Database.Database) {
  const kept = new LRUCache<string, Database.Statement>({ max: 500 })
  return {
    prepare(sql: string): Database.Statement {
      const known = kept.get(sql)
      if (known?.busy) return db.prepare(sql) // being read row by row
      const statement = known ?? db.prepare(sql)
      if (!known) kept.set(sql, statement)
      return statement
    },
    close: () => void db.close(),
  }
}

/** While another process writes, all that waits is tried again after `pauseMs`, and refused after `patienceMs`. */
const lock = { pauseMs: 5, patienceMs: 5_000 }

interface Waiting {
  set: WriteSet
  /** Since when another process keeps it waiting. */
  since?: number
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Commits all write sets that arrived in one turn of the event loop in one transaction, a savepoint
 * each, and answers after the commit: the price of a durable commit is shared, and a set that fails
 * takes no other with it.
 *
 * The engine would wait for another process's lock by blocking the whole process: it never waits, the sets do.
 */
class CommitGroup {
  readonly #db: Database.Database
  readonly #prepared = new Map<string, Database.Statement>()
  readonly #onCommit: SqliteOptions['onCommit']
  #waiting: Waiting[] = []

  constructor(db: Database.Database, onCommit: SqliteOptions['onCommit']) {
    this.#db = db
    this.#onCommit = onCommit
  }

  add(set: WriteSet): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ set, resolve, reject }) === 1) setImmediate(() => this.#flush())
    })
  }

  async idle(): Promise<void> {
    while (this.#waiting.length > 0) await new Promise(resolve => setTimeout(resolve, 1))
  }

  #flush(): void {
    const group = this.#waiting
    this.#waiting = []
    const done: Waiting[] = []
    const failed: [Waiting, unknown][] = []
    const start = performance.now()
    try {
      this.#db.exec('begin immediate')
    } catch (error) {
      return isLocked(error) ? this.#wait(group, error) : group.forEach(one => one.reject(refusedBy(error)))
    }
    try {
      for (const one of group) {
        try {
          this.#applyOne(one.set)
          done.push(one)
        } catch (error) {
          if (!this.#db.inTransaction) throw error // the engine gave up the whole transaction (disk full …)
          failed.push([one, error])
        }
      }
      this.#db.exec('commit')
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('rollback')
      for (const one of group) one.reject(refusedBy(error))
      return
    }
    this.#onCommit({ sets: done.length, seconds: (performance.now() - start) / 1000 })
    for (const one of done) one.resolve()
    for (const [one, error] of failed) one.reject(refusedBy(error))
  }

  #wait(group: Waiting[], error: unknown): void {
    const now = performance.now()
    for (const one of group) {
      if (now - (one.since ??= now) < lock.patienceMs) this.#waiting.push(one)
      else one.reject(refusedBy(error))
    }
    if (this.#waiting.length > 0) setTimeout(() => this.#flush(), lock.pauseMs)
  }

  #applyOne(set: WriteSet): void {
    this.#db.exec('savepoint one')
    try {
      for (const statement of set) this.#run(statement)
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('rollback to one; release one')
      throw error
    }
    this.#db.exec('release one')
  }

  #run({ template, values, rows }: Statement): void {
    let prepared = this.#prepared.get(template.name)
    if (!prepared) this.#prepared.set(template.name, (prepared = this.#db.prepare(template.sql.sqlite)))
    try {
      const { changes } = prepared.run(values)
      if (rows !== undefined && changes !== rows) throw new Conflict('changedMeanwhile')
    } catch (error) {
      throw isDuplicate(error) ? new Conflict('duplicate') : error
    }
  }
}

const isLocked = (error: unknown): boolean => ((error as { code?: string }).code ?? '').startsWith('SQLITE_BUSY')

// By code, not by class: a module loaded twice (as test runners do) has two classes of the same error.
const isDuplicate = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE'].includes((error as { code?: string }).code ?? '')
