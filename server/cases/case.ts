import type { Plan } from '../catalogue/plan.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { DraftContent, Value } from '../drafts/draft.ts'
import { NotFound } from '../errors.ts'
import type { Day, WorkingCalendar } from '../limits/calendar.ts'
import type { OfficeHours } from '../limits/office-hours.ts'
import { hasSucceeded, type CaseStatus, type TaskStatus } from './lifecycle.ts'
import type { CaseProceedings, TaskProceedings } from './proceedings.ts'

/** One matter of one applicant (办件), with a task for each service item. */
export interface Case {
  region: string
  id: string
  number: string
  draftId: string
  bundleId: string
  bundleVersionId: string
  regionCode: string
  channel: 'online' | 'counter'
  applicantId: string
  applicantName: string
  applicantIndex: string | null
  authorId: string
  /** Under which an agent filed it. */
  mandateId: string | null
  content: DraftContent
  status: CaseStatus
  version: number
  lastSeq: number
  lastHash: string
  submittedAt: string
  dueOn: string | null
  concludedAt: string | null
  /** Of the last event: no act of a case is dated before the one that went before it. */
  updatedAt: string
  proceedings: CaseProceedings
  /** When what was personal in it was erased (`erasing.ts`). */
  erasedAt: string | null
  /** When the passing of time next changes something by itself (`passing.ts`); null: never. */
  wakeAt: string | null
  /** When what happened is to be told, and up to which event everything has been (`telling.ts`). */
  tellAt: string | null
  toldSeq: number
  /** The act on the working calendar from which the dates are counted. */
  calendarAct: number
}

/** One department's part of a case (子办件). */
export interface Task {
  region: string
  id: string
  caseId: string
  caseNumber: string
  bundleVersionId: string
  itemCode: string
  departmentId: string
  officeId: string
  applicantName: string
  status: TaskStatus
  assigneeId: string | null
  receivedAt: string | null
  acceptedAt: string | null
  /** When it came in, or came back corrected: the promise is counted from here. Null, as `dueOn`, while nobody's clock runs. */
  clockStartedAt: string | null
  dueOn: string | null
  decidedAt: string | null
  reason: string | null
  /** Of a decision, or of one that is proposed. */
  result: TaskResult | null
  /** What has to be seen to after the decision, by this day: the check of a commitment, a delivery. */
  followUpOn: string | null
  proceedings: TaskProceedings
  updatedAt: string
}

/** What the officer who approved filled in: the data that this item creates. */
export interface TaskResult {
  fields: Record<string, Value>
}

export interface Deficiency {
  id: string
  taskId: string
  kind: 'field' | 'material'
  target: string
  /** From the catalogue of reasons (`catalogue/reasons.ts`). */
  code: string
  /** What the officer adds in his own words; may be empty. */
  reason: string
  /** Why it is asked though it could be seen the first time: recorded as a violation of the one-time notice. */
  repeatReason: string | null
  notedAt: string
  /** When the one notice of the case told the applicant of it. */
  notifiedAt: string | null
  answeredAt: string | null
}

/** A question to another office inside the case (协查): the applicant is not bothered. */
export interface InternalRequest {
  id: string
  taskId: string
  fromOfficeId: string
  toOfficeId: string
  question: string
  /** Fields and materials of the asking item that the asked office may see. */
  shared: { fields: string[]; materials: string[] }
  askedBy: string
  askedAt: string
  dueOn: Day
  state: 'open' | 'answered' | 'cancelled'
  answer: string | null
  answeredBy: string | null
  endedAt: string | null
  overdueToldAt: string | null
}

/** A supervision order (督办) about a task, to be answered by its office. */
export interface SupervisionOrder {
  id: string
  taskId: string
  officeId: string
  text: string
  givenBy: string
  givenAt: string
  dueOn: Day
  answer: string | null
  answeredBy: string | null
  answeredAt: string | null
  overdueToldAt: string | null
}

/** A case with everything that is decided by: what a use case reads before it changes anything. */
export interface Dossier {
  theCase: Case
  tasks: Task[]
  deficiencies: Deficiency[]
  requests: InternalRequest[]
  orders: SupervisionOrder[]
  version: BundleVersion
  plan: Plan
  calendar: WorkingCalendar
  /** When the offices of the case's county are open: hours are counted in them. */
  hours: OfficeHours
}

export function taskOf({ tasks }: Dossier, taskId: string): Task {
  const task = tasks.find(({ id }) => id === taskId)
  if (!task) throw new NotFound('page')
  return task
}

/** The plan's word on a task. Every task was made from an item of the plan of its own version. */
export const itemOf = ({ plan }: Pick<Dossier, 'plan'>, { itemCode }: Pick<Task, 'itemCode'>): PlannedItem =>
  plan.items.find(({ code }) => code === itemCode) as PlannedItem

/** The values the case itself has created so far, by field: what is only proposed is nobody's data yet. */
export const producedValues = (tasks: readonly Task[]): Record<string, Value> =>
  Object.assign({}, ...tasks.filter(({ status }) => hasSucceeded(status)).map(({ result }) => result?.fields ?? {})) as Record<string, Value>

/** Told to the applicant and not answered. */
export const openDeficiencies = ({ deficiencies }: Pick<Dossier, 'deficiencies'>): Deficiency[] =>
  deficiencies.filter(({ notifiedAt, answeredAt }) => notifiedAt !== null && answeredAt === null)

/** Noted by a department, and not told yet. */
export const untoldDeficiencies = ({ deficiencies }: Pick<Dossier, 'deficiencies'>): Deficiency[] => deficiencies.filter(({ notifiedAt }) => notifiedAt === null)

export const openRequests = ({ requests }: Pick<Dossier, 'requests'>, taskId: string): InternalRequest[] =>
  requests.filter(request => request.taskId === taskId && request.state === 'open')
