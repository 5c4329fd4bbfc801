import type { Compilable, Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import { compilers, Slot, type Engine } from './shape.ts'

/**
 * Hot reads: what is asked with every request.
 *
 * As with statements of a write set, Kysely builds and compiles the shape once per engine; afterwards only the
 * values change, and the engine keeps the prepared statement. Through `db.read` a look-up by key costs twice as
 * much, and a query of many parts ten times: for what one page in a hundred asks that makes no difference.
 *
 *     const byNumber = query((db, at: { number: string }) => db.selectFrom('service_case').selectAll().where('number', '=', at.number))
 *     const row = await byNumber.first(db, { number })
 *
 * A list given as one value goes with `in`: `where('id', 'in', at.ids)`, whatever its length.
 */
export interface Query<V extends object, R> {
  all(db: Asked, values: V): Promise<R[]>
  first(db: Asked, values: V): Promise<R | undefined>
}

/** Whoever runs queries: a database. */
export interface Asked {
  /** Runs a compiled read with the values of its slots. */
  ask(compiled: Compiled, values: object): Promise<unknown[]>
}

export interface Compiled {
  /** The name of the prepared statement. */
  name: string
  /** Compiled for an engine when that engine asks first. */
  on(engine: Engine): { sql: string; valuesOf(values: object): unknown[] }
}

let made = 0

export function query<V extends object, R>(build: (db: Kysely<Schema>, at: V) => Compilable<R>): Query<V, R> {
  const known: Partial<Record<Engine, ReturnType<Compiled['on']>>> = {}
  const compiled: Compiled = { name: `q${made++}`, on: engine => (known[engine] ??= compile(build, engine)) }
  return {
    all: (db, values) => db.ask(compiled, values) as Promise<R[]>,
    first: async (db, values) => (await db.ask(compiled, values))[0] as R | undefined,
  }
}

const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) })

function compile<V extends object>(build: (db: Kysely<Schema>, at: V) => Compilable, engine: Engine): ReturnType<Compiled['on']> {
  const { sql, parameters } = build(compilers[engine], slots as V).compile()
  const given = parameters.map(one => (one instanceof Slot ? (values: object) => bound(values[one.name as keyof object], engine) : () => one))
  return { sql: withLists(sql, engine), valuesOf: values => given.map(value => value(values)) }
}

const withLists = (sql: string, engine: Engine): string =>
  engine === 'sqlite' ? sql.replaceAll(' in ?', ' in (select value from json_each(?))') : sql.replace(/ in (\$\d+)/g, ' = any($1)')

const bound = (value: unknown, engine: Engine): unknown => (engine === 'sqlite' && Array.isArray(value) ? JSON.stringify(value) : value)
