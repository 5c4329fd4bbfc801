import { Conflict } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { beijingDay, type WorkingCalendar } from '../limits/calendar.ts'
import { event, type Act } from './act.ts'
import { itemOf, taskOf, type Deficiency, type Dossier, type Task, type TaskResult } from './case.ts'
import { newIdentifier, type Certificate } from './certificate.ts'
import { noChange, settled, type Change } from './change.ts'
import { acceptanceDueOn, decisionCount } from './dates.ts'
import { isUnderWay, nextStatus } from './lifecycle.ts'

/** What an officer's act changes: pure, one function per act. The verbs of the same names read, call these and commit. */

export function claimed(dossier: Dossier, taskId: string, act: Act): Change {
  const task = taskUnderWay(dossier, taskId)
  if (task.assigneeId !== null && task.assigneeId !== act.actorId) throw new Conflict('task.claimedBySomebody')
  return changed(dossier, { ...task, assigneeId: act.actorId }, act, 'task.claimed')
}

export function handedOver(dossier: Dossier, taskId: string, toPersonId: string | null, act: Act): Change {
  return changed(dossier, { ...taskUnderWay(dossier, taskId), assigneeId: toPersonId }, act, 'task.handedOver', { to: toPersonId })
}

/** Accepts: the time for the decision runs from today. */
export function accepted(dossier: Dossier, taskId: string, act: Act): Change {
  const task = taskOf(dossier, taskId)
  const { dueOn } = decisionCount(act.at, itemOf(dossier, task), dossier.calendar)
  return changed(dossier, { ...moved(task, 'accept', act), acceptedAt: act.at, clockStartedAt: act.at, dueOn }, act, 'task.accepted', { dueOn })
}

/** Declines to accept, with the reason and where to go instead (行政许可法 第三十二条). */
export function notAccepted(dossier: Dossier, taskId: string, reason: string, act: Act): Change {
  const task = moved(taskOf(dossier, taskId), 'declineToAccept', act)
  return changed(dossier, { ...task, ...noClock, reason, decidedAt: act.at }, act, 'task.notAccepted', { reason })
}

export type Shortcoming = Pick<Deficiency, 'kind' | 'target' | 'reason'>

/** Tells the applicant everything that this item finds missing, at one time. */
export function supplementRequested(dossier: Dossier, taskId: string, shortcomings: readonly Shortcoming[], act: Act): Change {
  const task = moved(taskOf(dossier, taskId), 'requestSupplement', act)
  const deficiencies = shortcomings.map(shortcoming => ({ ...shortcoming, id: newRegionalId(task.region), taskId, notedAt: act.at, answeredAt: null }))
  return { ...changed(dossier, { ...task, ...noClock }, act, 'task.supplementRequested', { shortcomings }), deficiencies }
}

/** Grants. What the item creates becomes data of the tasks that waited for it, and a certificate where it issues one. */
export function approved(dossier: Dossier, taskId: string, result: TaskResult, act: Act): Change {
  const before = taskOf(dossier, taskId)
  const task: Task = { ...moved(before, 'approve', act), ...noClock, result, decidedAt: act.at, reason: null }
  const issued = certificateOf(dossier, task, act)
  const events = [event(act, 'task.approved', taskId), ...(issued ? [event(act, 'certificate.issued', taskId, { identifier: issued.identifier })] : [])]
  return settled(dossier, { ...noChange(dossier), tasks: [task], certificates: issued ? [issued] : [], events }, act)
}

/** Refuses, with the reasons and the applicant's remedies (行政许可法 第三十八条). What waited for it lapses. */
export function refused(dossier: Dossier, taskId: string, reason: string, act: Act): Change {
  const task = moved(taskOf(dossier, taskId), 'refuse', act)
  return changed(dossier, { ...task, ...noClock, reason, decidedAt: act.at }, act, 'task.refused', { reason })
}

/** Sends the task back to the department after the applicant has answered. */
export const supplemented = (task: Task, act: Act, calendar: WorkingCalendar): Task => ({ ...task, status: nextStatus(task.status, 'supplement'), clockStartedAt: act.at, dueOn: acceptanceDueOn(act.at, calendar), updatedAt: act.at })

export const withdrawn = (task: Task, act: Act): Task => ({ ...task, ...noClock, status: nextStatus(task.status, 'withdraw'), decidedAt: act.at, updatedAt: act.at })

const noClock = { clockStartedAt: null, dueOn: null }

/** An officer's move; whoever acts on a task that nobody has, has it from then on. */
const moved = (task: Task, action: Parameters<typeof nextStatus>[1], act: Act): Task =>
  ({ ...task, status: nextStatus(task.status, action), assigneeId: task.assigneeId ?? (act.actorRole === 'portal' ? null : act.actorId), updatedAt: act.at })

function changed(dossier: Dossier, task: Task, act: Act, type: Parameters<typeof event>[1], data: Record<string, unknown> = {}): Change {
  return settled(dossier, { ...noChange(dossier), tasks: [{ ...task, updatedAt: act.at }], events: [event(act, type, task.id, data)] }, act)
}

function taskUnderWay(dossier: Dossier, taskId: string): Task {
  const task = taskOf(dossier, taskId)
  if (!isUnderWay(task.status)) throw new Conflict('task.notAllowed')
  return task
}

function certificateOf({ theCase, plan }: Dossier, task: Task, act: Act): Certificate | undefined {
  const { item } = itemOf({ plan }, task)
  if (!item.result.certificate) return undefined
  return {
    region: task.region,
    id: newRegionalId(task.region),
    identifier: newIdentifier(task.region, beijingDay(new Date(act.at))),
    holderId: theCase.applicantId,
    holderName: theCase.applicantName,
    materialId: item.result.material ?? null,
    itemCode: item.code,
    name: item.result.name,
    officeId: task.officeId,
    caseId: theCase.id,
    taskId: task.id,
    facts: task.result?.fields ?? {},
    status: 'valid',
    issuedAt: act.at,
  }
}
