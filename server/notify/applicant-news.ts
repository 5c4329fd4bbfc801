import type { DataOf } from '../cases/events.ts'
import type { EventType } from '../ledger/event.ts'
import type { Detail } from './message.ts'

/**
 * What the applicant is told of each event that concerns him, beside what it is about. An event that
 * is not here is the offices' own business. What weighs most stands first: what he has to do, what
 * went against him, what he has got, and then how things go.
 */
type News = { [T in EventType]?: (data: DataOf<T>) => Detail }
const plain = (): Detail => ({})

// prettier-ignore
export const applicantNews = {
  'case.noticeIssued':        ({ answerBy, deficiencies }) => ({ answerBy, count: deficiencies.length }),
  'case.answerReminded':      ({ answerBy }) => ({ answerBy }),
  'task.commitmentBroken':    ({ rectifyBy }) => ({ rectifyBy }),
  'task.deferredReminded':    ({ until }) => ({ bringBy: until }),
  'case.visitArranged':       ({ visit }) => ({ visitOn: visit.on }),

  'task.refused':             plain,
  'task.notAccepted':         ({ ground }) => ({ ground }),
  'task.acceptanceRevoked':   plain,
  'task.decisionRevoked':     plain,
  'task.supplementLapsed':    plain,
  'certificate.revoked':      plain,
  'task.lapsed':              plain,

  'case.concluded':           plain,
  'task.approved':            ({ delivery }): Detail => (delivery ? { deliverBy: delivery.dueOn } : {}),
  'certificate.issued':       plain,
  'task.delivered':           ({ how }) => ({ how }),
  'task.resultCorrected':     plain,
  'task.commitmentKept':      plain,
  'task.breachRepaired':      plain,
  'case.reopened':            plain,
  'task.reopened':            plain,
  'task.revived':             plain,

  'task.accepted':            ({ dueOn, provisional }) => ({ decideBy: dueOn, ...(provisional ? { bringBy: provisional.until } : {}) }),
  'task.deemedAccepted':      ({ dueOn }) => ({ decideBy: dueOn }),
  'task.suspended':           ({ kind, until, hearing }) => ({ kind, pausedUntil: until, ...(hearing ? { hearingOn: hearing.on } : {}) }),
  'task.suspensionProlonged': ({ kind, until }) => ({ kind, pausedUntil: until }),
  'task.resumed':             ({ kind, dueOn }) => ({ kind, decideBy: dueOn }),
  'task.extensionApproved':   ({ dueOn }) => ({ decideBy: dueOn }),
  'case.extended':            ({ dueOn }) => ({ decideBy: dueOn }),
  'case.redated':             plain,
  'case.visitCancelled':      plain,
  'case.correctedOnTheSpot':  plain,
  'case.submitted':           plain,

  // By his agent: what he does himself nobody need tell him.
  'case.withdrawn':           plain,
  'task.withdrawn':           plain,
  'task.supplemented':        plain,
  'task.deferredHandedIn':    plain,
} satisfies News

export const applicantTypes = Object.keys(applicantNews) as (keyof typeof applicantNews)[]

/** Acts of the applicant's side: told only when his agent did them, as well. */
export const ownActs: readonly EventType[] = ['case.withdrawn', 'task.withdrawn', 'task.supplemented', 'task.deferredHandedIn']
