import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { DataKeyTable } from '../../db/tables/privacy.ts'
import { unhurried } from '../jobs.ts'
import type { SealedThing } from './sealed-things.ts'

export interface SealedRow {
  key: (string | number)[]
  sealed: string
}

/** How a row is sealed: two characters tell key and cipher; `null`: there is nothing in it. */
export interface Marked {
  key: (string | number)[]
  mark: string | null
}

/** The next rows of a table in the order of their keys, whatever sealed them: what is read at once does not grow with the table. */
export async function listMarks(db: Db, { table, key }: SealedThing, { after, limit }: { after: readonly (string | number)[] | null; limit: number }): Promise<Marked[]> {
  const columns = sql.join(key.map(name => sql.ref(name)))
  const later = after ? sql`where (${columns}) > (${sql.join([...after])})` : sql``
  const { rows } = await sql<Record<string, string | number> & { mark: string | null }>`
    select ${columns}, substr(sealed, 1, 2) as mark from ${sql.table(table)} ${later} order by ${columns} limit ${limit}`.execute(db.read)
  return rows.map(row => ({ key: key.map(name => row[name] as string | number), mark: row.mark }))
}

export async function listSealed(db: Db, { table, key }: SealedThing, keys: readonly (readonly (string | number)[])[]): Promise<SealedRow[]> {
  if (keys.length === 0) return []
  const columns = sql.join(key.map(name => sql.ref(name)))
  const { rows } = await sql<Record<string, string | number> & { sealed: string }>`
    select ${columns}, sealed from ${sql.table(table)} where (${columns}) in (values ${sql.join(keys.map(one => sql`(${sql.join(one.map(part => (typeof part === 'number' ? sql.lit(part) : part)))})`))}) and sealed is not null order by ${columns}`.execute(db.read)
  return rows.map(row => ({ key: key.map(name => row[name] as string | number), sealed: row.sealed }))
}

/** Writes the same value as another key seals it: nothing happens when somebody has written another one meanwhile. */
export const resealed = ({ table, key }: SealedThing, row: SealedRow, sealed: string): Statement =>
  update(table as 'person', { sealed }, { ...Object.fromEntries(key.map((name, at) => [name, row.key[at]])), sealed: row.sealed }, 'any')

const atOnce = 1000

/** How many values each beginning has. Others have their turn between one stretch of a table and the next. */
export async function countMarks(db: Db, thing: SealedThing): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  let after: Marked['key'] | null = null
  for (;;) {
    const from = after
    const rows: Marked[] = await unhurried(() => listMarks(db, thing, { after: from, limit: atOnce }), last => last.length === atOnce)
    for (const { mark } of rows) if (mark !== null) counts.set(mark, (counts.get(mark) ?? 0) + 1)
    after = rows.at(-1)?.key ?? null
    if (rows.length < atOnce) return counts
  }
}

export const listKeys = (db: Db): Promise<DataKeyTable[]> => db.read.selectFrom('data_key').selectAll().orderBy('version').execute()

export const insertKey = (version: number, at: string, progress: string | null): Statement =>
  insert('data_key', { version, first_used_at: at, remaining: 0, counted_at: null, progress, ended_at: null })

/** A key that seals again after its end is in use again. */
export const keyUsedAgain = (version: number): Statement => update('data_key', { ended_at: null }, { version }, 'any')

/** Expects the progress as it was read: of two processes at the same batch one goes on. */
export const progressed = ({ version, progress }: DataKeyTable, next: string): Statement =>
  progress === null ? update('data_key', { progress: next }, { version }) : update('data_key', { progress: next }, { version, progress })

export const counted = (version: number, remaining: number, at: string): Statement => update('data_key', { remaining, counted_at: at }, { version })
export const keyEnded = (version: number, at: string): Statement => update('data_key', { remaining: 0, counted_at: at, ended_at: at }, { version })
