import type { Selectable } from 'kysely'
import { query } from '../../db/query.ts'
import { insert, insertMissing, type WriteSet } from '../../db/statement.ts'
import type { ReadingTable } from '../../db/tables/readings.ts'
import type { Ctx } from '../context.ts'
import { beijingDay } from '../limits/calendar.ts'
import type { Vault } from '../vault.ts'
import type { Db } from '../../db/connect.ts'
import { isOncePerDay, type Reading, type ReadingKind, type ReadingPurpose } from './reading.ts'

const sealContext = (id: string) => `reading ${id}`

/** Two statements, however long a list is. */
export function insertReading(vault: Vault, reading: Reading): WriteSet {
  const { region, id, at, subjects } = reading
  const once = onceOf(reading)
  return [
    insert('reading', {
      region, id, at, actor_id: reading.actorId, actor_role: reading.actorRole, office_id: reading.officeId, kind: reading.kind, purpose: reading.purpose, task_id: reading.taskId,
      subjects: JSON.stringify(subjects.map(({ personId, caseNumber = '' }) => [personId, caseNumber])), fields: JSON.stringify(reading.fields), covered: JSON.stringify(reading.covered),
      materials: JSON.stringify(reading.materials), sealed: reading.reason === undefined ? null : vault.seal(reading.reason, sealContext(id)), batch: null,
    }),
    ...(subjects.length > 0 ? [insertMissing('reading_subject', subjects.map(({ personId, caseNumber = '' }) => ({ region, once, person_id: personId, case_number: caseNumber, reading_id: id, at })))] : []),
  ]
}

/** In somebody's lists a person is found once a day; what else was read, each time. */
export const onceOf = (reading: Pick<Reading, 'id' | 'at' | 'actorId' | 'officeId' | 'kind' | 'purpose'>): string => (isOncePerDay(reading.kind) ? dayKey(reading) : reading.id)

const dayKey = ({ at, actorId, officeId, kind, purpose }: Pick<Reading, 'at' | 'actorId' | 'officeId' | 'kind' | 'purpose'>): string =>
  `${beijingDay(new Date(at))} ${kind} ${purpose} ${actorId} ${officeId ?? ''}`

/** Whom of these people somebody has had in such lists today already. */
export async function seenToday(
  db: Db, region: string, reading: Pick<Reading, 'at' | 'actorId' | 'officeId' | 'kind' | 'purpose'>, personIds: readonly string[],
): Promise<{ personId: string; caseNumber: string }[]> {
  const rows = await seen.all(db, { region, once: dayKey(reading), personIds })
  return rows.map(({ person_id, case_number }) => ({ personId: person_id, caseNumber: case_number }))
}

const seen = query((db, at: { region: string; once: string; personIds: readonly string[] }) =>
  db.selectFrom('reading_subject').select(['person_id', 'case_number']).where('region', '=', at.region).where('once', '=', at.once).where('person_id', 'in', at.personIds))

/** The reason that was typed. */
export const reasonOf = (vault: Vault) => ({ id, sealed }: Pick<Selectable<ReadingTable>, 'id' | 'sealed'>): string | undefined => (sealed === null ? undefined : vault.open<string>(sealed, sealContext(id)))

export const toReading = (vault: Vault, row: Selectable<ReadingTable>): Reading => ({
  region: row.region, id: row.id, at: row.at, actorId: row.actor_id, actorRole: row.actor_role, officeId: row.office_id, kind: row.kind as ReadingKind,
  purpose: row.purpose as ReadingPurpose, taskId: row.task_id,
  subjects: (JSON.parse(row.subjects) as [string, string][]).map(([personId, caseNumber]) => ({ personId, caseNumber: caseNumber || undefined })),
  fields: JSON.parse(row.fields) as string[], covered: JSON.parse(row.covered) as string[], materials: JSON.parse(row.materials) as string[],
  reason: reasonOf(vault)(row),
})

export async function getReading({ db, vault }: Pick<Ctx, 'db' | 'vault'>, region: string, id: string): Promise<Reading | undefined> {
  const row = await db.read.selectFrom('reading').selectAll().where('region', '=', region).where('id', '=', id).executeTakeFirst()
  return row && toReading(vault, row)
}

/** Where a reading names somebody among those whose data was shown. */
export async function findSubject(db: Db, { region, readingId, personId }: { region: string; readingId: string; personId: string }): Promise<{ caseNumber: string; at: string } | undefined> {
  const row = await db.read.selectFrom('reading_subject').select(['case_number', 'at']).where('region', '=', region).where('reading_id', '=', readingId).where('person_id', '=', personId).limit(1).executeTakeFirst()
  return row && { caseNumber: row.case_number, at: row.at }
}

export interface ReadingPosition {
  at: string
  id: string
}

/** A reading of somebody's data, and which of his matters it was. */
export interface OwnReading {
  reading: Reading
  caseNumber: string
}

/** Who read somebody's data, the newest first, from just before `before`; of one matter where that is asked. */
export async function listReadingsOf({ db, vault }: Pick<Ctx, 'db' | 'vault'>, personId: string, { before, caseNumber, limit }: { before?: ReadingPosition | undefined; caseNumber?: string; limit: number }): Promise<OwnReading[]> {
  let query = db.read.selectFrom('reading_subject as s').innerJoin('reading as r', join => join.onRef('r.region', '=', 's.region').onRef('r.id', '=', 's.reading_id'))
    .selectAll('r').select('s.case_number').where('s.person_id', '=', personId).orderBy('s.at', 'desc').orderBy('s.reading_id', 'desc').limit(limit)
  if (caseNumber) query = query.where('s.case_number', '=', caseNumber)
  if (before) query = query.where('s.at', '<=', before.at).where(({ eb, or }) => or([eb('s.at', '<', before.at), eb('s.reading_id', '<', before.id)]))
  return (await query.execute()).map(({ case_number, ...row }) => ({ reading: toReading(vault, row), caseNumber: case_number }))
}

/** His matters that somebody has read, by number. */
export async function listMattersRead(db: Db, personId: string, limit: number): Promise<string[]> {
  const rows = await db.read.selectFrom('reading_subject').select('case_number').distinct().where('person_id', '=', personId).where('case_number', '!=', '').orderBy('case_number', 'desc').limit(limit).execute()
  return rows.map(({ case_number }) => case_number)
}

/** All readings of a stretch of time, the oldest first: what the auditor looks through. */
export async function listReadingsBetween({ db, vault }: Pick<Ctx, 'db' | 'vault'>, from: string, until: string, limit: number): Promise<Reading[]> {
  return (await db.read.selectFrom('reading').selectAll().where('at', '>=', from).where('at', '<', until).orderBy('at').orderBy('id').limit(limit).execute()).map(row => toReading(vault, row))
}
