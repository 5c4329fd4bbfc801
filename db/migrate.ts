import { sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import type { Db } from './connect.ts'
import { up as initial } from './migrations/0001-initial.ts'

/** By name, in their order. What one may do while the release before it is running: `docs/operations.md`, Upgrade. */
export type Migrations = Record<string, (db: any, isPostgres: boolean) => Promise<void>>

export const shippedMigrations: Migrations = {
  '0001-initial': initial,
}

/** The database was written by a newer release than this one. */
export class NewerDatabase extends Error {}

/**
 * Brings the schema up to date; of several processes that start at once one does it, and the others wait.
 * Throws `NewerDatabase` rather than touch a schema it does not know.
 */
export async function migrate(db: Db, migrations: Migrations = shippedMigrations): Promise<void> {
  const isPostgres = db.engine === 'postgres'
  const known = Object.fromEntries(
    Object.entries(migrations).map(([name, up]): [string, Migration] => [name, { up: schema => (isPostgres ? upBesideOthers(schema, up) : up(schema, false)) }]),
  )
  const migrator = new Migrator({ db: db.forMigration(), provider: { getMigrations: async () => known } })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error && /missing/i.test(error.message)) throw new NewerDatabase(newer(error.message))
  if (error) throw error
}

/** Whoever waits for a table has everybody behind him wait: rather than that, the start fails and is tried again. */
async function upBesideOthers(schema: any, up: Migrations[string]): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(schema)
  await up(schema, true)
}

const newer = (message: string): string =>
  `This database was written by a newer release of the portal (${/migration (\S+)/.exec(message)?.[1] ?? 'unknown migration'}), and was left untouched. Start that release, or restore the backup from before the upgrade.`
