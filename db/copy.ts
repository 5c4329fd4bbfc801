import { createHash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Db } from './connect.ts'
import type { Engine } from './shape.ts'

/** What a table holds. */
export interface Content {
  table: string
  rows: number
  /** The sum of the SHA-256 of all rows: the same for the same rows, in whatever order. */
  digest: string
}

/** It can't be copied, or the copy is not the same; the message says it. */
export class NotCopied extends Error {}

type Row = Record<string, string | number | null>
// Tables are known by name only here: their columns are read from the database.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyDb = Kysely<any>
interface Table {
  name: string
  columns: string[]
  key: string[]
}

const atOnce = 500

/**
 * Copies every table of a database, as it is at one moment, into an empty one of the same schema, from either engine to
 * either, all or nothing, and tells what each holds; then it reads both again and compares. Others may go on writing to
 * the first: what they write is not in the copy (`moved.ts` sees to it that nothing is lost by that).
 *
 * Throws `NotCopied` when the other isn't empty, has another schema, or doesn't hold the same in the end.
 */
export async function copyDatabase(from: Db, to: Db, tell: (content: Content) => void | Promise<void> = () => {}): Promise<Content[]> {
  return atOneMoment(from, async source => {
    const tables = await tablesOf(source, from.engine)
    if (JSON.stringify(tables) !== JSON.stringify(await tablesOf(to.read, to.engine))) throw new NotCopied('The two databases have different tables: start the same release once on each.')
    for (const { name } of tables) {
      if (await to.read.selectFrom(sql<Row>`${sql.table(name)}`.as('one')).select(sql`1`.as('is')).limit(1).executeTakeFirst()) throw new NotCopied(`The database to copy to is not empty: there are rows in ${name}.`)
    }
    const contents: Content[] = []
    await to.forMigration().transaction().execute(async target => {
      for (const table of tables) {
        const content = await contentOf(source, table, rows => insertRows(target, table, rows))
        contents.push(content)
        await tell(content)
      }
    })
    for (const table of tables) {
      const [first, copy] = [await contentOf(source, table), await contentOf(to.read, table)]
      if (copy.digest !== first.digest || copy.rows !== first.rows) throw new NotCopied(`${table.name} is not the same in the copy. Empty it and copy again.`)
    }
    return contents
  })
}

/** All that is read is of the moment of the first read, whoever writes meanwhile. */
const atOneMoment = <T>({ read, engine }: Db, reads: (source: AnyDb) => Promise<T>): Promise<T> => {
  const transaction = read.transaction()
  return (engine === 'postgres' ? transaction.setIsolationLevel('repeatable read') : transaction).execute(reads)
}

async function contentOf(db: AnyDb, { name, columns, key }: Table, use: (rows: Row[]) => Promise<void> = async () => {}): Promise<Content> {
  let rows = 0
  let sum = 0n
  for await (const page of pagesOf(db, { name, columns, key })) {
    for (const row of page) sum += BigInt(`0x${createHash('sha256').update(JSON.stringify(columns.map(column => row[column]))).digest('hex')}`)
    rows += page.length
    await use(page)
  }
  return { table: name, rows, digest: (sum % 2n ** 256n).toString(16).padStart(64, '0') }
}

/** Rows in the order of their key, without holding more than a page of them. */
async function* pagesOf(db: AnyDb, { name, key }: Table): AsyncGenerator<Row[]> {
  const order = sql.join(key.map(column => sql.ref(column)))
  let last: Row | undefined
  for (;;) {
    const after = last ? sql`where (${order}) > (${sql.join(key.map(column => last?.[column]))})` : sql``
    const { rows } = await sql<Row>`select * from ${sql.table(name)} ${after} order by ${order} limit ${sql.lit(atOnce)}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < atOnce) return
    last = rows.at(-1)
  }
}

/** A statement may have 32,766 values on SQLite, and 65,535 on PostgreSQL. */
async function insertRows(target: AnyDb, { name, columns }: Table, rows: readonly Row[]): Promise<void> {
  const fitting = Math.floor(32_000 / columns.length)
  for (let at = 0; at < rows.length; at += fitting) await target.insertInto(name).values(rows.slice(at, at + fitting)).execute()
}

/** By name; without those that tell of the schema itself. */
async function tablesOf(db: AnyDb, engine: Engine): Promise<Table[]> {
  const tables: Table[] = []
  for (const { name, columns } of (await db.introspection.getTables()).filter(one => !one.name.startsWith('kysely_'))) {
    const { rows } = await keyQuery[engine](name).execute(db)
    tables.push({ name, columns: columns.map(column => column.name).sort(), key: rows.map(row => row.name) })
  }
  return tables.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const keyQuery: Record<Engine, (table: string) => ReturnType<typeof sql<{ name: string }>>> = {
  sqlite: table => sql<{ name: string }>`select name from pragma_table_info(${table}) where pk > 0 order by pk`,
  postgres: table => sql<{ name: string }>`
    select column_name as name from information_schema.key_column_usage join information_schema.table_constraints using (constraint_schema, constraint_name, table_schema, table_name)
    where constraint_type = 'PRIMARY KEY' and table_schema = current_schema() and table_name = ${table} order by ordinal_position`,
}
