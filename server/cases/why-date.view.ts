import type { Text } from '../catalogue/definition.ts'
import { stepBasis, type Count, type CountedDay } from '../limits/clock.ts'
import { acceptanceCount, legalLimits } from '../limits/legal-clocks.ts'
import { itemOf, type Dossier, type Task } from './case.ts'
import { dayOf, decisionCount } from './dates.ts'
import { isBeforeDecision } from './lifecycle.ts'

/** “Why this date”: the rule, the day the count starts after, every day off it skips, every make-up day it counts. */
export interface WhyDate {
  dueOn: string
  /** A text in `cases:why.rule.<rule>`. */
  rule: 'acceptance' | 'promised' | 'statutory'
  startedDay: string
  limit: { value: number; unit: string; basis: string | undefined }
  /** The instant by which it is due, for a promise of hours. */
  dueAt: string | undefined
  stretches: Stretch[]
  isPresumed: boolean
  knownUntil: string
}

/** Days one behind the other that are told in one sentence, `limits:why.<rule>…`. */
export interface Stretch {
  from: string
  to: string
  days: number
  rule: CountedDay['rule']
  kind: CountedDay['kind']
  name: Text | undefined
  /** The article that says so; none is needed for a day that counts. */
  basis: string | undefined
}

/** Undefined for a task that nobody's clock runs on. */
export function whyDate(dossier: Dossier, task: Task): WhyDate | undefined {
  const { clockStartedAt } = task
  if (clockStartedAt === null) return undefined
  const startedDay = dayOf(clockStartedAt)
  const item = itemOf(dossier, task)
  if (isBeforeDecision(task.status)) {
    const count = decisionCount(task, item, dossier)
    const limit = count.binding === 'promised' ? item.promisedLimit : item.statutoryLimit
    return { ...explained(dossier, count), rule: count.binding, startedDay, limit: { value: limit?.value ?? 0, unit: limit?.unit ?? 'workingDay', basis: limit?.basis } }
  }
  // After a supplement the five days run anew from the day the task came back.
  return { ...explained(dossier, acceptanceCount(clockStartedAt, dossier.calendar)), rule: 'acceptance', startedDay, limit: legalLimits.acceptance }
}

const explained = ({ calendar }: Dossier, { dueOn, dueAt, steps, isPresumed }: Count) =>
  ({ dueOn, dueAt, isPresumed, knownUntil: calendar.knownUntil, stretches: stretchesOf(steps) })

/** What is out of the ordinary on the way: days that do not count, and weekend days that do. */
function stretchesOf(steps: readonly CountedDay[]): Stretch[] {
  const stretches: Stretch[] = []
  let previous: CountedDay | undefined
  for (const step of steps) {
    const { day, rule, kind, name } = step
    const last = stretches.at(-1)
    if (last && previous && isLike(previous, step)) Object.assign(last, { to: day, days: last.days + 1 })
    else if (isUnusual(step)) stretches.push({ from: day, to: day, days: 1, rule, kind, name, basis: step.counts ? undefined : stepBasis[rule] })
    previous = step
  }
  return stretches
}

const isUnusual = ({ counts, kind }: CountedDay): boolean => !counts || kind === 'makeUpWorkday'
const isLike = (one: CountedDay, other: CountedDay): boolean =>
  isUnusual(one) && isUnusual(other) && one.rule === other.rule
  && (one.rule === 'paused' || one.rule === 'rolledOver' || (one.kind === other.kind && one.name?.zh === other.name?.zh))
