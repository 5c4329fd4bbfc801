import Database from 'better-sqlite3'
import pg from 'pg'

/** Where rows go in bulk: past the write sets, because nobody else is there yet. */
export interface Sink {
  /** All or nothing. Each row has its table's columns, sorted. */
  write(rows: ReadonlyMap<string, unknown[][]>): Promise<void>
  close(): Promise<void>
}

export const isPostgres = (url: string): boolean => /^postgres(ql)?:/.test(url)

export const openSink = (url: string, columns: Record<string, string[]>): Sink => (isPostgres(url) ? postgresSink(url, columns) : sqliteSink(url, columns))

/** Several may write to one file: they take turns. Without a journal, a file that was not finished is worth nothing. */
export function openBulk(file: string): Database.Database {
  const db = new Database(file, { timeout: 600_000 })
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  return db
}

/** Out of the mode in which everybody else uses it; nobody may have it open. */
export function leaveWal(file: string): void {
  const db = new Database(file)
  db.pragma('journal_mode = DELETE')
  db.close()
}

function sqliteSink(file: string, columns: Record<string, string[]>): Sink {
  const db = openBulk(file)
  db.pragma('cache_size = -400000')
  const inserts = new Map(Object.entries(columns).map(([table, names]) => [table, db.prepare(`insert into "${table}" (${names.map(name => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`)]))
  return {
    async write(rows) {
      db.exec('begin immediate')
      for (const [table, list] of rows) {
        const insert = inserts.get(table) as Database.Statement
        for (const row of list) insert.run(row)
      }
      db.exec('commit')
    },
    async close() {
      db.close()
    },
  }
}

/** A statement for each table: columns as arrays. */
function postgresSink(url: string, columns: Record<string, string[]>): Sink {
  const client = new pg.Client(url)
  const connected = client.connect().then(() => client.query('set synchronous_commit = off'))
  return {
    async write(rows) {
      await connected
      await client.query('begin')
      for (const [table, list] of rows) {
        const names = columns[table] as string[]
        const arrays = names.map((_, at) => list.map(row => row[at]))
        const types = arrays.map(values => (values.some(value => typeof value === 'number') ? 'bigint[]' : 'text[]'))
        await client.query(`insert into "${table}" (${names.map(name => `"${name}"`).join(', ')}) select * from unnest(${types.map((type, at) => `$${at + 1}::${type}`).join(', ')})`, arrays)
      }
      await client.query('commit')
    },
    close: () => client.end(),
  }
}
