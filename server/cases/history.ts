import type { EventType } from '../ledger/event.ts'
import type { EventDraft } from './act.ts'
import type { Case, Deficiency, Dossier, InternalRequest, SupervisionOrder, Task } from './case.ts'
import { itemOf, openDeficiencies } from './case.ts'
import { dayBefore, dayOf, followUpOn, taskDueOn } from './dates.ts'
import type { DataOf } from './events.ts'
import { awaitsApplicant, isProposed, nextStatus, type TaskAction } from './lifecycle.ts'
import type { TaskProceedings } from './proceedings.ts'

/**
 * A case is what its events say: every state, date and duty of a case follows from the events so far by
 * the two tables of this file, and replaying them gives what is stored. Only sealed values (the form,
 * results) stand beside them, because events hold no personal data.
 */
type Told<T extends EventType> = Omit<EventDraft, 'data' | 'type'> & { data: DataOf<T> }
type TaskEffects = { [T in EventType]?: (task: Task, told: Told<T>) => Partial<Task> }
type CaseEffects = { [T in EventType]?: (dossier: Dossier, told: Told<T>) => Partial<Dossier> }

const moved = (task: Task, action: TaskAction) => ({ status: nextStatus(task.status, action) })
/** Whoever acts on a task that nobody has, has it from then on. */
const taken = (task: Task, { actorId, actorRole }: Pick<EventDraft, 'actorId' | 'actorRole'>) =>
  ({ assigneeId: task.assigneeId ?? (['officer', 'head'].includes(actorRole) ? actorId : null) })
const noted = (task: Task, change: Partial<TaskProceedings>) => ({ proceedings: { ...task.proceedings, ...change } })
const noClock = { clockStartedAt: null }

// prettier-ignore
const taskEffects: TaskEffects = {
  'task.opened':        (task, { at }) => ({ ...moved(task, 'open'), receivedAt: at, clockStartedAt: at }),
  'task.claimed':       (_, { actorId }) => ({ assigneeId: actorId }),
  'task.handedOver':    (_, { data }) => ({ assigneeId: data.to }),
  'task.released':      () => ({ assigneeId: null }),
  'task.lapsed':        (task, { at }) => ({ ...moved(task, 'lapse'), decidedAt: at }),
  'task.revived':       task => ({ ...moved(task, 'revive'), decidedAt: null }),
  'task.withdrawn':     (task, { at }) => ({ ...moved(task, 'withdraw'), ...noClock, decidedAt: at }),

  'task.deficienciesNoted':     (task, told) => ({ ...moved(task, 'noteDeficiencies'), ...taken(task, told) }),
  'task.deficienciesTakenBack': task => moved(task, 'takeBackDeficiencies'),
  'task.supplementRequested':   task => ({ ...moved(task, 'requestSupplement'), ...noClock, ...noted(task, { notices: task.proceedings.notices + 1 }) }),
  'task.supplemented':          (task, { at }) => ({ ...moved(task, 'supplement'), clockStartedAt: at }),
  'task.supplementLapsed':      (task, { at }) => ({ ...moved(task, 'missAnswer'), ...noClock, decidedAt: at }),

  'task.accepted':          (task, told) => ({
    ...moved(task, 'accept'), ...taken(task, told), acceptedAt: told.at,
    ...noted(task, { provisional: told.data.provisional ? { ...told.data.provisional, remindedAt: null, completedAt: null } : null }),
  }),
  'task.deemedAccepted':    (task, { data }) => ({ ...moved(task, 'deemAccepted'), acceptedAt: data.receivedAt, clockStartedAt: data.receivedAt, ...noted(task, { isDeemed: true }) }),
  'task.notAccepted':       (task, told) => ({ ...moved(task, 'declineToAccept'), ...taken(task, told), ...noClock, reason: told.data.reason, decidedAt: told.at }),
  'task.deferredReminded':  (task, { at }) => noted(task, { provisional: task.proceedings.provisional && { ...task.proceedings.provisional, remindedAt: at } }),
  'task.deferredHandedIn':  (task, { at, data }) => noted(task, { provisional: task.proceedings.provisional && { ...task.proceedings.provisional, completedAt: data.isComplete ? at : null } }),
  'task.acceptanceRevoked': (task, { at }) => ({ ...moved(task, 'revokeAcceptance'), ...noClock, decidedAt: at }),

  'task.suspended':           (task, { at, data }) => ({
    ...moved(task, 'suspend'),
    ...noted(task, { suspensions: [...task.proceedings.suspensions, { kind: data.kind, reason: data.reason, from: dayOf(at), until: data.until, endedOn: null, hearing: data.hearing, finding: null }] }),
  }),
  'task.suspensionProlonged': (task, { data }) => noted(task, { suspensions: lastChanged(task, { until: data.until }) }),
  // The day on which it is taken up again counts; one that ends by itself has used up what was told.
  'task.resumed':             (task, { at, data }) => ({
    ...moved(task, data.isByTime ? 'resumeByTime' : 'resume'),
    ...noted(task, { suspensions: lastChanged(task, { endedOn: endOf(task, at, data.isByTime), finding: data.finding }) }),
  }),

  'task.extensionAsked':    (task, { actorId, data }) => noted(task, { extension: { state: 'asked', ...data, askedBy: actorId, decidedBy: null, answer: null } }),
  'task.extensionApproved': (task, { actorId }) => noted(task, { extension: task.proceedings.extension && { ...task.proceedings.extension, state: 'approved', decidedBy: actorId } }),
  'task.extensionDeclined': (task, { actorId, data }) => noted(task, { extension: task.proceedings.extension && { ...task.proceedings.extension, state: 'declined', decidedBy: actorId, answer: data.answer } }),

  'task.decisionProposed':  (task, told) => ({
    ...moved(task, told.data.to === 'reviewing' ? 'sendToReview' : 'sendToApproval'), ...taken(task, told),
    ...noted(task, { proposal: { outcome: told.data.outcome, reason: told.data.reason, by: told.actorId, agreedBy: [told.actorId] } }),
  }),
  'task.decisionAgreed':    (task, { actorId }) => ({ ...moved(task, 'sendToApproval'), ...noted(task, { proposal: task.proceedings.proposal && { ...task.proceedings.proposal, agreedBy: [...task.proceedings.proposal.agreedBy, actorId] } }) }),
  'task.decisionSentBack':  task => ({ ...moved(task, 'sendBack'), ...noted(task, { proposal: null }) }),
  'task.approved':          (task, told) => ({
    ...moved(task, 'approve'), ...taken(task, told), ...noClock, decidedAt: told.at, reason: null,
    ...noted(task, {
      proposal: null,
      delivery: told.data.delivery ? { dueOn: told.data.delivery.dueOn, deliveredAt: null, how: null, lateToldAt: null } : null,
      commitment: told.data.commitment ? { ...told.data.commitment, state: 'due', finding: null, lateToldAt: null } : null,
    }),
  }),
  'task.refused':           (task, told) => ({ ...moved(task, 'refuse'), ...taken(task, told), ...noClock, decidedAt: told.at, reason: told.data.reason, ...noted(task, { proposal: null }) }),

  'task.delivered':           (task, { at, data }) => noted(task, { delivery: task.proceedings.delivery && { ...task.proceedings.delivery, deliveredAt: at, how: data.how } }),
  'task.deliveryLate':        (task, { at }) => noted(task, { delivery: task.proceedings.delivery && { ...task.proceedings.delivery, lateToldAt: at } }),
  'task.commitmentKept':      (task, { data }) => noted(task, { commitment: task.proceedings.commitment && { ...task.proceedings.commitment, state: 'kept', finding: data.finding } }),
  'task.commitmentBroken':    (task, { data }) => noted(task, { commitment: task.proceedings.commitment && { ...task.proceedings.commitment, state: 'rectifying', finding: data.finding, dueOn: data.rectifyBy, lateToldAt: null } }),
  'task.commitmentCheckLate': (task, { at }) => noted(task, { commitment: task.proceedings.commitment && { ...task.proceedings.commitment, lateToldAt: at } }),
  'task.decisionRevoked':     (task, { data }) => ({ ...moved(task, 'revokeDecision'), reason: data.reason, ...noted(task, { commitment: task.proceedings.commitment && { ...task.proceedings.commitment, state: 'broken' } }) }),
  'task.breachRepaired':      task => noted(task, { commitment: task.proceedings.commitment && { ...task.proceedings.commitment, state: 'repaired' } }),
  'task.resultCorrected':     () => ({}),
  // What was proposed rests on what was wrong: it is looked at again.
  'task.inputCorrected':      task => (isProposed(task.status) ? { ...moved(task, 'sendBack'), ...noted(task, { proposal: null }) } : {}),
  'task.reopened':            (task, { at, data }) => ({
    ...moved(task, data.to === 'accepted' ? 'reopen' : 'readmit'), clockStartedAt: at, decidedAt: null, reason: null,
    acceptedAt: data.to === 'accepted' ? at : null,
    ...noted(task, { suspensions: [], extension: null, provisional: null, proposal: null, commitment: null, delivery: null, delay: null, told: null }),
  }),

  'task.limitNear':      (task, { data }) => noted(task, { told: data }),
  'task.limitToday':     (task, { data }) => noted(task, { told: data }),
  'task.limitPassed':    (task, { data }) => noted(task, { told: data }),
  'task.delayExplained': (task, { at, data }) => noted(task, { delay: { reason: data.reason, at } }),
}

function lastChanged({ proceedings: { suspensions } }: Task, change: Partial<TaskProceedings['suspensions'][number]>): TaskProceedings['suspensions'] {
  return suspensions.map((one, index) => (index === suspensions.length - 1 ? { ...one, ...change } : one))
}

function endOf({ proceedings: { suspensions } }: Task, at: string, isByTime: boolean): string {
  const until = suspensions.at(-1)?.until ?? dayOf(at)
  return isByTime || dayOf(at) > until ? until : dayBefore(dayOf(at))
}

// prettier-ignore
const caseEffects: CaseEffects = {
  'case.submitted':      (dossier, { data }) => (data.coApplicants ? heard(dossier, { coApplicants: data.coApplicants }) : {}),
  'case.acceptedWhole':  (dossier, { at }) => heard(dossier, { acceptedWholeAt: at }),
  'case.noticeIssued':   (dossier, { at, data }) => ({
    ...heard(dossier, { notice: { issuedAt: at, answerBy: data.answerBy, remindedAt: null } }),
    deficiencies: dossier.deficiencies.map(one => (data.deficiencies.includes(one.id) ? { ...one, notifiedAt: at } : one)),
  }),
  'case.answerReminded': (dossier, { at }) => heard(dossier, { notice: dossier.theCase.proceedings.notice && { ...dossier.theCase.proceedings.notice, remindedAt: at } }),
  'case.extended':       (dossier, { data }) => heard(dossier, { extension: { value: data.value, reason: data.reason, approvedBy: data.approver } }),
  'case.visitArranged':  (dossier, { data }) => heard(dossier, { visits: [...dossier.theCase.proceedings.visits, data.visit] }),
  'case.visitRecorded':  (dossier, { data }) => heard(dossier, { visits: visitChanged(dossier, data.id, { state: 'held', finding: data.finding }) }),
  'case.visitCancelled': (dossier, { data }) => heard(dossier, { visits: visitChanged(dossier, data.id, { state: 'cancelled' }) }),
  'case.redated':        (dossier, { data }) => ({ tasks: dossier.tasks.map(task => { const change = data.changes.find(one => one.taskId === task.id); return change ? { ...task, dueOn: change.to } : task }) }),
  'case.concluded':      (dossier, { at }) => ({ theCase: { ...dossier.theCase, status: 'concluded', concludedAt: at } }),
  'case.withdrawn':      (dossier, { at }) => ({ theCase: { ...dossier.theCase, status: 'withdrawn', concludedAt: at } }),
  'case.erased':         (dossier, { at }) => ({ theCase: { ...dossier.theCase, erasedAt: at } }),
  'case.reopened':       dossier => ({ theCase: { ...dossier.theCase, status: 'running', concludedAt: null } }),

  'task.deficienciesNoted':     (dossier, { at, taskId, data }) => ({
    deficiencies: [...dossier.deficiencies, ...data.shortcomings.map((one): Deficiency => ({ ...one, taskId: taskId as string, notedAt: at, notifiedAt: null, answeredAt: null }))],
  }),
  'task.deficienciesTakenBack': (dossier, { taskId }) => ({ deficiencies: dossier.deficiencies.filter(one => one.taskId !== taskId || one.notifiedAt !== null) }),
  'task.deferredHandedIn':      (dossier, { data }) => broughtToo(dossier, data.materials),
  'case.correctedOnTheSpot':    (dossier, { data }) => broughtToo(dossier, data.materials),
  'task.supplemented':          (dossier, { at, taskId }) => ({
    ...broughtToo(dossier, openDeficiencies(dossier).filter(one => one.taskId === taskId && one.kind === 'material').map(({ target }) => target)),
    deficiencies: dossier.deficiencies.map(one => (one.taskId === taskId && one.notifiedAt !== null && one.answeredAt === null ? { ...one, answeredAt: at } : one)),
  }),
  'task.withdrawn':             (dossier, { taskId }) => ({ deficiencies: dossier.deficiencies.filter(one => one.taskId !== taskId || one.notifiedAt !== null) }),

  'request.asked':     (dossier, { at, actorId, officeId, taskId, data }) => ({
    requests: [...dossier.requests, { ...data, taskId: taskId as string, fromOfficeId: officeId ?? '', askedBy: actorId, askedAt: at, state: 'open', answer: null, answeredBy: null, endedAt: null, overdueToldAt: null }],
  }),
  'request.answered':  (dossier, { at, actorId, data }) => ({ requests: requestChanged(dossier, data.id, { state: 'answered', answer: data.answer, answeredBy: actorId, endedAt: at }) }),
  'request.cancelled': (dossier, { at, data }) => ({ requests: requestChanged(dossier, data.id, { state: 'cancelled', endedAt: at }) }),
  'request.overdue':   (dossier, { at, data }) => ({ requests: requestChanged(dossier, data.id, { overdueToldAt: at }) }),
  'order.given':       (dossier, { at, actorId, taskId, data }) => ({
    orders: [...dossier.orders, { ...data, taskId: taskId as string, officeId: dossier.tasks.find(({ id }) => id === taskId)?.officeId ?? '', givenBy: actorId, givenAt: at, answer: null, answeredBy: null, answeredAt: null, overdueToldAt: null }],
  }),
  'order.answered':    (dossier, { at, actorId, data }) => ({ orders: orderChanged(dossier, data.id, { answer: data.answer, answeredBy: actorId, answeredAt: at }) }),
  'order.overdue':     (dossier, { at, data }) => ({ orders: orderChanged(dossier, data.id, { overdueToldAt: at }) }),
}

const heard = ({ theCase }: Dossier, change: Partial<Case['proceedings']>) => ({ theCase: { ...theCase, proceedings: { ...theCase.proceedings, ...change } } })
const broughtToo = (dossier: Dossier, materials: readonly string[]) => heard(dossier, { brought: [...new Set([...dossier.theCase.proceedings.brought, ...materials])] })
const visitChanged = ({ theCase }: Dossier, id: string, change: Partial<Case['proceedings']['visits'][number]>) =>
  theCase.proceedings.visits.map(visit => (visit.id === id ? { ...visit, ...change } : visit))
const requestChanged = ({ requests }: Dossier, id: string, change: Partial<InternalRequest>) => requests.map(one => (one.id === id ? { ...one, ...change } : one))
const orderChanged = ({ orders }: Dossier, id: string, change: Partial<SupervisionOrder>) => orders.map(one => (one.id === id ? { ...one, ...change } : one))

/** The dossier after one more event. Throws `Conflict('task.notAllowed')` for a move that the lifecycle doesn't have. */
export function applied(dossier: Dossier, event: EventDraft): Dossier {
  const ofTask = taskEffects[event.type] as ((task: Task, told: EventDraft) => Partial<Task>) | undefined
  const ofCase = caseEffects[event.type] as ((dossier: Dossier, told: EventDraft) => Partial<Dossier>) | undefined
  const tasks = ofTask ? dossier.tasks.map(task => (task.id === event.taskId ? dated(dossier, { ...task, ...ofTask(task, event), updatedAt: event.at }) : task)) : dossier.tasks
  const changed = { ...dossier, tasks }
  return closed({ ...changed, ...ofCase?.(changed, event) }, event.at)
}

/** Dates are never set, they follow from what happened. */
const dated = (dossier: Dossier, task: Task): Task => ({ ...task, dueOn: taskDueOn(task, itemOf(dossier, task), dossier), followUpOn: followUpOn(task) })

/** The notice is open as long as a department waits for an answer to it. */
function closed(dossier: Dossier, at: string): Dossier {
  const { theCase, tasks } = dossier
  const isOver = theCase.proceedings.notice !== null && !tasks.some(({ status }) => awaitsApplicant(status))
  const proceedings = isOver ? { ...theCase.proceedings, notice: null } : theCase.proceedings
  return { ...dossier, theCase: { ...theCase, proceedings, updatedAt: at } }
}
