import type { Plan } from '../catalogue/plan.ts'
import type { PlannedItem } from '../catalogue/planned-item.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { DraftContent, Value } from '../drafts/draft.ts'
import { NotFound } from '../errors.ts'
import type { WorkingCalendar } from '../limits/calendar.ts'
import type { CaseStatus, TaskStatus } from './lifecycle.ts'

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
  content: DraftContent
  status: CaseStatus
  version: number
  lastSeq: number
  lastHash: string
  submittedAt: string
  dueOn: string | null
  concludedAt: string | null
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
  /** The instant after which the time to `dueOn` is counted; both are null while nobody's clock runs. */
  clockStartedAt: string | null
  dueOn: string | null
  decidedAt: string | null
  reason: string | null
  result: TaskResult | null
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
  reason: string
  notedAt: string
  answeredAt: string | null
}

/** A case with everything that is decided by: what a use case reads before it changes anything. */
export interface Dossier {
  theCase: Case
  tasks: Task[]
  deficiencies: Deficiency[]
  version: BundleVersion
  plan: Plan
  calendar: WorkingCalendar
}

export function taskOf({ tasks }: Dossier, taskId: string): Task {
  const task = tasks.find(({ id }) => id === taskId)
  if (!task) throw new NotFound('page')
  return task
}

/** The plan's word on a task. Every task was made from an item of the plan of its own version. */
export const itemOf = ({ plan }: Pick<Dossier, 'plan'>, { itemCode }: Pick<Task, 'itemCode'>): PlannedItem =>
  plan.items.find(({ code }) => code === itemCode) as PlannedItem

/** The values the case itself has created so far, by field. */
export const producedValues = (tasks: readonly Task[]): Record<string, Value> => Object.assign({}, ...tasks.map(({ result }) => result?.fields ?? {})) as Record<string, Value>

export const openDeficiencies = ({ deficiencies }: Pick<Dossier, 'deficiencies'>): Deficiency[] => deficiencies.filter(({ answeredAt }) => answeredAt === null)
