import type { Db } from '../../db/connect.ts'
import type { Day } from '../limits/calendar.ts'
import type { Task } from '../cases/case.ts'
import { dutiesOf, type Duty } from './duties.ts'
import { isUnderWay, taskStatuses, type TaskStatus } from '../cases/lifecycle.ts'
import type { CaseProceedings, TaskProceedings } from '../cases/proceedings.ts'

/** Statuses of tasks that may ask something of the applicant: under way, or granted with something to follow. */
const asking = taskStatuses.filter(status => isUnderWay(status) || status === 'approved')
const most = 1000 // tasks: of a hundred cases at most

/** The first duty of each of the applicant's cases that has one, by the case's number. */
export async function listDutiesOf(db: Db, applicantId: string, today: Day): Promise<Record<string, Pick<Duty, 'kind' | 'on'>>> {
  const rows = await db.read.selectFrom('service_case').innerJoin('task', join => join.onRef('task.region', '=', 'service_case.region').onRef('task.case_id', '=', 'service_case.id'))
    .select(['service_case.number', 'service_case.proceedings as case_proceedings', 'task.id', 'task.status', 'task.proceedings'])
    .where('service_case.applicant_id', '=', applicantId).where('task.status', 'in', asking).orderBy('service_case.submitted_at', 'desc').limit(most).execute()
  const first = [...Map.groupBy(rows, ({ number }) => number)].flatMap(([number, own]) => {
    const tasks = own.map(row => ({ id: row.id, status: row.status as TaskStatus, proceedings: JSON.parse(row.proceedings) as TaskProceedings } satisfies Pick<Task, 'id' | 'status' | 'proceedings'>))
    const [duty] = dutiesOf(tasks, JSON.parse(own[0]?.case_proceedings ?? '{}') as CaseProceedings, today)
    return duty ? [[number, { kind: duty.kind, on: duty.on }] as const] : []
  })
  return Object.fromEntries(first)
}
