import type { Selectable } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Db } from '../../db/connect.ts'
import { query } from '../../db/query.ts'
import type { ServiceCaseTable } from '../../db/tables/cases.ts'
import type { CaseSides } from './desk-actions.ts'
import type { CaseProceedings } from './proceedings.ts'

/** Who stands on the applicant's side of a case, for lists. */
export interface ListedSides extends CaseSides, Listed {}

interface Listed {
  region: string
  caseNumber: string
}

/** Settled with the filing and never changed: what was read once stays right, whoever else writes. */
const kept = new WeakMap<Db, LRUCache<string, ListedSides>>()

/** The applicants' sides of cases, by case number: for lists, which read no more of a case than they show. */
export async function sidesOf(db: Db, cases: readonly Listed[]): Promise<Map<string, ListedSides>> {
  const known = kept.get(db) ?? new LRUCache<string, ListedSides>({ max: 20_000 })
  kept.set(db, known)
  const unknown = cases.filter(({ caseNumber }) => !known.has(caseNumber))
  const rows = await Promise.all([...Map.groupBy(unknown, ({ region }) => region)].map(([region, group]) => byNumber.all(db, { region, numbers: [...new Set(group.map(({ caseNumber }) => caseNumber))] })))
  const read = new Map(rows.flat().map(row => [row.number, toSides(row)]))
  for (const [number, side] of read) known.set(number, side)
  return new Map(cases.flatMap(({ caseNumber }) => {
    const side = read.get(caseNumber) ?? known.get(caseNumber)
    return side ? [[caseNumber, side] as const] : []
  }))
}

const byNumber = query((db, at: { region: string; numbers: string[] }) =>
  db.selectFrom('service_case').select(['region', 'number', 'applicant_id', 'author_id', 'mandate_id', 'proceedings']).where('region', '=', at.region).where('number', 'in', at.numbers))

const toSides = (row: Pick<Selectable<ServiceCaseTable>, 'region' | 'number' | 'applicant_id' | 'author_id' | 'mandate_id' | 'proceedings'>): ListedSides => ({
  region: row.region, caseNumber: row.number, applicantId: row.applicant_id, authorId: row.author_id, mandateId: row.mandate_id,
  proceedings: { coApplicants: (JSON.parse(row.proceedings) as CaseProceedings).coApplicants },
})
