import type { Plan } from '../catalogue/plan.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import { beijingDay, type Day, type WorkingCalendar } from '../limits/calendar.ts'
import { bindingCount, type Binding, type ClosedPause, type Count, type Terms } from '../limits/clock.ts'
import { shownLamp, type ShownLamp } from '../limits/lamp.ts'
import { acceptanceCount, jointCount, startsAt } from '../limits/legal-clocks.ts'
import type { Dossier, Task } from './case.ts'
import { awaitsApplicant, isBeforeAcceptance, isBeforeDecision, isFinal } from './lifecycle.ts'
import type { TaskProceedings } from './proceedings.ts'

export const dayOf = (at: string): Day => beijingDay(new Date(at))
export const dayBefore = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** The instant at which a Beijing day, or an hour of it, begins. */
export const momentOf = (day: Day, time = '00:00'): string => new Date(`${day}T${time}:00+08:00`).toISOString()

/** What dates are counted with. */
export type Counting = Pick<Dossier, 'calendar' | 'hours'>

/** Within five working days of receipt the department accepts, declines, or tells everything that is missing at once. */
export const acceptanceDueOn = (receivedAt: string, calendar: WorkingCalendar): Day => acceptanceCount(receivedAt, calendar).dueOn

/** The days that don't count: until a procedure is over, those that the applicant was told of. */
export const pausesOf = ({ suspensions }: Pick<TaskProceedings, 'suspensions'>): ClosedPause[] =>
  suspensions.map(({ kind, from, until, endedOn }) => ({ from, to: endedOn ?? until, why: kind })).filter(({ from, to }) => from <= to)

function termsOf({ proceedings }: Pick<Task, 'proceedings'>, { hours }: Counting): Terms<ClosedPause> {
  const { extension } = proceedings
  const granted = extension?.state === 'approved' ? { extension: { value: extension.value, unit: extension.unit } } : {}
  return { pauses: pausesOf(proceedings), hours, ...granted }
}

type Limits = Pick<PlannedItem, 'promisedLimit' | 'statutoryLimit'>

/** The decision is due by the promise or the statute, whichever ends first, counted from acceptance. */
export const decisionCount = (task: Pick<Task, 'clockStartedAt' | 'proceedings'>, { promisedLimit, statutoryLimit }: Limits, counting: Counting): Count & { binding: Binding } =>
  bindingCount(task.clockStartedAt as string, promisedLimit, statutoryLimit, counting.calendar, termsOf(task, counting))

/** The last day of what the department has to do next; null while nobody's clock runs. */
export function taskDueOn(task: Task, item: Limits, counting: Counting): Day | null {
  if (task.clockStartedAt === null) return null
  if (isBeforeAcceptance(task.status)) return acceptanceDueOn(task.clockStartedAt, counting.calendar)
  return isBeforeDecision(task.status) ? decisionCount(task, item, counting).dueOn : null
}

/** The day by which something has to be seen to after the decision. */
export function followUpOn({ status, proceedings: { commitment, delivery } }: Pick<Task, 'status' | 'proceedings'>): Day | null {
  if (status !== 'approved') return null
  const days = [commitment && ['due', 'rectifying'].includes(commitment.state) ? commitment.dueOn : '', delivery && delivery.deliveredAt === null ? delivery.dueOn : '']
  return days.filter(Boolean).sort()[0] ?? null
}

/** The day by which the whole case ends when every department uses up its time, and the applicant his. */
export function expectedEnd(plan: Plan, { tasks, theCase, calendar, hours }: Counting & Pick<Dossier, 'tasks'> & { theCase: Pick<Dossier['theCase'], 'proceedings'> }): Day | null {
  const byItem = new Map(tasks.map(task => [task.itemCode, task]))
  const ends = new Map<string, Day>()
  for (const item of plan.items) {
    const task = byItem.get(item.code)
    if (!task) continue
    const start = [...item.after.map(code => ends.get(code) ?? ''), awaitsApplicant(task.status) ? (theCase.proceedings.notice?.answerBy ?? '') : ''].sort().at(-1) as Day
    ends.set(item.code, endOf(task, item, start, { calendar, hours }))
  }
  return [...ends.values()].sort().at(-1) ?? null
}

function endOf(task: Task, item: PlannedItem, notBefore: Day, counting: Counting): Day {
  if (isFinal(task.status)) return dayOf(task.decidedAt ?? task.updatedAt)
  if (isBeforeDecision(task.status)) return task.dueOn as Day
  const start = startsAt(notBefore, [task.receivedAt ? dayOf(task.receivedAt) : '', task.status === 'received' && task.clockStartedAt ? dayOf(task.clockStartedAt) : ''])
  const decision = bindingCount(start, item.promisedLimit, item.statutoryLimit, counting.calendar, { hours: counting.hours }).dueOn
  return [decision, task.dueOn ?? ''].sort().at(-1) as Day
}

/** What the joint limit of a case follows from. */
export interface JointCase extends Pick<Dossier, 'version' | 'calendar'> {
  theCase: Pick<Dossier['theCase'], 'proceedings'>
  tasks: readonly (Pick<Task, 'acceptedAt'> & { proceedings: Pick<TaskProceedings, 'suspensions'> })[]
}

/**
 * Until when a joint case must be decided as a whole: 45 working days from its first acceptance, 15 more
 * once approved (行政许可法第四十二条第二款). The days of a special procedure of any of its items do not count
 * here either: 第四十五条 speaks of every limit of the section.
 */
export function jointLimit({ tasks, theCase, version, calendar }: JointCase): (Count & { acceptedAt: string }) | undefined {
  const acceptedAt = [theCase.proceedings.acceptedWholeAt, ...tasks.map(task => task.acceptedAt)].filter(at => at !== null).sort()[0]
  if (version.definition.bundle.intake !== 'unified' || tasks.length < 2 || acceptedAt === undefined) return undefined
  const { extension } = theCase.proceedings
  const pauses = tasks.flatMap(task => pausesOf(task.proceedings))
  return { ...jointCount(acceptedAt, calendar, { pauses, ...(extension ? { extension: { value: extension.value, unit: 'workingDay' } } : {}) }), acceptedAt }
}

/** The lamp of whatever somebody has to do by a day; undefined while nobody's clock runs. */
export const taskLamp = ({ clockStartedAt, dueOn }: Pick<Task, 'clockStartedAt' | 'dueOn'>, today: Day, calendar: WorkingCalendar): ShownLamp | undefined =>
  clockStartedAt === null || dueOn === null ? undefined : shownLamp({ startedOn: dayOf(clockStartedAt), dueOn }, today, calendar)
