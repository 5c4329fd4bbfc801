import type { LimitUnit } from '../catalogue/definition.ts'
import type { Day } from '../limits/calendar.ts'

/**
 * What the law's special rules have added to a task or a case. All of it follows from events
 * (`history.ts`), and is kept as one JSON value beside the columns that lists are read by.
 */
export interface TaskProceedings {
  /** Accepted by silence (行政许可法第三十二条). */
  isDeemed: boolean
  /** How many notices have asked this item's corrections: the law knows one. */
  notices: number
  suspensions: Suspension[]
  extension: Extension | null
  provisional: Provisional | null
  proposal: Proposal | null
  commitment: CommitmentCheck | null
  delivery: Delivery | null
  /** Why the limit was missed, as it is published (优化营商环境条例第三十六条). */
  delay: { reason: string; at: string } | null
  /** How far the lamp of the present limit has been told to officer, head and supervisor. */
  told: { dueOn: Day; level: WarningLevel } | null
}

export const warningLevels = ['near', 'today', 'passed'] as const
export type WarningLevel = (typeof warningLevels)[number]

/** What does not count in any limit (行政许可法第四十五条): the list is the law's, and closed. */
export const statutoryProcedures = ['hearing', 'tender', 'auction', 'inspection', 'testing', 'quarantine', 'appraisal', 'expertReview'] as const
/** What does not count. A promise also leaves out a public notice, and `applicant`: the owner's own design and building, as the bundle of an investment project says. The statute runs on through both. */
export const procedureKinds = [...statutoryProcedures, 'publicNotice', 'applicant'] as const
export type ProcedureKind = (typeof procedureKinds)[number]

/** A stretch in which the clock stands still, as the applicant was told it in writing. */
export interface Suspension {
  kind: ProcedureKind
  reason: string
  /** The first day that does not count. */
  from: Day
  /** The last day that does not count, as told; the clock runs on after it by itself. */
  until: Day
  /** The last day that did not count: known once it is over. */
  endedOn: Day | null
  hearing: Hearing | null
  /** What came of it. */
  finding: string | null
}

export interface Hearing {
  on: Day
  place: string
  /** Must be somebody else than who handles the task (行政许可法第四十八条). */
  chairId: string
}

export interface Extension {
  state: 'asked' | 'approved' | 'declined'
  value: number
  unit: LimitUnit
  reason: string
  askedBy: string
  decidedBy: string | null
  /** Of a head who declined. */
  answer: string | null
}

/** Accepted though papers that may be put off are missing (容缺受理, Zhejiang regulation art. 11). */
export interface Provisional {
  materials: string[]
  until: Day
  remindedAt: string | null
  /** All of it has come. */
  completedAt: string | null
}

/** A decision that waits for a second officer or the head. Its result stands in the task. */
export interface Proposal {
  outcome: 'approve' | 'refuse'
  reason: string | null
  by: string
  /** Who has agreed so far, beginning with whoever proposed it. */
  agreedBy: string[]
}

/** What was granted on a commitment is checked within 60 working days (Zhejiang regulation art. 14). */
export interface CommitmentCheck {
  materials: string[]
  /** `repaired`: broken, and the person has made it good since. */
  state: 'due' | 'rectifying' | 'kept' | 'broken' | 'repaired'
  dueOn: Day
  finding: string | null
  lateToldAt: string | null
}

/** A result that has to be handed over in person, within ten working days (行政许可法第四十四条). */
export interface Delivery {
  dueOn: Day
  deliveredAt: string | null
  how: DeliveryWay | null
  lateToldAt: string | null
}
export const deliveryWays = ['collected', 'posted', 'visited'] as const
export type DeliveryWay = (typeof deliveryWays)[number]

export const noTaskProceedings: TaskProceedings =
  { isDeemed: false, notices: 0, suspensions: [], extension: null, provisional: null, proposal: null, commitment: null, delivery: null, delay: null, told: null }

/** Somebody who has confirmed his part before it was filed. */
export interface Confirmed {
  /** Of the bundle's definition. */
  coApplicant: string
  /** Of the confirmation that was given for the draft. */
  confirmation: string
  /** Null: confirmed at the counter, without an account. */
  personId: string | null
  /** Of what he was shown. */
  digest: string
  at: string
  isWitnessed: boolean
}

export interface CaseProceedings {
  /** Who applied together with the applicant. */
  coApplicants: Confirmed[]
  /** The integrated counter has accepted it for all departments at once: what opens later is accepted with it. */
  acceptedWholeAt: string | null
  /** The one open notice of everything missing. */
  notice: { issuedAt: string; answerBy: Day; remindedAt: string | null } | null
  visits: SiteVisit[]
  /** Papers put off at filing that have come since. */
  brought: string[]
  /** The joint limit of 45 working days, once lengthened by up to 15 (行政许可法第四十二条第二款). */
  extension: { value: number; reason: string; approvedBy: string } | null
}

/** One joint visit to the site for several departments, led by one (Zhejiang regulation art. 18). */
export interface SiteVisit {
  id: string
  on: Day
  place: string
  purpose: string
  leadTaskId: string
  taskIds: string[]
  state: 'arranged' | 'held' | 'cancelled'
  finding: string | null
}

export const noCaseProceedings: CaseProceedings = { coApplicants: [], acceptedWholeAt: null, notice: null, visits: [], brought: [], extension: null }
