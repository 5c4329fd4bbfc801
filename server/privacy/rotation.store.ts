import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { DataKeyTable } from '../../db/tables/privacy.ts'
import type { SealedThing } from './sealed-things.ts'

export interface SealedRow {
  key: (string | number)[]
  sealed: string
}

/** Rows in the order of their keys, from just after `after`, that another key or cipher sealed than the one whose values begin with `mark`. */
export async function listOtherwiseSealed(db: Db, { table, key }: SealedThing, { mark, after, limit }: { mark: string; after: readonly (string | number)[] | null; limit: number }): Promise<SealedRow[]> {
  const columns = sql.join(key.map(name => sql.ref(name)))
  const later = after ? sql`and (${columns}) > (${sql.join([...after])})` : sql``
  const { rows } = await sql<Record<string, string | number> & { sealed: string }>`
    select ${columns}, sealed from ${sql.table(table)} where sealed is not null and substr(sealed, 1, 2) <> ${mark} ${later} order by ${columns} limit ${limit}`.execute(db.read)
  return rows.map(row => ({ key: key.map(name => row[name] as string | number), sealed: row.sealed }))
}

/** Writes the same value as another key seals it: nothing happens when somebody has written another one meanwhile. */
export const resealed = ({ table, key }: SealedThing, row: SealedRow, sealed: string): Statement =>
  update(table as 'person', { sealed }, { ...Object.fromEntries(key.map((name, at) => [name, row.key[at]])), sealed: row.sealed }, 'any')

/** How many values each beginning has: two characters tell key and cipher. */
export async function countMarks(db: Db, { table }: SealedThing): Promise<{ mark: string; count: number }[]> {
  const { rows } = await sql<{ mark: string; count: number | string }>`select substr(sealed, 1, 2) as mark, count(*) as count from ${sql.table(table)} where sealed is not null group by 1`.execute(db.read)
  return rows.map(({ mark, count }) => ({ mark, count: Number(count) }))
}

export const listKeys = (db: Db): Promise<DataKeyTable[]> => db.read.selectFrom('data_key').selectAll().orderBy('version').execute()

export const insertKey = (version: number, at: string): Statement =>
  insert('data_key', { version, first_used_at: at, remaining: 0, counted_at: null, progress: null, ended_at: null })

/** A key that seals again after its end is in use again. */
export const keyUsedAgain = (version: number): Statement => update('data_key', { ended_at: null }, { version }, 'any')

/** Expects the progress as it was read: of two processes at the same batch one goes on. */
export const progressed = ({ version, progress }: DataKeyTable, next: string): Statement =>
  progress === null ? update('data_key', { progress: next }, { version }) : update('data_key', { progress: next }, { version, progress })

export const counted = (version: number, remaining: number, at: string): Statement => update('data_key', { remaining, counted_at: at }, { version })
export const keyEnded = (version: number, at: string): Statement => update('data_key', { remaining: 0, counted_at: at, ended_at: at }, { version })
