import type { Text } from '../catalogue/definition.ts'
import { stepBasis, type Amount, type Count, type CountedDay } from '../limits/clock.ts'
import { acceptanceCount, legalLimits } from '../limits/legal-clocks.ts'
import { hoursLine } from '../limits/office-hours.ts'
import { itemOf, type Dossier, type Task } from './case.ts'
import { dayOf, decisionCount, jointLimit } from './dates.ts'
import { isBeforeDecision, isUnspoken } from './lifecycle.ts'
import { mostExtensionOf } from './procedure-acts.ts'
import { statutoryProcedures, type ProcedureKind } from './proceedings.ts'

/** “Why this date”: the rule, the day the count starts after, every day that does not count, every make-up day that does, and what was added. */
export interface WhyDate {
  dueOn: string
  /** A text in `cases:why.rule.<rule>`. */
  rule: 'acceptance' | 'promised' | 'promisedAlone' | 'statutory' | 'joint'
  startedDay: string
  limit: Sourced
  /** Accepted by silence, and so counted from receipt: the article that says so. */
  deemedBy: string | undefined
  /** The office hours in which hours are counted; undefined for days. */
  hours: string | undefined
  /** The instant by which it is due, for a promise of hours. */
  dueAt: string | undefined
  stretches: Stretch[]
  /** What the head has added to the limit, with its own days. */
  extension: (Sourced & { stretches: Stretch[] }) | undefined
  isPresumed: boolean
  knownUntil: string
}

const silence = '行政许可法第三十二条第一款第四项'

type Sourced = Amount & { basis: string | undefined }

/** Days one behind the other that are told in one sentence, `limits:why.<rule>…`. */
export interface Stretch {
  from: string
  to: string
  days: number
  rule: CountedDay['rule']
  kind: CountedDay['kind']
  name: Text | undefined
  /** The procedure for which the clock stood still. */
  pausedBy: ProcedureKind | undefined
  /** The article that says so; none is needed for a day that counts. */
  basis: string | undefined
}

/** Undefined for a task that nobody's clock runs on. */
export function whyDate(dossier: Dossier, task: Task): WhyDate | undefined {
  if (task.clockStartedAt === null) return undefined
  if (isBeforeDecision(task.status)) return whyDecision(dossier, task, task.clockStartedAt)
  // After a supplement the five days run anew from the day the task came back.
  const acceptance = acceptanceCount(task.clockStartedAt, dossier.calendar)
  const decision = isUnspoken(task.status) ? whyDecision(dossier, task, task.clockStartedAt) : undefined
  if (decision && decision.dueOn <= acceptance.dueOn) return decision
  return { ...explained(dossier, acceptance, legalLimits.acceptance), rule: 'acceptance', startedDay: dayOf(task.clockStartedAt), deemedBy: undefined }
}

function whyDecision(dossier: Dossier, task: Task, clockStartedAt: string): WhyDate {
  const item = itemOf(dossier, task)
  const { extension, isDeemed } = task.proceedings
  const count = decisionCount(task, item, dossier)
  const isPromise = count.binding === 'promised'
  const limit = (isPromise ? item.promisedLimit : item.statutoryLimit) ?? item.promisedLimit
  const added = extension?.state === 'approved' ? { ...extension, basis: mostExtensionOf(dossier, task)?.basis } : undefined
  return {
    ...explained(dossier, count, sourced(limit), added), rule: isPromise && !item.statutoryLimit ? 'promisedAlone' : count.binding,
    startedDay: dayOf(isPromise ? clockStartedAt : (task.acceptedAt ?? clockStartedAt)), deemedBy: isDeemed ? silence : undefined,
  }
}

/** Why the case as a whole must be decided by its day, where several departments handle it jointly. */
export function whyJoint(dossier: Dossier): WhyDate | undefined {
  const joint = jointLimit(dossier)
  if (!joint) return undefined
  const { extension } = dossier.theCase.proceedings
  const added = extension ? { ...legalLimits.jointExtension, value: extension.value } : undefined
  return { ...explained(dossier, joint, legalLimits.jointDecision, added), rule: 'joint', startedDay: dayOf(joint.acceptedAt), deemedBy: undefined }
}

const sourced = ({ value, unit, basis }: Amount & { basis?: string | undefined }): Sourced => ({ value, unit, basis })

function explained({ calendar, hours }: Dossier, { dueOn, dueAt, steps, isPresumed }: Count, limit: Sourced, added?: Sourced): Omit<WhyDate, 'rule' | 'startedDay' | 'deemedBy'> {
  // An end that is put off to the next working day belongs to whatever came last.
  const at = steps.findIndex(({ isExtension }) => isExtension)
  const [own, more] = at < 0 ? [steps, []] : [steps.slice(0, at), steps.slice(at)]
  return {
    dueOn, dueAt, isPresumed, knownUntil: calendar.knownUntil, limit: sourced(limit), hours: limit.unit === 'hour' && limit.value > 0 ? hoursLine(hours) : undefined,
    stretches: stretchesOf(own), extension: added && { ...sourced(added), stretches: stretchesOf(more) },
  }
}

/** What is out of the ordinary on the way: days that do not count, and weekend days that do. */
export function stretchesOf(steps: readonly CountedDay[]): Stretch[] {
  const stretches: Stretch[] = []
  let previous: CountedDay | undefined
  for (const step of steps) {
    const { day, rule, kind, name } = step
    const last = stretches.at(-1)
    if (last && previous && isLike(previous, step)) Object.assign(last, { to: day, days: last.days + 1 })
    else if (isUnusual(step)) stretches.push({ from: day, to: day, days: 1, rule, kind, name, pausedBy: step.pausedBy as ProcedureKind | undefined, basis: basisOf(step) })
    previous = step
  }
  return stretches
}

/** Article 45 lists procedures, not every reason for which a promise stands still. */
const basisOf = ({ counts, rule, pausedBy }: CountedDay): string | undefined =>
  counts || (rule === 'paused' && !(statutoryProcedures as readonly unknown[]).includes(pausedBy)) ? undefined : stepBasis[rule]

const isUnusual = ({ counts, kind }: CountedDay): boolean => !counts || kind === 'makeUpWorkday'
const isLike = (one: CountedDay, other: CountedDay): boolean =>
  isUnusual(one) && isUnusual(other) && one.rule === other.rule && one.pausedBy === other.pausedBy
  && (one.rule === 'paused' || one.rule === 'rolledOver' || (one.kind === other.kind && one.name?.zh === other.name?.zh))
