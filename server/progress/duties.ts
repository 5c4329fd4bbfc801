import type { Day } from '../limits/calendar.ts'
import type { Task } from '../cases/case.ts'
import { awaitsDeferred } from '../cases/intake-acts.ts'
import { awaitsApplicant, hasSucceeded } from '../cases/lifecycle.ts'
import type { CaseProceedings } from '../cases/proceedings.ts'

/** Something the applicant has to do, with its day; what is not here asks nothing of him. */
export interface Duty {
  kind: DutyKind
  on: Day
  taskIds: string[]
  materials: string[]
  place: string | null
  /** Why, in the words of whoever asks. */
  note: string | null
}

export const dutyKinds = ['answer', 'handIn', 'rectify', 'hearing', 'visit', 'collect'] as const
export type DutyKind = (typeof dutyKinds)[number]

type Bound = Pick<Task, 'id' | 'status' | 'proceedings'>

/** What the applicant has to do from `today` on, the most urgent first. A day that has passed can't be kept any more: what follows from it follows by itself. */
export function dutiesOf(tasks: readonly Bound[], { notice, visits, brought }: Pick<CaseProceedings, 'notice' | 'visits' | 'brought'>, today: Day): Duty[] {
  const asked = tasks.filter(({ status }) => awaitsApplicant(status))
  const duties = [
    ...(notice && asked.length > 0 ? [duty('answer', notice.answerBy, asked)] : []),
    ...deferredOf(tasks, brought),
    ...tasks.flatMap(ownDuties),
    ...visits.filter(({ state, taskIds }) => state === 'arranged' && tasks.some(({ id }) => taskIds.includes(id)))
      .map(({ on, place, purpose, taskIds }) => ({ ...duty('visit', on, tasks.filter(({ id }) => taskIds.includes(id))), place, note: purpose })),
  ]
  return duties.filter(({ kind, on }) => on >= today || kind === 'collect' || kind === 'rectify').sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

const duty = (kind: DutyKind, on: Day, tasks: readonly Pick<Task, 'id'>[]): Duty =>
  ({ kind, on, taskIds: tasks.map(({ id }) => id), materials: [], place: null, note: null })

/** Papers put off, those with the same last day together. */
const deferredOf = (tasks: readonly Bound[], brought: readonly string[]): Duty[] =>
  [...Map.groupBy(tasks.filter(task => awaitsDeferred(task as Task)), ({ proceedings: { provisional } }) => provisional?.until as Day)]
    .map(([until, waiting]) => ({ ...duty('handIn', until, waiting), materials: [...new Set(waiting.flatMap(({ proceedings: { provisional } }) => provisional?.materials ?? []).filter(id => !brought.includes(id)))] }))

function ownDuties(task: Bound): Duty[] {
  const { commitment, delivery, suspensions } = task.proceedings
  const hearing = task.status === 'suspended' ? suspensions.at(-1)?.hearing : null
  return [
    ...(hearing ? [{ ...duty('hearing', hearing.on, [task]), place: hearing.place }] : []),
    ...(hasSucceeded(task.status) && commitment?.state === 'rectifying' ? [{ ...duty('rectify', commitment.dueOn, [task]), note: commitment.finding }] : []),
    ...(hasSucceeded(task.status) && delivery && delivery.deliveredAt === null ? [duty('collect', delivery.dueOn, [task])] : []),
  ]
}
