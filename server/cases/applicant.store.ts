import type { Db } from '../../db/connect.ts'
import { query } from '../../db/query.ts'
import type { ReadingSubject } from '../readings/reading.ts'

/** Whose these cases are, by case number: for lists, which read no more of a case than they show. */
export async function applicantsOf(db: Db, cases: readonly { region: string; caseNumber: string }[]): Promise<Map<string, ReadingSubject>> {
  const found = await Promise.all([...Map.groupBy(cases, ({ region }) => region)].map(([region, group]) =>
    byNumber.all(db, { region, numbers: [...new Set(group.map(({ caseNumber }) => caseNumber))] })))
  return new Map(found.flat().map(({ region, number, applicant_id }) => [number, { personId: applicant_id, caseNumber: number, region }]))
}

const byNumber = query((db, at: { region: string; numbers: string[] }) =>
  db.selectFrom('service_case').select(['region', 'number', 'applicant_id']).where('region', '=', at.region).where('number', 'in', at.numbers))
