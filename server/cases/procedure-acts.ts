import { Conflict } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import type { Day } from '../limits/calendar.ts'
import { countOut } from '../limits/clock.ts'
import { extensionFault, legalLimits, mostExtension } from '../limits/legal-clocks.ts'
import { workingDaysBetween } from '../limits/lamp.ts'
import type { Act } from './act.ts'
import { itemOf, taskOf, type Dossier, type Task } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did, type Course } from './course.ts'
import { dayBefore, dayOf, jointLimit, statuteEnd, taskDueOn } from './dates.ts'
import type { EventData } from './events.ts'
import { isBeforeDecision } from './lifecycle.ts'
import { statutoryProcedures, type Hearing, type ProcedureKind, type SiteVisit } from './proceedings.ts'

/** Special procedures and longer limits: pure, one function per act. */

export interface Procedure {
  kind: ProcedureKind
  reason: string
  /** The last day that does not count, as the applicant is told it (行政许可法第四十五条). */
  until: Day
  hearing: Hearing | null
}

/**
 * Stops the clock from today until the day that is told. Throws `Conflict` for a hearing that breaks its dates.
 * What the law asks for can't be left out because the limit has passed, so it may begin late too: but then it
 * changes no date, for only time within the limit can be left uncounted (行政许可法第四十五条).
 */
export const suspended = (dossier: Dossier, taskId: string, procedure: Procedure, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const fault = procedureFault(course.dossier, taskOf(course.dossier, taskId), procedure, dayOf(course.act.at))
    if (fault) throw new Conflict(`procedure.${fault}`)
    const days = workingDaysBetween(dayBefore(dayOf(course.act.at)), procedure.until, course.dossier.calendar)
    return dueStated(course, taskId, 'task.suspended', { ...procedure, days, dueOn: '' })
  })

export type ProcedureFault = 'past' | 'tooLong' | 'beyondStatute' | 'hearingMissing' | 'hearingTooSoon' | 'hearingTooLate' | 'hearingAfterEnd' | 'hearingChair'

const longest = 366 // days: whatever takes longer is told again when it is prolonged

/** What is wrong with a procedure; the form tells it beside its field. A hearing is announced seven days before, held within twenty of its request, and led by somebody else (行政许可法第四十七、四十八条). */
export function procedureFault(dossier: Pick<Dossier, 'calendar' | 'hours' | 'plan'>, task: Task, { kind, until, hearing }: Procedure, today: Day): ProcedureFault | undefined {
  const { calendar } = dossier
  if (until < today) return 'past'
  if (workingDaysBetween(today, until, calendar, longest) >= longest) return 'tooLong'
  if (isBeyondStatute(dossier, task, kind, until)) return 'beyondStatute'
  if (kind !== 'hearing') return undefined
  if (!hearing) return 'hearingMissing'
  if (hearing.on < countOut(today, legalLimits.hearingNotice, calendar).dueOn) return 'hearingTooSoon'
  if (hearing.on > countOut(today, legalLimits.hearingHeld, calendar).dueOn) return 'hearingTooLate'
  if (hearing.on > until) return 'hearingAfterEnd'
  return hearing.chairId === task.assigneeId ? 'hearingChair' : undefined
}

/** Through what article 45 doesn't name the statute runs on, so it must be over before the statute's last day. */
export function isBeyondStatute(dossier: Pick<Dossier, 'calendar' | 'hours' | 'plan'>, task: Task, kind: ProcedureKind, until: Day): boolean {
  const end = (statutoryProcedures as readonly ProcedureKind[]).includes(kind) ? undefined : statuteEnd(task, itemOf(dossier, task), dossier)
  return end !== undefined && until >= end
}

/** Tells the applicant that the procedure takes longer; only while it still lasts. */
export const prolonged = (dossier: Dossier, taskId: string, { until, reason }: { until: Day; reason: string }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    const last = task.proceedings.suspensions.at(-1)
    if (task.status !== 'suspended' || !last) throw new Conflict('task.notAllowed')
    if (until <= last.until) throw new Conflict('procedure.past')
    if (isBeyondStatute(course.dossier, task, last.kind, until)) throw new Conflict('procedure.beyondStatute')
    return dueStated(course, taskId, 'task.suspensionProlonged', { kind: last.kind, reason, until, dueOn: '' })
  })

/** Takes the case up again: today counts. */
export const resumed = (dossier: Dossier, taskId: string, finding: string | null, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const last = taskOf(course.dossier, taskId).proceedings.suspensions.at(-1)
    if (!last) throw new Conflict('task.notAllowed')
    return dueStated(course, taskId, 'task.resumed', { kind: last.kind, finding, isByTime: false, dueOn: '' })
  })

/** Does it, and has the event say the day by which the decision is due from now on. */
function dueStated<T extends 'task.suspended' | 'task.suspensionProlonged' | 'task.resumed'>(course: Course, taskId: string, type: T, data: EventData[T]): Course {
  const trial = taskOf(did(course, type, taskId, data as never).dossier, taskId)
  return did(course, type, taskId, { ...data, dueOn: trial.dueOn } as never)
}

/** Asks the head for more time, once and before the limit has passed (行政许可法第四十二条). */
export const extensionAsked = (dossier: Dossier, taskId: string, { value, reason }: { value: number; reason: string }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    const most = mostExtensionOf(course.dossier, task)
    if (!most || !isBeforeDecision(task.status) || task.dueOn === null) throw new Conflict('task.notAllowed')
    if (task.proceedings.extension?.state === 'asked') throw new Conflict('extension.askedBefore')
    const fault = extensionFault({ dueOn: task.dueOn, approvedOn: dayOf(course.act.at), value, most, isExtended: task.proceedings.extension?.state === 'approved' })
    if (fault) throw new Conflict(`extension.${fault}`)
    return did(course, 'task.extensionAsked', taskId, { value, unit: most.unit, reason })
  })

/** The most by which this task's limit can be extended; undefined where no law allows it. */
export const mostExtensionOf = (dossier: Pick<Dossier, 'plan'>, task: Pick<Task, 'itemCode'>) => mostExtension(itemOf(dossier, task).item)

/** The head approves or declines. Without his approval the limit stands. */
export const extensionDecided = (dossier: Dossier, taskId: string, decision: { isApproved: true } | { isApproved: false; answer: string }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    const { extension } = task.proceedings
    if (extension?.state !== 'asked') throw new Conflict('task.notAllowed')
    if (extension.askedBy === act.actorId) throw new Conflict('task.ownProposal')
    if (!decision.isApproved) return did(course, 'task.extensionDeclined', taskId, { answer: decision.answer, isByTime: false })
    const { value, unit, reason } = extension
    const extended = { ...task, proceedings: { ...task.proceedings, extension: { ...extension, state: 'approved' as const } } }
    const dueOn = taskDueOn(extended, itemOf(course.dossier, task), course.dossier) as Day
    return did(course, 'task.extensionApproved', taskId, { value, unit, reason, dueOn })
  })

/** The government's head (`approver`) lengthens the joint limit of 45 working days by up to 15, once (行政许可法第四十二条第二款). */
export const caseExtended = (dossier: Dossier, { value, reason, approver }: { value: number; reason: string; approver: string }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const joint = jointLimit(course.dossier)
    const { theCase } = course.dossier
    if (!joint || theCase.status !== 'running') throw new Conflict('task.notAllowed')
    const fault = extensionFault({ dueOn: joint.dueOn, approvedOn: dayOf(course.act.at), value, most: legalLimits.jointExtension, isExtended: theCase.proceedings.extension !== null })
    if (fault) throw new Conflict(`extension.${fault}`)
    const extended = { ...theCase, proceedings: { ...theCase.proceedings, extension: { value, reason, approvedBy: approver } } }
    return did(course, 'case.extended', null, { value, reason, approver, dueOn: jointLimit({ ...course.dossier, theCase: extended })?.dueOn as Day })
  })

/** One visit to the site for several departments, led by one (Zhejiang regulation art. 18); the head is told beforehand (art. 36). */
export const visitArranged = (dossier: Dossier, visit: Omit<SiteVisit, 'id' | 'state' | 'finding'>, act: Act): Change =>
  carriedOut(dossier, act, course => {
    if (visit.on < dayOf(course.act.at)) throw new Conflict('procedure.past')
    const tasks = visit.taskIds.map(id => taskOf(course.dossier, id))
    if (!tasks.every(({ status }) => isBeforeDecision(status)) || !visit.taskIds.includes(visit.leadTaskId)) throw new Conflict('task.notAllowed')
    const id = newRegionalId(course.dossier.theCase.region)
    return did(course, 'case.visitArranged', visit.leadTaskId, { visit: { ...visit, id, state: 'arranged', finding: null } })
  })

const arrangedVisit = ({ theCase }: Dossier, id: string): SiteVisit => {
  const visit = theCase.proceedings.visits.find(one => one.id === id && one.state === 'arranged')
  if (!visit) throw new Conflict('task.notAllowed')
  return visit
}

export const visitRecorded = (dossier: Dossier, id: string, finding: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'case.visitRecorded', arrangedVisit(course.dossier, id).leadTaskId, { id, finding }))

export const visitCancelled = (dossier: Dossier, id: string, reason: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'case.visitCancelled', arrangedVisit(course.dossier, id).leadTaskId, { id, reason }))
