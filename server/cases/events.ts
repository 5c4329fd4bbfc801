import type { Day } from '../limits/calendar.ts'
import type { EventType } from '../ledger/event.ts'
import type { Deficiency, InternalRequest } from './case.ts'
import type { Confirmed, DeliveryWay, Hearing, ProcedureKind, Proposal, SiteVisit, WarningLevel } from './proceedings.ts'

/** What an event says beside who, when and on what. What is not listed says nothing more. Never personal data. */
export interface EventData {
  'case.submitted': { bundle: string; version: string; channel: string; confirmedInPerson?: boolean; capacity?: { question: string; option: string }; coApplicants?: Confirmed[] }
  'case.noticeIssued': { answerBy: Day; deficiencies: string[]; tasks: string[]; isAddition: boolean }
  'case.answerReminded': { answerBy: Day }
  'case.correctedOnTheSpot': { fields: string[]; materials: string[] }
  /** `approver`: by office, not by name, who of the government approved it. */
  'case.extended': { value: number; reason: string; approver: string; dueOn: Day }
  'case.visitArranged': { visit: SiteVisit }
  'case.visitRecorded': { id: string; finding: string }
  'case.visitCancelled': { id: string; reason: string }
  /** How many papers went, and from which entries words were taken. */
  'case.erased': { papers: number; entries: number[] }
  'case.redated': { changes: { taskId: string; from: Day | null; to: Day | null }[] }
  'task.handedOver': { to: string | null }
  'task.deficienciesNoted': { shortcomings: Pick<Deficiency, 'id' | 'kind' | 'target' | 'code' | 'reason' | 'repeatReason'>[] }
  'task.accepted': { dueOn: Day; provisional?: { materials: string[]; until: Day } }
  'task.deemedAccepted': { receivedAt: string; dueOn: Day }
  'task.notAccepted': { reason: string; ground: Ground }
  'task.deferredReminded': { until: Day }
  'task.deferredHandedIn': { materials: string[]; isComplete: boolean }
  'task.acceptanceRevoked': { materials: string[] }
  'task.suspended': { kind: ProcedureKind; reason: string; until: Day; days: number; hearing: Hearing | null; dueOn: Day }
  'task.suspensionProlonged': { kind: ProcedureKind; reason: string; until: Day; dueOn: Day }
  'task.resumed': { kind: ProcedureKind; finding: string | null; isByTime: boolean; dueOn: Day }
  'task.extensionAsked': { value: number; unit: 'workingDay' | 'calendarDay' | 'hour'; reason: string }
  'task.extensionApproved': { value: number; unit: 'workingDay' | 'calendarDay' | 'hour'; reason: string; dueOn: Day }
  'task.extensionDeclined': { answer: string | null; isByTime: boolean }
  'task.decisionProposed': { outcome: Proposal['outcome']; reason: string | null; to: 'reviewing' | 'approving' }
  'task.decisionAgreed': { to: 'approving' }
  'task.decisionSentBack': { reason: string }
  'task.approved': { delivery?: { dueOn: Day }; commitment?: { materials: string[]; dueOn: Day }; basis?: string }
  'task.refused': { reason: string }
  'task.delivered': { how: DeliveryWay }
  'task.lapsed': { because: string }
  'task.commitmentKept': { finding: string }
  'task.commitmentBroken': { finding: string; rectifyBy: Day }
  'task.decisionRevoked': { reason: string }
  'task.resultCorrected': { reason: string; fields: string[] }
  /** `of`: the item whose result was wrong. */
  'task.inputCorrected': { of: string; fields: string[] }
  'task.reopened': { to: 'accepted' | 'received'; authority: string; document: string; reason: string }
  'task.limitNear': Warning
  'task.limitToday': Warning
  'task.limitPassed': Warning
  'task.delayExplained': { reason: string }
  'request.asked': Pick<InternalRequest, 'id' | 'toOfficeId' | 'question' | 'shared' | 'dueOn'>
  'request.answered': { id: string; answer: string }
  /** No reason: what it was asked for is over. */
  'request.cancelled': { id: string; reason: string | null }
  'request.overdue': { id: string; toOfficeId: string; dueOn: Day }
  'order.given': { id: string; text: string; dueOn: Day }
  'order.answered': { id: string; answer: string }
  'order.overdue': { id: string; dueOn: Day }
  'certificate.issued': { identifier: string }
  'sharedData.contested': { fields: string[] }
  'personalData.revealed': { reason: string }
}
interface Warning { dueOn: Day; level: WarningLevel }

export type DataOf<T extends EventType> = T extends keyof EventData ? EventData[T] : Record<string, never>

/** Why an application is not accepted (行政许可法第三十二条): the applicant reads what to do in each case. */
export const grounds = ['notNeeded', 'notOurPower', 'stillWrong', 'other'] as const
export type Ground = (typeof grounds)[number]

/** An event as it was read: its data is what was written under its type. */
export const dataOf = <T extends EventType>(event: { type: EventType; data: Record<string, unknown> }, _type: T): DataOf<T> => event.data as DataOf<T>
