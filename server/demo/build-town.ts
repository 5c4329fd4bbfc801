import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import { connect, type Db } from '../../db/connect.ts'
import type { Schema } from '../../db/schema.ts'
import { insert, type WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { findPersonByUsername } from '../people/person.store.ts'
import { seedTown } from './seed-town.ts'
import { residents } from './town-people.ts'

/** What a town consists of; definitions and regions are there before it. */
const tables = [
  'person', 'role_grant', 'act', 'act_stream', 'mandate', 'draft', 'co_confirmation', 'service_case', 'task', 'event', 'material', 'file', 'deficiency', 'certificate',
  'internal_request', 'supervision_order', 'message', 'sending', 'commitment_breach', 'proposal', 'proposal_revision', 'reading', 'reading_subject', 'figure',
] as const satisfies (keyof Schema)[]

/**
 * Builds the town in a copy of the database and moves it in with one commit: the portal serves from its
 * first second, and nobody ever sees half a town. Does nothing where one stands.
 */
export async function buildTown(base: Omit<Ctx, 'actor'>, scratchFile: string): Promise<void> {
  if (await findPersonByUsername(base, residents[0]?.username ?? '')) return
  if (base.db.engine !== 'sqlite') return seedTown(base) // only a file can be copied: elsewhere the town grows before one's eyes
  const discard = () => ['', '-wal', '-shm'].forEach(end => rmSync(scratchFile + end, { force: true }))
  discard()
  await sql`vacuum into ${scratchFile}`.execute(base.db.forMigration())
  const scratch = connect(scratchFile, { durable: false })
  scratch.ledger = base.db.ledger
  try {
    await seedTown({ ...base, db: scratch })
    await base.db.commit(await contents(scratch))
  } finally {
    await scratch.close()
    discard()
  }
}

async function contents(db: Db): Promise<WriteSet> {
  const rows = await Promise.all(tables.map(async table => (await db.read.selectFrom(table).selectAll().execute()).map(row => ({ table, row }))))
  return rows.flat().filter(({ row }) => !('stream' in row && row.stream === 'bundles')).map(({ table, row }) => insert(table, row))
}
