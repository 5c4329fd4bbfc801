import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../db/connect.ts'
import { increment, type Statement } from '../../db/statement.ts'
import type { Dossier } from './case.ts'
import { figureChanges } from './figure.ts'
import { decidedStatuses } from './lifecycle.ts'

/** Stands at the end of the case's write set: whoever waits for a row of the figures holds nothing that another of them waits for. */
export const figuresChanged = (before: Dossier | undefined, after: Dossier): Statement[] =>
  figureChanges(before, after).map(({ figure, by }) => increment('figure', {
    region: after.theCase.region, on_day: figure.onDay, kind: figure.kind, department_id: figure.departmentId, accepted_on: figure.acceptedOn,
    is_late: Number(figure.isLate), is_supplemented: Number(figure.isSupplemented),
  }, 'count', by))

/** The figures as the cases give them, all counted: what a check compares with, and nobody's page. */
export function figuresOfCases({ engine }: Pick<Db, 'engine'>): RawBuilder<unknown> {
  const day = (column: string) => engine === 'postgres' ? sql`to_char(${sql.ref(column)}::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')` : sql`date(${sql.ref(column)}, '+8 hours')`
  const isLike = (pattern: string) => sql`case when proceedings like ${pattern} then 1 else 0 end`
  // As `proceedings.ts` writes them; a quotation mark within a text is escaped, so no reason can look like these.
  return sql`
    select region, ${day('submitted_at')} as on_day, 'filed' as kind, '' as department_id, '' as accepted_on, 0 as is_late, 0 as is_supplemented, count(*) as count from service_case group by 1, 2
    union all select region, ${day('concluded_at')}, 'concluded', '', '', 0, 0, count(*) from service_case where status = 'concluded' and concluded_at is not null group by 1, 2
    union all select region, ${day('decided_at')}, 'decided', department_id, ${day('accepted_at')}, ${isLike('%"level":"passed"%')}, 1 - ${isLike('%"notices":0,%')}, count(*)
      from task where status in (${sql.join(decidedStatuses.map(status => sql.lit(status)))}) and decided_at is not null and accepted_at is not null group by 1, 2, 4, 5, 6, 7`
}

/** Days whose figures are not those of the cases; one statement, so that what is written meanwhile is no fault. */
export async function listWrongFigures(db: Db, limit: number): Promise<{ region: string; onDay: string; kind: string }[]> {
  const { rows } = await sql<{ region: string; on_day: string; kind: string }>`
    select region, on_day, kind from (
      select region, on_day, kind, department_id, accepted_on, is_late, is_supplemented, count from figure
      union all select region, on_day, kind, department_id, accepted_on, is_late, is_supplemented, -count from (${figuresOfCases(db)}) as counted
    ) as both_ways group by region, on_day, kind, department_id, accepted_on, is_late, is_supplemented having sum(count) <> 0 limit ${limit}`.execute(db.read)
  return rows.map(({ region, on_day, kind }) => ({ region, onDay: on_day, kind }))
}
