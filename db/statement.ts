import {
  DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler,
  SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Compilable, type Insertable,
} from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Statements of a write set.
 *
 * Kysely compiles each *shape* of statement (table and columns) once per engine; afterwards only
 * the values change, and the engine keeps the prepared statement. That keeps 0.95 of hand-written
 * SQL's speed, where compiling at each execution costs half.
 */

export type Engine = 'sqlite' | 'postgres'

interface Template {
  /** Unique per shape: the name of the prepared statement. */
  name: string
  sql: Record<Engine, string>
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

class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const compilers: Record<Engine, Kysely<Schema>> = {
  sqlite: new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: db => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgres: new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: db => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
}

/** Shapes are built from column names at run time: the row types are checked where a statement is made, not here. */
type Shape = any

const templates = new Map<string, Template>()

function template(key: string, build: (db: Shape) => Compilable, rows: number | undefined): Template {
  const known = templates.get(key)
  if (known) return known
  const sqlite = build(compilers.sqlite).compile()
  const postgres = build(compilers.postgres).compile()
  const slots = sqlite.parameters.map(slot => (slot as Slot).name)
  const made = { name: `s${templates.size}`, sql: { sqlite: sqlite.sql, postgres: counted(postgres.sql, rows) }, slots }
  templates.set(key, made)
  return made
}

/** PostgreSQL gets the whole set in one round trip, so the count has to be checked where it is made. */
const counted = (sql: string, rows: number | undefined): string =>
  rows === undefined ? sql : `with touched as (${sql} returning 1) select expect_rows(count(*), ${rows}) from touched`

const slotted = (prefix: string, keys: string[]) => Object.fromEntries(keys.map(key => [key, new Slot(prefix + key)]))
const prefixed = (prefix: string, row: object) => Object.entries(row).map(([key, value]) => [prefix + key, value] as const)

function statement(made: Template, values: Map<string, unknown>, rows: number | undefined): Statement {
  return { template: made, values: made.slots.map(slot => values.get(slot)), rows }
}

export function insert<T extends keyof Schema>(table: T, row: Insertable<Schema[T]>): Statement {
  const keys = Object.keys(row)
  const made = template(`insert ${table} ${keys}`, db => db.insertInto(table).values(slotted('', keys)), undefined)
  return statement(made, new Map(Object.entries(row)), undefined)
}

/** Updates the rows that equal `where`, and expects `rows` of them (`'any'`: does not care). */
export function update<T extends keyof Schema>(
  table: T, set: Partial<Schema[T]>, where: Partial<Schema[T]>, rows: number | 'any' = 1,
): Statement {
  const [sets, wheres] = [Object.keys(set), Object.keys(where)]
  const expected = rows === 'any' ? undefined : rows
  const made = template(`update ${table} ${sets} where ${wheres} = ${rows}`, db => {
    const change = db.updateTable(table).set(slotted('set ', sets))
    return wheres.reduce((query, key) => query.where(key, '=', new Slot(`where ${key}`)), change)
  }, expected)
  return statement(made, new Map([...prefixed('set ', set), ...prefixed('where ', where)]), expected)
}

/** Deletes the rows that equal `where`, and expects `rows` of them (`'any'`: does not care). */
export function remove<T extends keyof Schema>(table: T, where: Partial<Schema[T]>, rows: number | 'any' = 'any'): Statement {
  const keys = Object.keys(where)
  const expected = rows === 'any' ? undefined : rows
  const made = template(`delete ${table} ${keys} = ${rows}`, db =>
    keys.reduce((query, key) => query.where(key, '=', new Slot(key)), db.deleteFrom(table)), expected)
  return statement(made, new Map(Object.entries(where)), expected)
}

/** Inserts the row, or overwrites the one with the same `key` columns. */
export function upsert<T extends keyof Schema>(table: T, row: Insertable<Schema[T]>, key: (keyof Schema[T] & string)[]): Statement {
  const keys = Object.keys(row)
  const rest = keys.filter(column => !key.includes(column as never))
  const made = template(`upsert ${table} ${keys} on ${key}`, db =>
    db.insertInto(table).values(slotted('', keys)).onConflict((conflict: Shape) =>
      conflict.columns(key).doUpdateSet((row: Shape) => Object.fromEntries(rest.map(column => [column, row.ref(`excluded.${column}`)])))), undefined)
  return statement(made, new Map(Object.entries(row)), undefined)
}

/** Inserts rows of text in one statement, and leaves those alone whose key exists. */
export function insertMissing<T extends keyof Schema>(table: T, rows: readonly Record<keyof Schema[T] & string, string>[]): Statement {
  const keys = Object.keys(rows[0] ?? {})
  const key = `insert missing ${table} ${keys}`
  const into = `insert into "${table}" (${keys.map(column => `"${column}"`).join(', ')}) select ${keys.map((_, at) => `value ->> ${at}`).join(', ')} from`
  const sql = { sqlite: `${into} json_each(?) where true on conflict do nothing`, postgres: `${into} json_array_elements($1::json) on conflict do nothing` }
  const made = templates.get(key) ?? { name: `s${templates.size}`, sql, slots: ['rows'] }
  templates.set(key, made)
  return statement(made, new Map([['rows', JSON.stringify(rows.map(row => keys.map(column => row[column as keyof typeof row])))]]), undefined)
}

/** Updates the rows with these ids that equal `where`, in one statement, and expects to find each of them. */
export function updateAll<T extends keyof Schema>(table: T, set: Partial<Schema[T]>, where: Partial<Schema[T]>, ids: readonly string[]): Statement {
  const [sets, wheres] = [Object.keys(set), Object.entries(where)]
  const given = wheres.filter(([, value]) => value !== null).map(([key]) => key)
  const key = `update all ${table} ${sets} where ${wheres.map(([name, value]) => (value === null ? `${name} null` : name))}`
  const slots = [...sets.map(name => `set ${name}`), ...given.map(name => `where ${name}`), 'ids']
  const text = (place: (at: number) => string, list: string) => {
    const conditions = wheres.map(([name, value]) => (value === null ? `"${name}" is null` : `"${name}" = ${place(sets.length + given.indexOf(name))}`))
    return `update "${table}" set ${sets.map((name, at) => `"${name}" = ${place(at)}`).join(', ')} where ${[...conditions, `"id" in (select value from ${list})`].join(' and ')}`
  }
  const postgres = text(at => `$${at + 1}`, `json_array_elements_text($${slots.length}::json)`)
  const made = templates.get(key) ?? {
    name: `s${templates.size}`, slots, sql: { sqlite: text(() => '?', 'json_each(?)'), postgres: `with touched as (${postgres} returning 1), wanted as (select json_array_length($${slots.length}::json) as rows) select expect_rows((select count(*) from touched), (select rows from wanted))` },
  }
  templates.set(key, made)
  return statement(made, new Map<string, unknown>([...prefixed('set ', set), ...prefixed('where ', where), ['ids', JSON.stringify(ids)]]), ids.length)
}
