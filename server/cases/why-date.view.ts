import { publishedCalendar } from '../limits/calendar.ts'
import type { Count, CountedDay } from '../limits/clock.ts'
import { itemOf, type Dossier, type Task } from './case.ts'
import { acceptanceCount, decisionCount } from './dates.ts'
import { isOpen } from './lifecycle.ts'

/** “Why this date”: the rule, the day the count starts after, and every day off it skips. */
export interface WhyDate {
  dueOn: string
  /** A text in `cases:why.rule.<rule>`. */
  rule: 'acceptance' | 'promised' | 'statutory'
  startedAt: string
  limit: { value: number; unit: string; basis: string | undefined }
  skipped: { from: string; to: string; kind: string; days: number }[]
  isPresumed: boolean
  knownUntil: string
}

/** Undefined for a task that nobody's clock runs on. */
export function whyDate(dossier: Dossier, task: Task): WhyDate | undefined {
  if (!isOpen(task.status)) return undefined
  const item = itemOf(dossier, task)
  if (task.acceptedAt) {
    const count = decisionCount(task.acceptedAt, item)
    const limit = count.binding === 'promised' ? item.promisedLimit : item.statutoryLimit
    return { ...explained(count), rule: count.binding, startedAt: task.acceptedAt, limit: { value: limit?.value ?? 0, unit: limit?.unit ?? 'workingDay', basis: limit?.basis } }
  }
  if (!task.receivedAt) return undefined
  // After a supplement the five days run anew from the day the task came back.
  const startedAt = task.updatedAt > task.receivedAt && task.dueOn !== acceptanceCount(task.receivedAt).dueOn ? task.updatedAt : task.receivedAt
  return { ...explained(acceptanceCount(startedAt)), rule: 'acceptance', startedAt, limit: { value: 5, unit: 'workingDay', basis: '行政许可法第三十二条' } }
}

const explained = ({ dueOn, steps, isPresumed }: Count) => ({ dueOn, isPresumed, knownUntil: publishedCalendar.knownUntil, skipped: runsOf(steps) })

/** Consecutive days that did not count, told as one stretch. */
function runsOf(steps: readonly CountedDay[]): WhyDate['skipped'] {
  const runs: WhyDate['skipped'] = []
  let open = false
  for (const { day, counts, kind } of steps) {
    const last = runs.at(-1)
    if (counts) open = false
    else if (open && last?.kind === kind) Object.assign(last, { to: day, days: last.days + 1 })
    else open = runs.push({ from: day, to: day, kind, days: 1 }) > 0
  }
  return runs
}
