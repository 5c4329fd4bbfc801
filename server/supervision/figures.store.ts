import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { momentOf } from '../cases/dates.ts'
import type { TaskStatus } from '../cases/lifecycle.ts'
import type { Day } from '../limits/calendar.ts'

/** Departments' decisions in numbers: no column with anybody's data is read. */
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

const decidedStatuses: readonly TaskStatus[] = ['approved', 'refused', 'revoked']

/** What was decided since a day, by department, day of acceptance and day of decision. */
export async function countDecided(db: Db, since: Day): Promise<DecidedCount[]> {
  const day = (column: 'accepted_at' | 'decided_at') => {
    const at = sql.ref(column)
    return db.engine === 'postgres' ? sql<string>`to_char(${at}::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')` : sql<string>`date(${at}, '+8 hours')`
  }
  // As `proceedings.ts` writes them; a quotation mark within a text is escaped, so no reason can look like these.
  const late = sql<number | string>`case when proceedings like '%"level":"passed"%' then 1 else 0 end`
  const supplemented = sql<number | string>`case when proceedings like '%"notices":0,%' then 0 else 1 end`
  const rows = await db.read.selectFrom('task')
    .select(({ fn }) => ['department_id', day('accepted_at').as('accepted'), day('decided_at').as('decided'), late.as('late'), supplemented.as('supplemented'), fn.countAll<number | string>().as('count')])
    .where('status', 'in', decidedStatuses).where('decided_at', '>=', momentOf(since)).where('accepted_at', 'is not', null)
    .groupBy(['department_id', day('accepted_at'), day('decided_at'), late, supplemented]).execute()
  return rows.map(row => ({ departmentId: row.department_id, acceptedOn: row.accepted, decidedOn: row.decided, isLate: Number(row.late) === 1, isSupplemented: Number(row.supplemented) === 1, count: Number(row.count) }))
}

export interface CaseCount {
  filed: number
  concluded: number
  /** Undefined where nothing was ever filed. */
  firstFiledAt: string | undefined
}

export async function countCases(db: Db, since: Day): Promise<CaseCount> {
  const from = momentOf(since)
  const count = () => db.read.selectFrom('service_case').select(({ fn }) => fn.countAll<number | string>().as('count'))
  const [filed, concluded, first] = await Promise.all([
    count().where('submitted_at', '>=', from).executeTakeFirstOrThrow(),
    count().where('status', '=', 'concluded').where('concluded_at', '>=', from).executeTakeFirstOrThrow(),
    db.read.selectFrom('service_case').select(({ fn }) => fn.min('submitted_at').as('at')).where('submitted_at', '>=', from).executeTakeFirstOrThrow(),
  ])
  return { filed: Number(filed.count), concluded: Number(concluded.count), firstFiledAt: (first.at as string | null) ?? undefined }
}
