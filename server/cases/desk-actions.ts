import type { ServiceItem } from '../catalogue/definition.ts'
import { Conflict, Forbidden } from '../errors.ts'
import type { Sides } from '../people/active-mandate.ts'
import type { Actor, Role } from '../people/actor.ts'
import { inScope } from '../people/permissions.ts'
import { itemOf, openRequests, type Dossier, type Task } from './case.ts'
import { isRevocable, isToBeChecked } from './follow-up-acts.ts'
import { canMove, isBeforeDecision, isFinal, isOpen, isProposed, isUnderWay, type TaskAction } from './lifecycle.ts'
import { unripeBecause } from './decision-acts.ts'
import type { CaseProceedings } from './proceedings.ts'
import { mostExtensionOf } from './procedure-acts.ts'

/** What this person may do to this task now, in the order in which a page offers it. */
export const deskActionNames = [
  'claim', 'accept', 'noteDeficiencies', 'takeBackDeficiencies', 'declineToAccept',
  'agree', 'sendBack', 'approve', 'refuse', 'decideExtension', 'resume', 'prolong', 'answerOrder', 'explainDelay',
  'suspend', 'askExtension', 'askOffice', 'cancelRequest', 'arrangeVisit', 'recordVisit', 'cancelVisit',
  'deliver', 'checkCommitment', 'revokeDecision', 'repairBreach', 'correctResult', 'reopen',
  'reveal', 'handOver',
] as const
export type DeskAction = (typeof deskActionNames)[number]

/** What is done by its button alone: nothing has to be typed, so there is no page for it. */
export const directActions: readonly DeskAction[] = ['claim', 'accept', 'takeBackDeficiencies', 'agree', 'repairBreach']

interface Standing {
  actor: Actor
  dossier: Dossier
  task: Task
  isFree: boolean
  /** Nobody has it, or he himself. */
  isHis: boolean
  /** In the task's office, as officer or head. */
  worksHere: boolean
  isHead: boolean
}

const can = (action: TaskAction) => ({ task, isHis }: Standing): boolean => isHis && canMove(task.status, action)
/** Who may agree at the stage at which the proposal stands: a second officer, or the head, and nobody who has agreed before. A head whose approval is to follow does not use it up by reviewing. */
export function awaitsAgreement(actor: Actor, { status, officeId, proceedings: { proposal } }: Pick<Task, 'status' | 'officeId' | 'proceedings'>, signOff: ServiceItem['signOff']): boolean {
  if (!isProposed(status) || !proposal || proposal.agreedBy.includes(actor.id)) return false
  const isHead = inScope(actor, 'task.approve', { officeId })
  const mayReview = inScope(actor, 'task.review', { officeId })
  if (status === 'approving') return isHead
  return signOff.some(({ by }) => by === 'head') ? mayReview && !isHead : mayReview || isHead
}
const mayDecide = ({ task, isHis, dossier }: Standing, outcome: 'approve' | 'refuse'): boolean => isHis && task.status === 'accepted' && !unripeBecause(dossier, task, outcome)
const mayAgree = ({ actor, dossier, task }: Standing): boolean => awaitsAgreement(actor, task, itemOf(dossier, task).item.signOff)
const visitsOf = ({ dossier, task }: Standing) => dossier.theCase.proceedings.visits.filter(({ state, leadTaskId }) => state === 'arranged' && leadTaskId === task.id)

// prettier-ignore
const offers: Record<DeskAction, (standing: Standing) => boolean> = {
  claim:                ({ isFree, task }) => isFree && isUnderWay(task.status),
  accept:               can('accept'),
  noteDeficiencies:     can('noteDeficiencies'),
  takeBackDeficiencies: can('takeBackDeficiencies'),
  declineToAccept:      can('declineToAccept'),
  approve:              standing => mayDecide(standing, 'approve'),
  refuse:               standing => mayDecide(standing, 'refuse'),
  agree:                mayAgree,
  sendBack:             standing => mayAgree(standing) || (isProposed(standing.task.status) && standing.task.proceedings.proposal?.by === standing.actor.id),
  suspend:              can('suspend'),
  prolong:              can('resume'),
  resume:               can('resume'),
  askExtension:         ({ task, isHis, dossier }) => isHis && isBeforeDecision(task.status) && !isProposed(task.status) && mostExtensionOf(dossier, task) !== undefined && !['asked', 'approved'].includes(task.proceedings.extension?.state ?? ''),
  decideExtension:      ({ task, isHead, actor }) => isHead && task.proceedings.extension?.state === 'asked' && task.proceedings.extension.askedBy !== actor.id && isBeforeDecision(task.status),
  askOffice:            ({ task, isHis }) => isHis && ['accepted', 'suspended'].includes(task.status),
  cancelRequest:        ({ task, isHis, dossier }) => isHis && openRequests(dossier, task.id).length > 0,
  arrangeVisit:         ({ task, isHis }) => isHis && task.status === 'accepted',
  recordVisit:          standing => standing.isHis && visitsOf(standing).length > 0,
  cancelVisit:          standing => standing.isHis && visitsOf(standing).length > 0,
  answerOrder:          ({ dossier, task, isHis, isHead }) => (isHis || isHead) && dossier.orders.some(order => order.taskId === task.id && order.answeredAt === null),
  explainDelay:         ({ task, isHis, isHead }) => (isHis || isHead) && isBeforeDecision(task.status) && task.proceedings.told?.level === 'passed' && task.proceedings.told.dueOn === task.dueOn,
  deliver:              ({ task, worksHere }) => worksHere && task.status === 'approved' && task.proceedings.delivery !== null && task.proceedings.delivery.deliveredAt === null,
  checkCommitment:      ({ task, worksHere }) => worksHere && isToBeChecked(task),
  revokeDecision:       ({ task, worksHere }) => worksHere && isRevocable(task),
  repairBreach:         ({ task, isHead }) => isHead && task.status === 'revoked' && task.proceedings.commitment?.state === 'broken',
  correctResult:        ({ task, isHead, dossier }) => isHead && task.status === 'approved' && (dossier.version.definition.items[task.itemCode]?.result.fields.length ?? 0) > 0,
  reopen:               ({ task, isHead }) => isHead && (canMove(task.status, 'reopen') || canMove(task.status, 'readmit')),
  reveal:               ({ task, isHis, worksHere }) => (isUnderWay(task.status) ? isHis : worksHere && isFinal(task.status)), // afterwards as long as the office answers for what it decided
  handOver:             ({ task, actor, isHead }) => isUnderWay(task.status) && (task.assigneeId === actor.id || isHead),
}

/**
 * The page draws its buttons from here and the verbs are refused by it: a task belongs to whoever has
 * it, what the law leaves to the head is the head's, and nobody handles his own matter (公务员法第七十六条: 回避).
 */
export function deskActions(actor: Actor, dossier: Dossier, task: Task): DeskAction[] {
  if (mustStandAside(actor, dossier.theCase)) return []
  const isFree = task.assigneeId === null
  const standing: Standing = {
    actor, dossier, task, isFree, isHis: isFree || task.assigneeId === actor.id,
    worksHere: inScope(actor, 'task.work', task), isHead: inScope(actor, 'task.approve', task),
  }
  return deskActionNames.filter(action => offers[action](standing))
}

/** Throws what the page says when an action is not there. */
export function requireAction(actor: Actor, dossier: Dossier, task: Task, action: DeskAction): void {
  if (deskActions(actor, dossier, task).includes(action)) return
  if (mustStandAside(actor, dossier.theCase)) throw new Forbidden('task.ownMatter')
  const isTaken = isUnderWay(task.status) && task.assigneeId !== null && task.assigneeId !== actor.id
  if (isTaken && isOpen(task.status)) throw new Conflict('task.claimedBySomebody')
  const unripe = task.status === 'accepted' && (action === 'approve' || action === 'refuse') ? unripeBecause(dossier, task, action) : undefined
  throw new Conflict(unripe ?? 'task.notAllowed')
}

/** Who applied, by whom it was filed, and who applied beside: settled with the filing. */
export type CaseSides = Sides & { proceedings: Pick<CaseProceedings, 'coApplicants'> }

/** Whether it is somebody's own matter: he applied, alone or with others, filed it as the applicant's agent, or may act for him in other matters now. */
export const isOwnMatter = ({ id, mandates }: Actor, { applicantId, authorId, mandateId, proceedings }: CaseSides): boolean =>
  id === applicantId || (mandateId !== null && id === authorId) || proceedings.coApplicants.some(({ personId }) => personId === id) || mandates.some(({ principalId }) => principalId === applicantId)

/** Whether somebody has to leave the work on a case to his colleagues: his own matter, or one that he filed at the counter for a walk-in. */
export const mustStandAside = (actor: Actor, theCase: CaseSides): boolean => isOwnMatter(actor, theCase) || actor.id === theCase.authorId

/** By which of his powers somebody acts: what is the head's is done as the head. */
export function roleOf(action: DeskAction, actor: Actor, task: Task): Role {
  const isHeads = ['decideExtension', 'reopen', 'correctResult', 'repairBreach'].includes(action)
    || (action === 'agree' && task.status === 'approving') || (action === 'handOver' && task.assigneeId !== actor.id)
  return isHeads ? 'head' : 'officer'
}
