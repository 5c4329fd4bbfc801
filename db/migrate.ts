import { Migrator, type Migration } from 'kysely/migration'
import type { Db } from './connect.ts'
import { up as initial } from './migrations/0001-initial.ts'

const migrations: Record<string, (db: any, isPostgres: boolean) => Promise<void>> = {
  '0001-initial': initial,
}

/** The database was written by a newer release than this one. */
export class NewerDatabase extends Error {}

/**
 * Brings the schema up to date; safe when several processes start at once.
 * Throws `NewerDatabase` rather than touch a schema it does not know.
 */
export async function migrate(db: Db): Promise<void> {
  const isPostgres = db.engine === 'postgres'
  const known = Object.fromEntries(
    Object.entries(migrations).map(([name, up]): [string, Migration] => [name, { up: schema => up(schema, isPostgres) }]),
  )
  const migrator = new Migrator({ db: db.forMigration(), provider: { getMigrations: async () => known } })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error && /missing/i.test(error.message)) throw new NewerDatabase(newer(error.message))
  if (error) throw error
}

const newer = (message: string): string =>
  `This database was written by a newer release of the portal (${/migration (\S+)/.exec(message)?.[1] ?? 'unknown migration'}), and was left untouched. Start that release, or restore the backup from before the upgrade.`
