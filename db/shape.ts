import {
  DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler,
  SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from './schema.ts'

/** What both kinds of templates are made with: statements of write sets and hot reads. */

export type Engine = 'sqlite' | 'postgres'

/** Stands in a shape for a value that is given each time. */
export class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Compile for an engine without being connected to one. */
export const compilers: Record<Engine, Kysely<Schema>> = {
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
