import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { Conflict, Unavailable } from '../server/errors.ts'
import type { Schema } from './schema.ts'
import type { WriteSet } from './statement.ts'

/** Raised by the function `expect_rows` of the first migration. */
const wrongCount = 'P0409'
const uniqueViolation = '23505'
/** No connection, no resources (disk full), shutting down, read-only. */
const cannotWrite = /^(08|53|57P0|25006|ECONN|EPIPE|ETIMEDOUT)/

export function openPostgres(url: string, onCommit: (group: { sets: number; seconds: number }) => void) {
  const readers = new pg.Pool({ connectionString: url, max: 8 })
  const writers = new pg.Pool({ connectionString: url, max: 8, pipeline: true } as pg.PoolConfig)
  const read = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: readers }) })
  return {
    read,
    async commit(set: WriteSet) {
      const start = performance.now()
      await commitPipelined(writers, set)
      onCommit({ sets: 1, seconds: (performance.now() - start) / 1000 })
    },
    close: async () => {
      await read.destroy()
      await writers.end()
    },
  }
}

/**
 * Sends begin, all statements and commit in one round trip. When one fails the server refuses the
 * rest and turns the commit into a rollback, so the first rejection tells the whole story.
 */
async function commitPipelined(pool: pg.Pool, set: WriteSet): Promise<void> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const sent = [
      client.query('begin'),
      ...set.map(({ template, values }) => client.query({ name: template.name, text: template.sql.postgres, values })),
      client.query('commit'),
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
  if (cannotWrite.test(code ?? '')) return Object.assign(new Unavailable('storage'), { cause: error })
  return error
}
