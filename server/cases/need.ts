import { beijingDay, type WorkingCalendar } from '../limits/calendar.ts'
import { remedies, remedyEnd } from '../limits/legal-clocks.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Task } from './case.ts'
import { dayOf } from './dates.ts'
import { hasSucceeded, isAdverse, isFinal } from './lifecycle.ts'
import { hasRemedies } from './remedies.ts'

/** For how long somebody sees what he has uncovered. */
export const revealedMinutes = 15

type Ended = Pick<Task, 'status' | 'itemCode' | 'decidedAt' | 'updatedAt' | 'followUpOn'>

/**
 * Whether a task is still its office's business: only so long it sees whose the matter is and what stands in it
 * (个人信息保护法第六条, 第十九条: no more than the purpose needs, and no longer).
 *
 * It is while the task is under way; on the day of the decision, so that whoever decided sees what he did; after it
 * while a result has to be handed over or a commitment to be checked; and after a decision against the applicant
 * until it can't be contested any more (行政诉讼法第四十六条: six months).
 */
export function isStillNeeded(task: Ended, definition: Pick<BundleDefinition, 'items' | 'departments'>, calendar: WorkingCalendar, now: Date): boolean {
  if (!isFinal(task.status) || task.followUpOn !== null) return true
  if (!hasSucceeded(task.status) && !isAdverse(task.status)) return false
  if (task.decidedAt !== null && dayOf(task.decidedAt) === beijingDay(now)) return true
  if (!isAdverse(task.status) || !hasRemedies(definition, task.itemCode)) return false
  return beijingDay(now) <= remedyEnd(task.decidedAt ?? task.updatedAt, remedies.lawsuit, calendar).lastDay
}
