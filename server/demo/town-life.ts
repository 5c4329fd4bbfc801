import { accept, decline, noteDeficiencies } from '../cases/accept.ts'
import { getDossier } from '../cases/case.store.ts'
import { itemOf, producedValues, type Dossier, type Task } from '../cases/case.ts'
import { claim } from '../cases/claim.ts'
import { agree, decide } from '../cases/decide.ts'
import { availableActions, awaitsApplicant, isRunning } from '../cases/lifecycle.ts'
import { supplement } from '../cases/supplement.ts'
import { withdraw } from '../cases/withdraw.ts'
import type { ProcedureKind } from '../cases/proceedings.ts'
import { askExtension, decideExtension, suspend } from '../cases/procedures.ts'
import { answerRequest, askOffice } from '../cases/requests.ts'
import { checkCommitment, explainDelay, revokeDecision } from '../cases/follow-up.ts'
import { handInDeferred } from '../cases/hand-in-deferred.ts'
import { wakeCase } from '../cases/wake.ts'
import { tellOne } from '../notify/tell.ts'
import { giveOrder } from '../supervision/give-order.ts'
import { hoursOfWorkingDay, workingDays } from '../catalogue/planned-item.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Value, type Values } from '../drafts/draft.ts'
import { awaitsDeferred, type Shortcoming } from '../cases/intake-acts.ts'
import { beijingDay } from '../limits/calendar.ts'
import { blankPaper } from './paper.ts'
import type { Matter } from './town-examples.ts'
import { afterOfficeHours, afterWork } from './town-time.ts'
import { exampleValue } from './town-values.ts'

/** What goes otherwise than smoothly with an item. */
export type Incident =
  | { kind: 'supplement'; shortcomings: Shortcoming[]; isAnswered: boolean }
  | { kind: 'refuse' | 'decline'; reason: string }
  /** A special procedure stops the clock for so many days, beginning the day after acceptance. */
  | { kind: 'suspend'; procedure: ProcedureKind; reason: string; days: number }
  /** More time is asked of the head, who has not looked at it unless he agreed. */
  | { kind: 'extend'; value: number; reason: string; isApproved: boolean }
  /** Another department of the district is asked, and has answered or not. */
  | { kind: 'consult'; departmentId: string; question: string; answer: string | undefined }
  /** Left lying: not accepted, accepted and not decided, or proposed and not agreed to. */
  | { kind: 'leave'; at: 'received' | 'accepted' | 'proposed'; explained?: string | undefined; ordered?: string | undefined }
  /** Papers that were put off never come. */
  | { kind: 'forget' }
  /** A check finds that what was promised is not so; not put right, the grant is taken back. */
  | { kind: 'break'; finding: string; isPutRight: boolean }

export interface Course {
  incidents?: Record<string, Incident>
  /** Office hours that a case waits on a desk before it is looked at. */
  patience: number
  /** Withdrawn by the applicant this many office hours after submission. */
  withdrawnAfter?: number | undefined
}

interface Turn {
  at: Date
  act: () => Promise<void>
}

/** Who acts in the town, and when. */
export interface Cast {
  now: Date
  applicant(at: Date): Ctx
  /** Undefined for an office outside the town: what comes there is left to others. */
  officer(officeId: string, at: Date): Ctx | undefined
  /** Whoever else may agree there: a second officer, or the head. */
  other(officeId: string, role: 'officer' | 'head', at: Date): Ctx | undefined
  supervisor(at: Date): Ctx
  /** The portal itself, at a moment at which time does something. */
  portal(at: Date): Ctx
  matterAt(values: Values, at: Date): Matter
}

/** Lets the officers and the applicant act, one after another, until the present; every act is the verb that a person's click calls. */
export async function liveThrough(number: string, course: Course, cast: Cast): Promise<void> {
  const ctx = cast.applicant(cast.now)
  for (;;) {
    const dossier = await getDossier(ctx, number)
    const next = turns(dossier, course, cast).filter(({ at }) => at <= cast.now).sort((a, b) => a.at.getTime() - b.at.getTime())[0]
    if (!next) return
    await next.act()
  }
}

function turns(dossier: Dossier, course: Course, cast: Cast): Turn[] {
  const found = [...passing(dossier, cast), ...dossier.tasks.flatMap(task => turnOf(dossier, task, course, cast) ?? [])]
  const { submittedAt, number } = dossier.theCase
  if (course.withdrawnAfter === undefined || !isRunning(dossier.theCase.status)) return found
  const at = afterOfficeHours(new Date(submittedAt), course.withdrawnAfter)
  return [...found.filter(turn => turn.at < at), { at, act: () => withdraw(cast.applicant(at), number) }]
}

function turnOf(dossier: Dossier, task: Task, course: Course, cast: Cast): Turn | undefined {
  const incident = course.incidents?.[task.itemCode]
  const moves = availableActions(task.status, 'officer')
  const special = specialTurn(dossier, task, incident, cast)
  if (special !== 'none') return special
  if (awaitsApplicant(task.status)) return incident?.kind === 'supplement' && incident.isAnswered ? answer(dossier, task, cast) : undefined
  if (moves.includes('accept')) return incident?.kind === 'leave' && incident.at === 'received' ? undefined : intake(dossier, task, incident, course, cast)
  if (awaitsDeferred(task)) return incident?.kind === 'forget' ? undefined : broughtLater(dossier, task, cast)
  if (moves.includes('approve')) return incident?.kind === 'leave' && incident.at !== 'proposed' ? undefined : decision(dossier, task, incident, cast)
  return undefined
}

/** What the passing of time does by itself has its moment as well. */
function passing({ theCase: { region, id, wakeAt, tellAt } }: Dossier, cast: Cast): Turn[] {
  const turn = (moment: string | null, act: (ctx: Ctx) => Promise<unknown>): Turn[] => {
    if (moment === null) return []
    const at = new Date(moment)
    return [{ at, act: async () => void (await act(cast.portal(at))) }]
  }
  return [...turn(tellAt, ctx => tellOne(ctx, region, id)), ...turn(wakeAt, ctx => wakeCase(ctx, { region, id }))]
}

/** What is out of the ordinary; `none` when the task goes its usual way. */
function specialTurn(dossier: Dossier, task: Task, incident: Incident | undefined, cast: Cast): Turn | undefined | 'none' {
  const { proposal, suspensions, extension } = task.proceedings
  const next = (officeId: string, hours: number, act: (ctx: Ctx) => Promise<void>): Turn | undefined => {
    const at = afterOfficeHours(new Date(task.updatedAt), hours)
    const ctx = cast.officer(officeId, at)
    return ctx && { at, act: () => act(ctx) }
  }
  if (proposal) return incident?.kind === 'leave' && incident.at === 'proposed' ? undefined : agreement(task, cast)
  if (incident?.kind === 'leave' && isLate(task)) return seenTo(dossier, task, incident, cast, next)
  if (incident?.kind === 'break' && task.status === 'approved') return checked(task, incident, next)
  if (incident?.kind === 'suspend' && task.status === 'accepted' && suspensions.length === 0) {
    const until = new Date(Date.parse(task.acceptedAt as string) + incident.days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
    return next(task.officeId, 2, ctx => suspend(ctx, task.id, { kind: incident.procedure, reason: incident.reason, until, hearing: null }))
  }
  if (incident?.kind === 'extend' && task.status === 'accepted' && !extension) return next(task.officeId, 3, ctx => askExtension(ctx, task.id, incident))
  if (incident?.kind === 'extend' && extension?.state === 'asked') return incident.isApproved ? headed(task, cast) : undefined
  if (incident?.kind === 'consult' && task.status === 'accepted') return consultation(dossier, task, incident, next)
  return 'none'
}

function agreement(task: Task, cast: Cast): Turn | undefined {
  const at = afterOfficeHours(new Date(task.updatedAt), 3)
  const ctx = cast.other(task.officeId, task.status === 'approving' ? 'head' : 'officer', at)
  return ctx && { at, act: () => agree(ctx, task.id) }
}

function headed(task: Task, cast: Cast): Turn | undefined {
  const at = afterOfficeHours(new Date(task.updatedAt), 2)
  const ctx = cast.other(task.officeId, 'head', at)
  return ctx && { at, act: () => decideExtension(ctx, task.id, { isApproved: true }) }
}

const isLate = ({ proceedings: { told }, dueOn }: Task): boolean => told?.level === 'passed' && told.dueOn === dueOn

/** What becomes of something that is late: the supervisor asks, the office says why. */
function seenTo({ orders }: Dossier, task: Task, { explained, ordered }: Extract<Incident, { kind: 'leave' }>, cast: Cast, next: Next): Turn | undefined {
  const at = afterOfficeHours(new Date(task.updatedAt), hoursOfWorkingDay)
  if (ordered && !orders.some(({ taskId }) => taskId === task.id)) return { at, act: () => giveOrder(cast.supervisor(at), task.id, { text: ordered, dueOn: beijingDay(afterOfficeHours(at, 2 * hoursOfWorkingDay)), seen: undefined }) }
  return explained && !task.proceedings.delay ? next(task.officeId, 3, ctx => explainDelay(ctx, task.id, explained)) : undefined
}

function checked(task: Task, { finding, isPutRight }: Extract<Incident, { kind: 'break' }>, next: Next): Turn | undefined {
  const state = task.proceedings.commitment?.state
  const rectifyBy = (from: Date) => beijingDay(afterOfficeHours(from, 4 * hoursOfWorkingDay))
  if (state === 'due') return next(task.officeId, 3 * hoursOfWorkingDay, ctx => checkCommitment(ctx, task.id, { isKept: false, finding, rectifyBy: rectifyBy(ctx.now) }))
  if (state === 'rectifying') return next(task.officeId, 6 * hoursOfWorkingDay, ctx => (isPutRight ? checkCommitment(ctx, task.id, { isKept: true, finding: '已按要求改正。' }) : revokeDecision(ctx, task.id, finding)))
  return undefined
}

type Next = (officeId: string, hours: number, act: (ctx: Ctx) => Promise<void>) => Turn | undefined

function consultation({ requests, theCase }: Dossier, task: Task, incident: Extract<Incident, { kind: 'consult' }>, next: Next): Turn | undefined | 'none' {
  const asked = requests.find(({ taskId }) => taskId === task.id)
  const toOfficeId = `${incident.departmentId}@${theCase.region}000000`
  const { question, answer: words } = incident
  if (!asked) return next(task.officeId, 2, ctx => askOffice(ctx, task.id, { toOfficeId, question, shared: { fields: [], materials: [] }, dueOn: beijingDay(afterOfficeHours(ctx.now, 5 * hoursOfWorkingDay)) }))
  if (asked.state === 'open') return words === undefined ? undefined : next(toOfficeId, 9, ctx => answerRequest(ctx, asked.id, words))
  return 'none'
}

/** What was put off comes a few days later, one paper after the other. */
function broughtLater({ theCase }: Dossier, task: Task, cast: Cast): Turn | undefined {
  const at = afterOfficeHours(new Date(task.updatedAt), 2 * hoursOfWorkingDay)
  const material = task.proceedings.provisional?.materials.find(id => !theCase.proceedings.brought.includes(id))
  if (!material) return undefined
  return { at, act: async () => void (await handInDeferred(cast.applicant(at), theCase.number, material, [{ name: `${material}.png`, bytes: blankPaper(7), isTooLarge: false }])) }
}

function answer({ theCase }: Dossier, task: Task, cast: Cast): Turn {
  const at = afterOfficeHours(new Date(task.updatedAt), 13)
  return { at, act: () => supplement(cast.applicant(at), theCase.number, {}) }
}

/** Office hours of the promise: a third of them goes by until a case is looked at, half until it is decided. */
const promisedHours = (dossier: Dossier, task: Task): number => workingDays(itemOf(dossier, task).promisedLimit) * hoursOfWorkingDay

function intake(dossier: Dossier, task: Task, incident: Incident | undefined, { patience }: Course, cast: Cast): Turn | undefined {
  const { deficiencies } = dossier
  const at = afterWork(new Date(task.updatedAt), Math.min(patience, Math.max(0.2, promisedHours(dossier, task) * 0.35)))
  const ctx = cast.officer(task.officeId, at)
  if (!ctx) return undefined
  return {
    at,
    act: async () => {
      if (task.assigneeId === null) await claim(ctx, task.id)
      if (incident?.kind === 'decline') return decline(ctx, task.id, { reason: incident.reason, ground: 'other' })
      const isAsked = deficiencies.some(({ taskId }) => taskId === task.id)
      if (incident?.kind === 'supplement' && !isAsked) return noteDeficiencies(ctx, task.id, { shortcomings: incident.shortcomings, repeatReason: null })
      return accept(ctx, task.id)
    },
  }
}

function decision(dossier: Dossier, task: Task, incident: Incident | undefined, cast: Cast): Turn | undefined {
  const { item } = itemOf(dossier, task)
  const at = afterWork(new Date(task.acceptedAt as string), Math.max(0.2, promisedHours(dossier, task) * 0.45))
  const ctx = cast.officer(task.officeId, at)
  if (!ctx) return undefined
  const { content } = dossier.theCase
  const known = Object.fromEntries(dossier.plan.fields.map(({ field }) => [field.id, effectiveValue(content, field.id) ?? ''] as const).filter(([, value]) => value !== ''))
  const values: Record<string, Value> = { ...known, ...producedValues(dossier.tasks) }
  const act = () => {
    if (incident?.kind === 'refuse') return decide(ctx, task.id, { outcome: 'refuse', reason: incident.reason })
    const fields: Record<string, Value> = {}
    for (const id of item.result.fields) {
      const field = dossier.version.definition.fields[id]
      if (field) values[id] = fields[id] = exampleValue(field, field, cast.matterAt(values, at))
    }
    return decide(ctx, task.id, { outcome: 'approve', result: { fields } })
  }
  return { at, act }
}
