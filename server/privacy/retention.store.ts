import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { insert, update, type Statement } from '../../db/statement.ts'
import type { LegalHoldTable } from '../../db/tables/privacy.ts'
import type { CaseKey } from '../cases/case.store.ts'

/** How many cases of a bundle's version were concluded at or before an instant, and are neither erased nor held: their keys, the oldest first. */
export async function listRipe(db: Db, { versionId, before, limit }: { versionId: string; before: string; limit: number }): Promise<(CaseKey & { number: string; concludedAt: string })[]> {
  const rows = await db.read.selectFrom('service_case').select(['region', 'id', 'number', 'concluded_at'])
    .where('bundle_version_id', '=', versionId).where('concluded_at', '<=', before).where('concluded_at', 'is not', null).where('erased_at', 'is', null)
    // What is still to come, or to be told, comes first.
    .where('wake_at', 'is', null).where('tell_at', 'is', null)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('legal_hold').select('case_id')
      .whereRef('legal_hold.region', '=', 'service_case.region').whereRef('legal_hold.case_id', '=', 'service_case.id').where('released_at', 'is', null))))
    .orderBy('concluded_at').limit(limit).execute()
  return rows.map(row => ({ region: row.region, id: row.id, number: row.number, concludedAt: row.concluded_at as string }))
}

/** Versions under which something was filed that has been concluded and not erased. */
export async function listVersionsWithConcluded(db: Db): Promise<string[]> {
  // Asked of each version, of which there are few, and not of each case.
  const isUsed = sql<boolean>`exists (select 1 from service_case where service_case.bundle_version_id = bundle_version.id and concluded_at is not null and erased_at is null)`
  return (await db.read.selectFrom('bundle_version').select('id').where(isUsed).orderBy('id').execute()).map(({ id }) => id)
}

/** Cases that are held now, by their numbers; the latest first. */
export const listHeldCases = (db: Db, limit: number) =>
  db.read.selectFrom('legal_hold').innerJoin('service_case', join => join.onRef('service_case.region', '=', 'legal_hold.region').onRef('service_case.id', '=', 'legal_hold.case_id'))
    .select(['number', 'reason', 'held_at', 'held_by']).where('released_at', 'is', null).orderBy('held_at', 'desc').limit(limit).execute()

export const findHold = (db: Db, { region, id }: CaseKey): Promise<LegalHoldTable | undefined> =>
  db.read.selectFrom('legal_hold').selectAll().where('region', '=', region).where('case_id', '=', id).executeTakeFirst()

export const writeHold = (hold: LegalHoldTable, before: LegalHoldTable | undefined): Statement =>
  before ? update('legal_hold', hold, { region: hold.region, case_id: hold.case_id, held_at: before.held_at }) : insert('legal_hold', hold)

/** An erasure that has read the case before it was held finds it changed. */
export const touchCase = ({ region, id, version }: CaseKey & { version: number }): Statement => update('service_case', { version: version + 1 }, { region, id, version })

/** Written out, so that both engines see that the index of these drafts alone (`draft_retention`) will do. */
const open = sql.lit('open' as const)

/** Open drafts that were last touched in this time, with whose they are; of those whose owners are to be told only the ones of which nobody was since. */
export async function listIdleDrafts(db: Db, { since, until, limit, isUntold = false }: { since: string; until: string; limit: number; isUntold?: boolean }) {
  let drafts = db.read.selectFrom('draft').select(['region', 'id', 'applicant_id', 'bundle_version_id', 'updated_at'])
    .where('status', '=', open).where('updated_at', '>', since).where('updated_at', '<=', until).orderBy('updated_at').limit(limit)
  if (isUntold) {
    drafts = drafts.where(({ not, exists, selectFrom }) => not(exists(selectFrom('message').select('message.id')
      .whereRef('message.region', '=', 'draft.region').whereRef('message.person_id', '=', 'draft.applicant_id').whereRef('message.case_id', '=', 'draft.id').whereRef('message.created_at', '>=', 'draft.updated_at'))))
  }
  const rows = await drafts.execute()
  return rows.map(row => ({ region: row.region, id: row.id, applicantId: row.applicant_id, versionId: row.bundle_version_id, updatedAt: row.updated_at }))
}
