import type { Ctx } from '../context.ts'
import type { ReadingPurpose } from '../readings/reading.ts'
import { recordReading } from '../readings/record-reading.ts'
import { applicantsOf } from './applicant.store.ts'

/** A row of a list that stands for a case. */
export interface Listed {
  region: string
  caseNumber: string
  /** At whose desk or in whose county it is seen. */
  officeId: string | null
}

/** Records whose cases stand in a list, before it is shown. */
export async function recordList(ctx: Ctx, purpose: ReadingPurpose, rows: readonly Listed[], fields: readonly string[]): Promise<void> {
  await record(ctx, 'list', purpose, rows, fields)
}

/** Records whose cases a search has found; one that finds nothing is recorded too, for who looks for whom is asked about. */
export async function recordSearch(ctx: Ctx, purpose: ReadingPurpose, officeId: string | null, rows: readonly Listed[], fields: readonly string[]): Promise<void> {
  if (rows.length > 0) await record(ctx, 'search', purpose, rows, fields)
  else await recordReading(ctx, { kind: 'search', purpose, officeId, fields: [], subjects: [] })
}

async function record(ctx: Ctx, kind: 'list' | 'search', purpose: ReadingPurpose, rows: readonly Listed[], fields: readonly string[]): Promise<void> {
  const applicants = await applicantsOf(ctx.db, rows)
  await Promise.all([...Map.groupBy(rows, ({ officeId }) => officeId)].map(([officeId, group]) =>
    recordReading(ctx, { kind, purpose, officeId, fields, subjects: [...new Set(group.map(({ caseNumber }) => caseNumber))].flatMap(number => applicants.get(number) ?? []) })))
}
