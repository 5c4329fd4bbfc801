import type { EventType } from '../ledger/event.ts'

/**
 * Whoever is told of an event, is told at once or after a pause in which what belongs together comes
 * together: five departments that accept within a quarter of an hour are one message.
 */
const pause = 15 * 60_000 // milliseconds

const tellAtOnce: readonly EventType[] = [
  'case.submitted', 'case.noticeIssued', 'case.answerReminded', 'case.extended', 'case.visitArranged', 'case.visitCancelled', 'case.concluded', 'case.reopened',
  'task.supplementLapsed', 'task.notAccepted', 'task.deferredReminded', 'task.acceptanceRevoked', 'task.suspended', 'task.suspensionProlonged',
  'task.extensionAsked', 'task.extensionApproved', 'task.extensionDeclined', 'task.decisionProposed', 'task.decisionAgreed', 'task.decisionSentBack',
  'task.refused', 'task.commitmentBroken', 'task.commitmentCheckLate', 'task.deliveryLate', 'task.decisionRevoked', 'task.resultCorrected', 'task.inputCorrected', 'task.reopened',
  'task.limitNear', 'task.limitToday', 'task.limitPassed',
  'request.asked', 'request.answered', 'request.cancelled', 'request.overdue', 'order.given', 'order.answered', 'order.overdue', 'certificate.revoked',
]
const tellSoon: readonly EventType[] = [
  'case.redated', 'case.correctedOnTheSpot', 'case.withdrawn', 'task.accepted', 'task.deemedAccepted', 'task.deferredHandedIn', 'task.resumed',
  'task.approved', 'task.delivered', 'task.lapsed', 'task.revived', 'task.withdrawn', 'task.commitmentKept', 'task.breachRepaired', 'task.supplemented', 'certificate.issued',
]

/** When what has happened is to be told, at the latest; null: nobody has to be told. */
export function tellAt(before: string | null, events: readonly { type: EventType; at: string }[]): string | null {
  const moments = events.flatMap(({ type, at }) =>
    tellAtOnce.includes(type) ? [at] : tellSoon.includes(type) ? [new Date(Date.parse(at) + pause).toISOString()] : [])
  return [...moments, ...(before === null ? [] : [before])].sort()[0] ?? null
}
