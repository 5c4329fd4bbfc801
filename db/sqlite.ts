import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Conflict, Unavailable } from '../server/errors.ts'
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
  writer.exec('begin immediate; create table probe (x); rollback') // a file that may only be read is told of now, not at the first write

  const readerFile = new Database(file, { readonly: true })
  readerFile.pragma('cache_size = -65536')
  readerFile.pragma('mmap_size = 1073741824')
  const read = new Kysely<Schema>({ dialect: new SqliteDialect({ database: readerFile }) })
  const group = new CommitGroup(writer, onCommit)
  return {
    read,
    migration: new Kysely<Schema>({ dialect: new SqliteDialect({ database: writer }) }),
    commit: (set: WriteSet) => group.add(set),
    close: async () => {
      await group.idle()
      await read.destroy()
      if (readerFile.open) readerFile.close() // Kysely closes it only once it has been used
      writer.close()
    },
  }
}

interface Waiting {
  set: WriteSet
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Commits all write sets that arrived in one turn of the event loop in one transaction, a savepoint
 * each, and answers after the commit: the price of a durable commit is shared, and a set that fails
 * takes no other with it.
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
    while (this.#waiting.length > 0) await new Promise(resolve => setImmediate(resolve))
  }

  #flush(): void {
    const group = this.#waiting
    this.#waiting = []
    const done: Waiting[] = []
    const failed: [Waiting, unknown][] = []
    const start = performance.now()
    try {
      this.#db.exec('begin immediate')
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
      for (const one of group) one.reject(refusal(error))
      return
    }
    this.#onCommit({ sets: done.length, seconds: (performance.now() - start) / 1000 })
    for (const one of done) one.resolve()
    for (const [one, error] of failed) one.reject(refusal(error))
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

/** The disk is full, gone, or may only be read: nothing the visitor did. */
function refusal(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? ''
  return /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN|BUSY)/.test(code) ? Object.assign(new Unavailable('storage'), { cause: error }) : error
}

// By code, not by class: a module loaded twice (as test runners do) has two classes of the same error.
const isDuplicate = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE'].includes((error as { code?: string }).code ?? '')
