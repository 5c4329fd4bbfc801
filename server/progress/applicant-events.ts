import type { CaseEvent, EventType } from '../ledger/event.ts'

/**
 * What the applicant does not read in the history of his case: what officers note, propose and ask of
 * each other before it counts, and how they are reminded and overseen. A proposal is no decision, and
 * read as one it would mislead; what comes of it is an event of its own. None of it is secret from him:
 * the history that he downloads has every event.
 */
const amongOfficers: readonly EventType[] = [
  'task.deficienciesNoted', 'task.deficienciesTakenBack', 'task.supplementRequested', 'task.released',
  'task.extensionAsked', 'task.extensionDeclined', 'task.decisionProposed', 'task.decisionAgreed', 'task.decisionSentBack',
  'task.deliveryLate', 'task.commitmentCheckLate', 'task.inputCorrected', 'task.limitNear', 'task.limitToday', 'task.limitPassed',
  'request.asked', 'request.answered', 'request.cancelled', 'request.overdue', 'order.given', 'order.answered', 'order.overdue',
]

export const isReadByApplicant = ({ type }: Pick<CaseEvent, 'type'>): boolean => !amongOfficers.includes(type)
