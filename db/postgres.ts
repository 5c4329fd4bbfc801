import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { Conflict } from '../server/errors.ts'
import { isUnsure, refusedBy } from './outage.ts'
import type { Compiled } from './query.ts'
import type { Schema } from './schema.ts'
import type { WriteSet } from './statement.ts'

/** Raised by the function `expect_rows` of the first migration. */
const wrongCount = 'P0409'
const uniqueViolation = '23505'
/** “cached plan must not change result type”: a newer release has added a column to what `select *` was prepared on. */
const otherColumns = '0A000'

/**
 * A server that is gone says so at once; one behind a broken network says nothing: whoever waits for it gives up after
 * `connectMs`, or when a commit has had no answer for `commitMs` and a read none for `readMs`.
 */
const patience = { connectMs: 5_000, commitMs: 15_000, readMs: 60_000 }

export function openPostgres(url: string, onCommit: (group: { sets: number; seconds: number }) => void) {
  const usual = { connectionString: url, max: 8, connectionTimeoutMillis: patience.connectMs, keepAlive: true, keepAliveInitialDelayMillis: 10_000 }
  const readers = new pg.Pool({ ...usual, query_timeout: patience.readMs })
  const writers = new pg.Pool({ ...usual, pipeline: true } as pg.PoolConfig)
  const migrators = new pg.Pool({ ...usual, max: 2 }) // to build an index takes as long as it takes
  // A server that stops ends connections, used and unused: the pool lets go of them by itself, and unheard that would end the process.
  for (const pool of [readers, writers, migrators]) pool.on('error', () => {}).on('connect', client => void client.on('error', () => {}))
  const read = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: readers }) })
  const migration = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: migrators }) })
  /** How often the schema has changed under this process: what was prepared before is prepared anew, under another name. */
  let schemaAge = 0
  return {
    read,
    migration,
    async ask(compiled: Compiled, values: object) {
      const { sql, valuesOf } = compiled.on('postgres')
      const asked = (age: number) => readers.query<object>({ name: `${compiled.name}.${age}`, text: sql, values: valuesOf(values) })
      const age = schemaAge
      const { rows } = await asked(age).catch((error: unknown) => {
        if ((error as { code?: string }).code !== otherColumns) throw error
        schemaAge = Math.max(schemaAge, age + 1)
        return asked(schemaAge)
      })
      return rows
    },
    async commit(set: WriteSet) {
      const start = performance.now()
      await commitPipelined(writers, set)
      onCommit({ sets: 1, seconds: (performance.now() - start) / 1000 })
    },
    close: async () => {
      await read.destroy()
      await migration.destroy()
      await writers.end()
    },
  }
}

/**
 * Sends begin, all statements and commit in one round trip. When one fails the server refuses the
 * rest and turns the commit into a rollback, so the first rejection tells the whole story.
 */
async function commitPipelined(pool: pg.Pool, set: WriteSet): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => { throw refusedBy(error) })
  let broken: Error | undefined
  try {
    const sent = [
      client.query('begin'),
      ...set.map(({ template, values }) => client.query({ name: template.name, text: template.sql.postgres, values })),
      client.query({ text: 'commit', query_timeout: patience.commitMs } as pg.QueryConfig), // of all before it, too: when it runs out the connection ends
    ]
    const failed = (await Promise.allSettled(sent)).find(result => result.status === 'rejected')
    if (failed) throw refusal(failed.reason)
  } catch (error) {
    if (!(error instanceof Conflict)) broken = error as Error
    throw error
  } finally {
    client.release(broken)
  }
}

function refusal(error: unknown): unknown {
  const code = (error as { code?: string }).code
  if (code === wrongCount) return new Conflict('changedMeanwhile')
  if (code === uniqueViolation) return new Conflict('duplicate')
  return refusedBy(error, isUnsure(error) ? 'unsure' : 'storage')
}
