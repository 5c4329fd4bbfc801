import type { OpenCount } from './watch.store.ts'
import { awaitsApplicant, isBeforeDecision } from '../cases/lifecycle.ts'
import type { Task } from '../cases/case.ts'
import type { Day, WorkingCalendar } from '../limits/calendar.ts'
import { lampOf, workingDaysBetween, type Lamp } from '../limits/lamp.ts'

/** What a supervisor can look at: the town at a glance, and what has to be looked into. */
export const watchLists = ['overdue', 'soon', 'suspended', 'extended', 'repeated', 'followUp', 'joint', 'orders'] as const
export type WatchList = (typeof watchLists)[number]

/** Working days that are left, as the stations of a department's line of days. */
export const dayStations = ['overdue', 'today', 'soon', 'near', 'later'] as const
export type DayStation = (typeof dayStations)[number]

/** Due soon: within so many working days. */
export const soonDays = 2
const nearDays = 5

/** Before acceptance the day that passes is acceptance or the notice, never a delay. */
export const isOverdue = ({ status, dueOn }: Pick<Task, 'status' | 'dueOn'>, today: Day): boolean => isBeforeDecision(status) && dueOn !== null && dueOn < today

export function stationOf(task: Pick<Task, 'status' | 'dueOn'>, today: Day, calendar: WorkingCalendar): DayStation {
  if (isOverdue(task, today)) return 'overdue'
  const left = workingDaysBetween(today, task.dueOn ?? today, calendar, nearDays + 1)
  if (left === 0) return 'today'
  return left <= soonDays ? 'soon' : left <= nearDays ? 'near' : 'later'
}

/** A department's open work. What stands still (suspended, with the applicant) is counted apart: no day runs out there. */
export interface DepartmentLine {
  departmentId: string
  lamps: Record<Lamp, number>
  days: Record<DayStation, number>
  suspended: number
  awaiting: number
  /** Working days by which everything overdue is late, added up: where time is lost. */
  lostDays: number
}

/** The departments' lines of days, the latest first. */
export function departmentLines(counts: readonly OpenCount[], today: Day, calendar: WorkingCalendar): DepartmentLine[] {
  const lines = new Map<string, DepartmentLine>()
  for (const one of counts) {
    const line = lines.get(one.departmentId) ?? emptyLine(one.departmentId)
    lines.set(one.departmentId, line)
    add(line, one, today, calendar)
  }
  return [...lines.values()].sort((a, b) => b.lamps.red - a.lamps.red || b.lamps.yellow - a.lamps.yellow || b.lamps.green - a.lamps.green || (a.departmentId < b.departmentId ? -1 : 1))
}

const emptyLine = (departmentId: string): DepartmentLine =>
  ({ departmentId, lamps: { green: 0, yellow: 0, red: 0 }, days: { overdue: 0, today: 0, soon: 0, near: 0, later: 0 }, suspended: 0, awaiting: 0, lostDays: 0 })

function add(line: DepartmentLine, { status, dueOn, startedOn, count }: OpenCount, today: Day, calendar: WorkingCalendar): void {
  if (awaitsApplicant(status)) line.awaiting += count
  else if (status === 'suspended') line.suspended += count
  else if (dueOn !== null && startedOn !== null) {
    const station = stationOf({ status, dueOn }, today, calendar)
    line.days[station] += count
    if (station === 'overdue') line.lostDays += count * workingDaysBetween(dueOn, today, calendar)
    // Until the portal has let the last day pass, what was not accepted by then is no delay.
    line.lamps[station === 'overdue' ? 'red' : dueOn < today ? 'yellow' : lampOf({ startedOn, dueOn }, today, calendar)] += count
  }
}

/** All departments as one line. */
export function wholeLine(lines: readonly DepartmentLine[]): DepartmentLine {
  const whole = emptyLine('')
  for (const { lamps, days, suspended, awaiting, lostDays } of lines) {
    for (const colour of ['green', 'yellow', 'red'] as const) whole.lamps[colour] += lamps[colour]
    for (const station of dayStations) whole.days[station] += days[station]
    whole.suspended += suspended
    whole.awaiting += awaiting
    whole.lostDays += lostDays
  }
  return whole
}

/** What should have been seen to after a decision, by a day that has passed. */
export function lateFollowUps({ proceedings: { commitment, delivery } }: Pick<Task, 'proceedings'>, today: Day): { what: 'commitment' | 'rectification' | 'delivery'; dueOn: Day }[] {
  return [
    ...(commitment && ['due', 'rectifying'].includes(commitment.state) && commitment.dueOn < today ? [{ what: commitment.state === 'due' ? 'commitment' as const : 'rectification' as const, dueOn: commitment.dueOn }] : []),
    ...(delivery && delivery.deliveredAt === null && delivery.dueOn < today ? [{ what: 'delivery' as const, dueOn: delivery.dueOn }] : []),
  ]
}

/** A joint case within so many working days of its 45 is shown before it is late. */
export const jointNearDays = 10
