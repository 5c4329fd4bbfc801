import type { Compilable, Insertable } from 'kysely'
import type { Schema } from './schema.ts'
import { compilers, Slot, type Engine } from './shape.ts'

/**
 * Statements of a write set.
 *
 * Kysely compiles each *shape* of statement (table and columns) once per engine; afterwards only
 * the values change, and the engine keeps the prepared statement. That keeps 0.95 of hand-written
 * SQL's speed, where compiling at each execution costs half.
 */

interface Template {
  /** Unique per shape: the name of the prepared statement. */
  name: string
  sql: Record<Engine, string>
  /** What each value is, in their order: a column, `set` or `where` and one, or a list. */
  slots: string[]
}

export interface Statement {
  template: Template
  values: unknown[]
  /** The number of rows it must touch; the whole set fails when it doesn't. Undefined: any number. */
  rows: number | undefined
}

/** Statements that are committed together or not at all. */
export type WriteSet = readonly Statement[]

/** Shapes are built from column names at run time: the row types are checked where a statement is made, not here. */
type Shape = any

const templates = new Map<string, Template>()

function template(key: string, build: (db: Shape) => Compilable, rows: number | undefined): Template {
  const known = templates.get(key)
  if (known) return known
  const sqlite = build(compilers.sqlite).compile()
  const postgres = build(compilers.postgres).compile()
  return keep(key, { sqlite: sqlite.sql, postgres: counted(postgres.sql, rows) }, sqlite.parameters.map(slot => (slot as Slot).name))
}

function keep(key: string, sql: Template['sql'], slots: string[]): Template {
  const made = { name: `s${templates.size}`, sql, slots }
  templates.set(key, made)
  return made
}

/** PostgreSQL gets the whole set in one round trip, so the count has to be checked where it is made. */
const counted = (sql: string, rows: number | undefined): string =>
  rows === undefined ? sql : `with touched as (${sql} returning 1) select expect_rows(count(*), ${rows}) from touched`

/** Kysely keeps the order of columns and conditions, so the values of a row, then those of its conditions, are those of the slots. */
const slotted = (prefix: string, keys: string[]) => Object.fromEntries(keys.map(key => [key, new Slot(prefix + key)]))

export function insert<T extends keyof Schema>(table: T, row: Insertable<Schema[T]>): Statement {
  const keys = Object.keys(row)
  const made = template(`insert ${table} ${keys}`, db => db.insertInto(table).values(slotted('', keys)), undefined)
  return { template: made, values: Object.values(row), rows: undefined }
}

/** Updates the rows that equal `where`, and expects `rows` of them (`'any'`: does not care). */
export function update<T extends keyof Schema>(
  table: T, set: Partial<Schema[T]>, where: Partial<Schema[T]>, rows: number | 'any' = 1,
): Statement {
  const [sets, wheres] = [Object.keys(set), Object.keys(where)]
  const expected = rows === 'any' ? undefined : rows
  const made = template(`update ${table} ${sets} where ${wheres} = ${rows}`, db =>
    wheres.reduce((query, key) => query.where(key, '=', new Slot(`where ${key}`)), db.updateTable(table).set(slotted('set ', sets))), expected)
  return { template: made, values: [...Object.values(set), ...Object.values(where)], rows: expected }
}

/** Deletes the rows that equal `where`, and expects `rows` of them (`'any'`: does not care). */
export function remove<T extends keyof Schema>(table: T, where: Partial<Schema[T]>, rows: number | 'any' = 'any'): Statement {
  const keys = Object.keys(where)
  const expected = rows === 'any' ? undefined : rows
  const made = template(`delete ${table} ${keys} = ${rows}`, db =>
    keys.reduce((query, key) => query.where(key, '=', new Slot(key)), db.deleteFrom(table)), expected)
  return { template: made, values: Object.values(where), rows: expected }
}

/** Inserts the row, or overwrites the one with the same `key` columns. */
export function upsert<T extends keyof Schema>(table: T, row: Insertable<Schema[T]>, key: (keyof Schema[T] & string)[]): Statement {
  const keys = Object.keys(row)
  const rest = keys.filter(column => !key.includes(column as never))
  const made = template(`upsert ${table} ${keys} on ${key}`, db =>
    db.insertInto(table).values(slotted('', keys)).onConflict((conflict: Shape) =>
      conflict.columns(key).doUpdateSet((row: Shape) => Object.fromEntries(rest.map(column => [column, row.ref(`excluded.${column}`)])))), undefined)
  return { template: made, values: Object.values(row), rows: undefined }
}

/** Adds to the count of the row with this key, which is made where there is none. */
export function increment<T extends keyof Schema>(table: T, key: Partial<Schema[T]>, counter: keyof Schema[T] & string, by: number): Statement {
  const keys = Object.keys(key)
  const made = template(`increment ${table} ${counter} of ${keys}`, db =>
    db.insertInto(table).values(slotted('', [...keys, counter])).onConflict((conflict: Shape) =>
      conflict.columns(keys).doUpdateSet((row: Shape) => ({ [counter]: row(`${table}.${counter}`, '+', row.ref(`excluded.${counter}`)) }))), undefined)
  return { template: made, values: [...Object.values(key), by], rows: undefined }
}

/** Inserts rows of text in one statement, and leaves those alone whose key exists. */
export function insertMissing<T extends keyof Schema>(table: T, rows: readonly Record<keyof Schema[T] & string, string>[]): Statement {
  const keys = Object.keys(rows[0] ?? {})
  const key = `insert missing ${table} ${keys}`
  const into = `insert into "${table}" (${keys.map(column => `"${column}"`).join(', ')}) select ${keys.map((_, at) => `value ->> ${at}`).join(', ')} from`
  const made = templates.get(key) ?? keep(key, { sqlite: `${into} json_each(?) where true on conflict do nothing`, postgres: `${into} json_array_elements($1::json) on conflict do nothing` }, ['rows'])
  return { template: made, values: [JSON.stringify(rows.map(row => keys.map(column => row[column as keyof typeof row])))], rows: undefined }
}

/** Updates the rows with these ids that equal `where`, in one statement, and expects to find each of them. */
export function updateAll<T extends keyof Schema>(table: T, set: Partial<Schema[T]>, where: Partial<Schema[T]>, ids: readonly string[]): Statement {
  const [sets, wheres] = [Object.keys(set), Object.entries(where)]
  const given = wheres.filter(([, value]) => value !== null)
  const last = sets.length + given.length + 1
  const key = `update all ${table} ${sets} where ${wheres.map(([name, value]) => (value === null ? `${name} null` : name))}`
  const text = (place: (at: number) => string, list: string) => {
    const conditions = wheres.map(one => (one[1] === null ? `"${one[0]}" is null` : `"${one[0]}" = ${place(sets.length + given.indexOf(one))}`))
    return `update "${table}" set ${sets.map((name, at) => `"${name}" = ${place(at)}`).join(', ')} where ${[...conditions, `"id" in (select value from ${list})`].join(' and ')}`
  }
  const postgres = text(at => `$${at + 1}`, `json_array_elements_text($${last}::json)`)
  const made = templates.get(key) ?? keep(key, {
    sqlite: text(() => '?', 'json_each(?)'),
    postgres: `with touched as (${postgres} returning 1), wanted as (select json_array_length($${last}::json) as rows) select expect_rows((select count(*) from touched), (select rows from wanted))`,
  }, [...sets.map(name => `set ${name}`), ...given.map(([name]) => `where ${name}`), 'ids'])
  return { template: made, values: [...Object.values(set), ...given.map(([, value]) => value), JSON.stringify(ids)], rows: ids.length }
}
