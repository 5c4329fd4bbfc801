import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Proof } from '../catalogue/version.ts'
import type { OfficeHours } from '../limits/office-hours.ts'

/** Everything outside cases as it is kept, for the check of the whole. */

export const listGrantRows = (db: Db) => db.read.selectFrom('role_grant').selectAll().execute()
export const listRegionRows = (db: Db) => db.read.selectFrom('region').selectAll().execute()
export const listOfficeRows = (db: Db) => db.read.selectFrom('office').selectAll().execute()
export const listHoldRows = (db: Db) => db.read.selectFrom('legal_hold').selectAll().execute()
export const listDayRows = (db: Db) => db.read.selectFrom('calendar_day').selectAll().execute()
export const listNoticeRows = (db: Db) => db.read.selectFrom('calendar_notice').selectAll().execute()

export async function listDepartmentRows(db: Db) {
  const rows = await db.read.selectFrom('department').selectAll().execute()
  return rows.map(row => ({ ...row, levels: JSON.parse(row.levels) as string[] }))
}

export async function listHoursRows(db: Db) {
  const rows = await db.read.selectFrom('office_hours').selectAll().execute()
  return rows.map(row => ({ region: row.region_code, hours: JSON.parse(row.hours) as OfficeHours, changedAt: row.changed_at }))
}

/** Ids of all versions: each is large, and read by itself. */
export async function listVersionIds(db: Db): Promise<{ id: string; bundleId: string; version: number; publishedAt: string; status: string; endedAt: string | null }[]> {
  const rows = await db.read.selectFrom('bundle_version').select(['id', 'bundle_id', 'version', 'published_at', 'status', 'ended_at']).orderBy('bundle_id').orderBy('version').execute()
  return rows.map(row => ({ id: row.id, bundleId: row.bundle_id, version: row.version, publishedAt: row.published_at, status: row.status, endedAt: row.ended_at }))
}

export async function readVersionRow(db: Db, id: string) {
  const row = await db.read.selectFrom('bundle_version').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return {
    id: row.id, bundleId: row.bundle_id, version: row.version, hash: row.hash, definition: JSON.parse(row.definition) as BundleDefinition,
    proof: JSON.parse(row.proof) as Proof, publishedAt: row.published_at, publishedBy: row.published_by,
  }
}

export async function listClosedPersons(db: Db): Promise<string[]> {
  return (await db.read.selectFrom('person').select('id').where('status', '<>', 'active').execute()).map(({ id }) => id)
}

/** Accounts that no act opened, or not at that time, and acts that opened one which is gone. */
export async function listUnopenedPersons(db: Db): Promise<{ id: string; problem: string }[]> {
  const opened = sql.raw("a.stream = 'person ' || p.id and a.seq = 1 and a.type in ('person.created', 'person.registered')")
  const made = await sql<{ id: string }>`select p.id from person p where not exists (select 1 from act a where ${opened} and a.at = p.created_at) limit 20`.execute(db.read)
  const gone = await sql<{ id: string }>`select a.stream as id from act a where a.seq = 1 and a.type in ('person.created', 'person.registered') and not exists (select 1 from person p where p.id = substr(a.stream, 8)) limit 20`.execute(db.read)
  return [...made.rows.map(({ id }) => ({ id, problem: 'no act opened it, or not at that time' })), ...gone.rows.map(({ id }) => ({ id: id.slice(7), problem: 'it was opened, and is gone' }))]
}
