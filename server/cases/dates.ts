import type { Plan } from '../catalogue/plan.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import { beijingDay, type Day, type WorkingCalendar } from '../limits/calendar.ts'
import { bindingCount, type Binding, type Count } from '../limits/clock.ts'
import { acceptanceCount } from '../limits/legal-clocks.ts'
import type { Task } from './case.ts'
import { isFinal } from './lifecycle.ts'

export const dayOf = (at: string): Day => beijingDay(new Date(at))

/** Within five working days of receipt the department accepts, declines, or tells everything that is missing at once. */
export const acceptanceDueOn = (receivedAt: string, calendar: WorkingCalendar): Day => acceptanceCount(receivedAt, calendar).dueOn

/** The decision is due by the promise or the statute, whichever ends first, counted from acceptance. */
export const decisionCount = (acceptedAt: string, { promisedLimit, statutoryLimit }: Pick<PlannedItem, 'promisedLimit' | 'statutoryLimit'>, calendar: WorkingCalendar): Count & { binding: Binding } =>
  bindingCount(acceptedAt, promisedLimit, statutoryLimit, calendar)

/** The day by which the whole case ends when every department uses up its time. */
export function expectedEnd(plan: Plan, tasks: readonly Task[], calendar: WorkingCalendar): Day | null {
  const byItem = new Map(tasks.map(task => [task.itemCode, task]))
  const ends = new Map<string, Day>()
  for (const item of plan.items) {
    const task = byItem.get(item.code)
    if (task) ends.set(item.code, endOf(task, item, item.after.map(code => ends.get(code) ?? ''), calendar))
  }
  return [...ends.values()].sort().at(-1) ?? null
}

function endOf(task: Task, item: PlannedItem, predecessors: readonly Day[], calendar: WorkingCalendar): Day {
  if (isFinal(task.status)) return dayOf(task.decidedAt ?? task.updatedAt)
  if (task.acceptedAt) return task.dueOn ?? dayOf(task.acceptedAt)
  const start = [...predecessors, task.receivedAt ? dayOf(task.receivedAt) : ''].sort().at(-1) as Day
  return bindingCount(start, item.promisedLimit, item.statutoryLimit, calendar).dueOn
}
