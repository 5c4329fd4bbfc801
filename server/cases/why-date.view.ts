import { publishedCalendar } from '../limits/calendar.ts'
import type { Count, CountedDay } from '../limits/clock.ts'
import { itemOf, type Dossier, type Task } from './case.ts'
import { acceptanceCount, dayOf, decisionCount } from './dates.ts'

/** “Why this date”: the rule, the day the count starts after, and every day off it skips. */
export interface WhyDate {
  dueOn: string
  /** A text in `cases:why.rule.<rule>`. */
  rule: 'acceptance' | 'promised' | 'statutory'
  startedDay: string
  limit: { value: number; unit: string; basis: string | undefined }
  skipped: { from: string; to: string; kind: string; days: number }[]
  isPresumed: boolean
  knownUntil: string
}

/** Undefined for a task that nobody's clock runs on. */
export function whyDate(dossier: Dossier, task: Task): WhyDate | undefined {
  const { clockStartedAt } = task
  if (clockStartedAt === null) return undefined
  const startedDay = dayOf(clockStartedAt)
  const item = itemOf(dossier, task)
  if (task.acceptedAt) {
    const count = decisionCount(clockStartedAt, item)
    const limit = count.binding === 'promised' ? item.promisedLimit : item.statutoryLimit
    return { ...explained(count), rule: count.binding, startedDay, limit: { value: limit?.value ?? 0, unit: limit?.unit ?? 'workingDay', basis: limit?.basis } }
  }
  // After a supplement the five days run anew from the day the task came back.
  return { ...explained(acceptanceCount(clockStartedAt)), rule: 'acceptance', startedDay, limit: { value: 5, unit: 'workingDay', basis: '行政许可法第三十二条' } }
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
