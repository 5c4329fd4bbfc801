import type { Ctx } from '../context.ts'
import { readDay } from '../limits/typed-day.ts'
import type { Day } from '../limits/calendar.ts'
import { countOut } from '../limits/clock.ts'
import { legalLimits } from '../limits/legal-clocks.ts'
import { listOfficersAt } from '../people/person.store.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { dayBefore, dayOf, taskDueOn } from '../cases/dates.ts'
import type { Speaker } from './desk-data.view.ts'
import { departmentOf } from './desk-standing.view.ts'
import { isBeforeDecision } from '../cases/lifecycle.ts'
import { mostExtensionOf } from '../cases/procedure-acts.ts'
import { procedureKinds, type TaskProceedings } from '../cases/proceedings.ts'

/** What the forms of special procedures show beside what is typed: the law's days, and the date that would come of it. */

export const today = ({ now }: Pick<Ctx, 'now'>): Day => dayOf(now.toISOString())

/** The task's last day if its proceedings were these. */
function dueWith(dossier: Dossier, task: Task, change: Partial<TaskProceedings>): Day | undefined {
  return taskDueOn({ ...task, proceedings: { ...task.proceedings, ...change } }, itemOf(dossier, task), dossier) ?? undefined
}

/** A day that makes sense to count with: typed, from today on, and within a year. */
function dayToCount(typed: unknown, from: Day): Day | undefined {
  const day = readDay(String(typed ?? ''))
  return day && day >= from && Date.parse(day) - Date.parse(from) <= 366 * 86_400_000 ? day : undefined
}

/** The date after a procedure until `until`: the days from today to then do not count. */
export function dueIfSuspended(dossier: Dossier, task: Task, typed: { kind: unknown; until: unknown }, from: Day): Day | undefined {
  const day = dayToCount(typed.until, from)
  const kind = procedureKinds.find(one => one === typed.kind) ?? 'hearing'
  const { suspensions } = task.proceedings
  return day && dueWith(dossier, task, { suspensions: [...suspensions, { kind, reason: '', from, until: day, endedOn: null, hearing: null, finding: null }] })
}

export function dueIfProlonged(dossier: Dossier, task: Task, until: unknown, from: Day): Day | undefined {
  const day = dayToCount(until, from)
  return day && dueWith(dossier, task, { suspensions: task.proceedings.suspensions.map((one, index, all) => (index === all.length - 1 ? { ...one, until: day } : one)) })
}

/** Taken up again today: today counts. */
export const dueIfResumed = (dossier: Dossier, task: Task, on: Day): Day | undefined =>
  dueWith(dossier, task, { suspensions: task.proceedings.suspensions.map((one, index, all) => (index === all.length - 1 ? { ...one, endedOn: on > one.until ? one.until : dayBefore(on) } : one)) })

export function dueIfExtended(dossier: Dossier, task: Task, value: number): Day | undefined {
  const most = mostExtensionOf(dossier, task)
  if (!most || !(value >= 1 && value <= most.value)) return undefined
  return dueWith(dossier, task, { extension: { state: 'approved', value, unit: most.unit, reason: '', askedBy: '', decidedBy: null, answer: null } })
}

/** Between which days a hearing may be held that is announced today (行政许可法第四十七、四十八条). */
export const hearingDays = ({ calendar }: Pick<Dossier, 'calendar'>, from: Day) => ({
  earliest: countOut(from, legalLimits.hearingNotice, calendar).dueOn,
  latest: countOut(from, legalLimits.hearingHeld, calendar).dueOn,
})

/** Whoever examines the matter does not lead its hearing (行政许可法第四十八条第一款第三项). */
export const chairsFor = async (ctx: Ctx, { officeId, assigneeId }: Task): Promise<{ id: string; name: string }[]> =>
  (await listOfficersAt(ctx, officeId)).filter(({ id }) => id !== assigneeId && id !== ctx.actor.id)

/** Departments that may come along on a visit, told by names only. */
export const joinable = ({ text }: Pick<Speaker, 'text'>, dossier: Dossier, own: Task): { id: string; item: string; department: string }[] =>
  dossier.tasks.filter(({ id, status }) => id !== own.id && isBeforeDecision(status)).map(task => ({ id: task.id, item: text(itemOf(dossier, task).item.name), department: text(departmentOf(dossier, task)) }))

/** Visits of this task that are arranged and not over. */
export const ownVisits = ({ theCase }: Dossier, task: Task) => theCase.proceedings.visits.filter(({ state, leadTaskId }) => state === 'arranged' && leadTaskId === task.id)
