import type { Link } from './chain.ts'
import type { Beside } from './ledger.ts'

/** Every kind of act in the life of a case; each has a sentence in `cases:event.<type>` and in `desk:event.<type>`. */
export const eventTypes = [
  'case.submitted', 'case.acceptedWhole', 'case.noticeIssued', 'case.answerReminded', 'case.correctedOnTheSpot', 'case.extended',
  'case.visitArranged', 'case.visitRecorded', 'case.visitCancelled', 'case.redated', 'case.concluded', 'case.withdrawn', 'case.reopened', 'case.erased',
  'task.opened', 'task.claimed', 'task.handedOver', 'task.released',
  'task.deficienciesNoted', 'task.deficienciesTakenBack', 'task.supplementRequested', 'task.supplemented', 'task.supplementLapsed',
  'task.accepted', 'task.deemedAccepted', 'task.notAccepted',
  'task.deferredReminded', 'task.deferredHandedIn', 'task.acceptanceRevoked',
  'task.suspended', 'task.suspensionProlonged', 'task.resumed',
  'task.extensionAsked', 'task.extensionApproved', 'task.extensionDeclined',
  'task.decisionProposed', 'task.decisionAgreed', 'task.decisionSentBack', 'task.approved', 'task.refused',
  'task.delivered', 'task.deliveryLate', 'task.withdrawn', 'task.lapsed', 'task.revived',
  'task.commitmentKept', 'task.commitmentBroken', 'task.commitmentCheckLate', 'task.decisionRevoked', 'task.breachRepaired',
  'task.resultCorrected', 'task.inputCorrected', 'task.reopened',
  'task.limitNear', 'task.limitToday', 'task.limitPassed', 'task.delayExplained',
  'request.asked', 'request.answered', 'request.cancelled', 'request.overdue',
  'order.given', 'order.answered', 'order.overdue',
  'certificate.issued', 'certificate.revoked', 'sharedData.contested', 'personalData.revealed',
] as const
export type EventType = (typeof eventTypes)[number]

/** One act: who, in what role, for whom, when, on what. `data` holds no personal data. */
export interface CaseEvent {
  id: string
  at: string
  actorId: string
  actorRole: string
  onBehalfOf: string | null
  officeId: string | null
  taskId: string | null
  type: EventType
  data: Record<string, unknown>
  /** Digests of the rows that its commit made or changed: form, results, papers, certificates. */
  beside?: Beside
}

export type ChainedEvent = CaseEvent & Link
