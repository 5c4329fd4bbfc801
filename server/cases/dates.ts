import type { Plan } from '../catalogue/plan.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import { beijingDay, type Day, type WorkingCalendar } from '../limits/calendar.ts'
import { bindingCount, countOut, type Binding, type ClosedPause, type Count } from '../limits/clock.ts'
import { shownLamp, type ShownLamp } from '../limits/lamp.ts'
import { acceptanceCount, jointCount, startsAt } from '../limits/legal-clocks.ts'
import type { Dossier, Task } from './case.ts'
import { awaitsApplicant, isBeforeAcceptance, isBeforeDecision, isFinal, isUnspoken } from './lifecycle.ts'
import { procedureKinds, statutoryProcedures, type ProcedureKind, type TaskProceedings } from './proceedings.ts'

/** Before 16:00 in Greenwich it is the same day in Beijing: a list asks for a hundred of them. */
export const dayOf = (at: string): Day => (at.slice(10, 13) < 'T16' ? at.slice(0, 10) : beijingDay(new Date(at)))
export const dayBefore = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** The instant at which a Beijing day, or an hour of it, begins. */
export const momentOf = (day: Day, time = '00:00'): string => new Date(`${day}T${time}:00+08:00`).toISOString()

/** What dates are counted with. */
export type Counting = Pick<Dossier, 'calendar' | 'hours'>

/** Within five working days of receipt the department accepts, declines, or tells everything that is missing at once. */
export const acceptanceDueOn = (receivedAt: string, calendar: WorkingCalendar): Day => acceptanceCount(receivedAt, calendar).dueOn

/** The days that don't count: until a procedure is over, those that the applicant was told of. */
export const pausesOf = ({ suspensions }: Pick<TaskProceedings, 'suspensions'>, kinds: readonly ProcedureKind[] = procedureKinds): ClosedPause[] =>
  suspensions.filter(({ kind }) => kinds.includes(kind)).map(({ kind, from, until, endedOn }) => ({ from, to: endedOn ?? until, why: kind })).filter(({ from, to }) => from <= to)

type Limits = Pick<PlannedItem, 'promisedLimit' | 'statutoryLimit'>
type Counted = Pick<Task, 'clockStartedAt' | 'acceptedAt' | 'proceedings'>

/**
 * The decision is due by the promise or the statute, whichever ends first.
 *
 * The statute runs from acceptance (行政许可法第四十二条) and stands still only for what the law names
 * (第四十五条). The promise is one of the whole matter from the day on which it came in: one intake counts for
 * all bodies at once (Zhejiang regulation art. 5), so whoever accepts late has the less left, and the day that
 * is told at filing is one that the offices are held to. Before acceptance the latest there can be is counted on.
 */
export function decisionCount({ clockStartedAt, acceptedAt, proceedings }: Counted, { promisedLimit, statutoryLimit }: Limits, { calendar, hours }: Counting): Count & { binding: Binding } {
  const { extension } = proceedings
  const granted = extension?.state === 'approved' ? { extension: { value: extension.value, unit: extension.unit } } : {}
  const from = clockStartedAt as string
  const ofStatute = { from: acceptedAt ?? acceptanceDueOn(from, calendar), pauses: pausesOf(proceedings, statutoryProcedures) }
  return bindingCount(from, promisedLimit, statutoryLimit, calendar, { pauses: pausesOf(proceedings), hours, ...granted, ofStatute })
}

/** The last day of the statute alone; undefined where no law sets a limit. */
export const statuteEnd = ({ clockStartedAt, acceptedAt, proceedings }: Counted, { statutoryLimit }: Limits, { calendar, hours }: Counting): Day | undefined =>
  statutoryLimit && clockStartedAt !== null
    ? countOut(acceptedAt ?? clockStartedAt, statutoryLimit, calendar, { pauses: pausesOf(proceedings, statutoryProcedures), hours, ...(proceedings.extension?.state === 'approved' ? { extension: proceedings.extension } : {}) }).dueOn
    : undefined

/** The last day of what the department has to do next; null while nobody's clock runs. Before it has spoken, a short promise ends before the five days of acceptance. */
export function taskDueOn(task: Task, item: Limits, counting: Counting): Day | null {
  if (task.clockStartedAt === null) return null
  if (isBeforeDecision(task.status)) return decisionCount(task, item, counting).dueOn
  if (!isBeforeAcceptance(task.status)) return null
  const acceptance = acceptanceDueOn(task.clockStartedAt, counting.calendar)
  return isUnspoken(task.status) ? earlier(acceptance, decisionCount(task, item, counting).dueOn) : acceptance
}

const earlier = (one: Day, other: Day): Day => (one < other ? one : other)

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
  if (isUnspoken(task.status)) return decisionCount(task, item, counting).dueOn
  const start = startsAt(notBefore, [task.receivedAt ? dayOf(task.receivedAt) : ''])
  const ofStatute = { from: acceptanceDueOn(start, counting.calendar) }
  const decision = bindingCount(start, item.promisedLimit, item.statutoryLimit, counting.calendar, { hours: counting.hours, ofStatute }).dueOn
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
  const pauses = tasks.flatMap(task => pausesOf(task.proceedings, statutoryProcedures))
  return { ...jointCount(acceptedAt, calendar, { pauses, ...(extension ? { extension: { value: extension.value, unit: 'workingDay' } } : {}) }), acceptedAt }
}

/** The lamp of whatever somebody has to do by a day; undefined while nobody's clock runs. */
export const taskLamp = ({ clockStartedAt, dueOn }: Pick<Task, 'clockStartedAt' | 'dueOn'>, today: Day, calendar: WorkingCalendar): ShownLamp | undefined =>
  clockStartedAt === null || dueOn === null ? undefined : shownLamp({ startedOn: dayOf(clockStartedAt), dueOn }, today, calendar)
