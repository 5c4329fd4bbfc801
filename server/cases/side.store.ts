import { LRUCache } from 'lru-cache'
import type { Db } from '../../db/connect.ts'
import { query } from '../../db/query.ts'
import type { Actor } from '../people/actor.ts'
import type { ReadingSubject } from '../readings/reading.ts'
import type { CaseProceedings } from './proceedings.ts'

/** Who stands on the applicant's side of a case. */
export interface Side extends ReadingSubject {
  caseNumber: string
  region: string
  authorId: string
  coApplicantIds: readonly string[]
}

interface Listed {
  region: string
  caseNumber: string
}

/** Settled with the filing and never changed: what was read once stays right, whoever else writes. */
const kept = new WeakMap<Db, LRUCache<string, Side>>()

/** The applicants' sides of cases, by case number: for lists, which read no more of a case than they show. */
export async function sidesOf(db: Db, cases: readonly Listed[]): Promise<Map<string, Side>> {
  const known = kept.get(db) ?? new LRUCache<string, Side>({ max: 20_000 })
  kept.set(db, known)
  const unknown = cases.filter(({ caseNumber }) => !known.has(caseNumber))
  const rows = await Promise.all([...Map.groupBy(unknown, ({ region }) => region)].map(([region, group]) => byNumber.all(db, { region, numbers: [...new Set(group.map(({ caseNumber }) => caseNumber))] })))
  const read = new Map(rows.flat().map(row => [row.number, sideOf(row)]))
  for (const [number, side] of read) known.set(number, side)
  return new Map(cases.flatMap(({ caseNumber }) => {
    const side = read.get(caseNumber) ?? known.get(caseNumber)
    return side ? [[caseNumber, side] as const] : []
  }))
}

const byNumber = query((db, at: { region: string; numbers: string[] }) =>
  db.selectFrom('service_case').select(['region', 'number', 'applicant_id', 'author_id', 'proceedings']).where('region', '=', at.region).where('number', 'in', at.numbers))

const sideOf = (row: { region: string; number: string; applicant_id: string; author_id: string; proceedings: string }): Side => ({
  region: row.region, caseNumber: row.number, personId: row.applicant_id, authorId: row.author_id,
  coApplicantIds: (JSON.parse(row.proceedings) as CaseProceedings).coApplicants.flatMap(({ personId }) => personId ?? []),
})

/** Whether somebody stands there himself: as applicant, for one, beside him, or as the author of the application. */
export const isOnSide = ({ id, mandates }: Actor, { personId, authorId, coApplicantIds }: Side): boolean =>
  [personId, authorId, ...coApplicantIds].includes(id) || mandates.some(({ principalId }) => principalId === personId)
