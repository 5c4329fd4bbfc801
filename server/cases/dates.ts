import type { Plan } from '../catalogue/plan.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import { beijingDay, publishedCalendar, type Day } from '../limits/calendar.ts'
import { bindingCount, countOut, type Count } from '../limits/clock.ts'
import type { Task } from './case.ts'
import { isFinal } from './lifecycle.ts'

/** Within five working days of receipt the department accepts, declines, or tells everything that is missing at once (行政许可法 第三十二条). */
const acceptanceLimit = { value: 5, unit: 'workingDay' } as const

export const dayOf = (at: string): Day => beijingDay(new Date(at))

export const acceptanceCount = (receivedAt: string): Count => countOut(dayOf(receivedAt), acceptanceLimit, publishedCalendar)
export const acceptanceDueOn = (receivedAt: string): Day => acceptanceCount(receivedAt).dueOn

/** The decision is due by the promise or the statute, whichever ends first, counted from acceptance. */
export const decisionCount = (acceptedAt: string, { promisedLimit, statutoryLimit }: Pick<PlannedItem, 'promisedLimit' | 'statutoryLimit'>) =>
  bindingCount(dayOf(acceptedAt), promisedLimit, statutoryLimit, publishedCalendar)

/** The day by which the whole case ends when every department uses up its time. */
export function expectedEnd(plan: Plan, tasks: readonly Task[]): Day | null {
  const byItem = new Map(tasks.map(task => [task.itemCode, task]))
  const ends = new Map<string, Day>()
  for (const item of plan.items) {
    const task = byItem.get(item.code)
    if (task) ends.set(item.code, endOf(task, item, item.after.map(code => ends.get(code) ?? '')))
  }
  return [...ends.values()].sort().at(-1) ?? null
}

function endOf(task: Task, item: PlannedItem, predecessors: readonly Day[]): Day {
  if (isFinal(task.status)) return dayOf(task.decidedAt ?? task.updatedAt)
  if (task.acceptedAt) return task.dueOn ?? dayOf(task.acceptedAt)
  const start = [...predecessors, task.receivedAt ? dayOf(task.receivedAt) : ''].sort().at(-1) as Day
  return bindingCount(start, item.promisedLimit, item.statutoryLimit, publishedCalendar).dueOn
}
