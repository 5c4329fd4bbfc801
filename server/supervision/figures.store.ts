import type { Db } from '../../db/connect.ts'
import type { Day } from '../limits/calendar.ts'

/** What was counted with every case (`cases/figure.ts`), added up for the whole town: no row of a case is read here. */

/** Departments' decisions in numbers. */
export interface DecidedCount {
  departmentId: string
  acceptedOn: Day
  decidedOn: Day
  /** Its limit had passed. */
  isLate: boolean
  /** The applicant was asked for corrections. */
  isSupplemented: boolean
  count: number
}

/** What was decided since a day, by department, day of acceptance and day of decision. */
export async function countDecided(db: Db, since: Day): Promise<DecidedCount[]> {
  const rows = await db.read.selectFrom('figure')
    .select(({ fn }) => ['on_day', 'department_id', 'accepted_on', 'is_late', 'is_supplemented', fn.sum<number | string>('count').as('count')])
    .where('kind', '=', 'decided').where('on_day', '>=', since).groupBy(['on_day', 'department_id', 'accepted_on', 'is_late', 'is_supplemented']).execute()
  return rows.map(row => ({ departmentId: row.department_id, acceptedOn: row.accepted_on, decidedOn: row.on_day, isLate: row.is_late === 1, isSupplemented: row.is_supplemented === 1, count: Number(row.count) })).filter(({ count }) => count > 0)
}

export interface CaseCount {
  filed: number
  concluded: number
  /** Undefined where nothing was ever filed. */
  firstFiledOn: Day | undefined
}

export async function countCases(db: Db, since: Day): Promise<CaseCount> {
  const count = async (kind: 'filed' | 'concluded') => db.read.selectFrom('figure')
    .select(({ fn }) => [fn.sum<number | string | null>('count').as('count'), fn.min('on_day').as('first')]).where('kind', '=', kind).where('on_day', '>=', since).executeTakeFirstOrThrow()
  const [filed, concluded] = await Promise.all([count('filed'), count('concluded')])
  return { filed: Number(filed.count ?? 0), concluded: Number(concluded.count ?? 0), firstFiledOn: (filed.first as Day | null) ?? undefined }
}
