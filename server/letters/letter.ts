import type { Day, WorkingCalendar } from '../limits/calendar.ts'
import { remedies, remedyEnd } from '../limits/legal-clocks.ts'
import type { Task } from '../cases/case.ts'
import type { Part, Said } from '../cases/said.ts'

/**
 * Letters (文书): every act that the law wants in writing is a dated, numbered document. No letter is
 * kept anywhere: each follows from its event, and from nothing that happened later. Its number is that
 * of the case and of the event, and its check mark the beginning of the event's hash in the chain.
 */
export interface Letter extends Body {
  seq: number
  number: string
  mark: string
  at: string
  officeId: string
  taskId: string | null
  /** Whether all it is about are permits: the Licensing Law rules those itself, and the rest by reference. */
  isPermit: boolean
}

export const letterKinds = [
  'acceptance', 'deemedAcceptance', 'wholeAcceptance', 'provisionalAcceptance', 'nonAcceptance', 'acceptanceRevoked', 'notice', 'deemedWithdrawal',
  'procedure', 'procedureProlonged', 'hearing', 'visit', 'extension', 'caseExtension', 'licence', 'grant', 'refusal', 'refusedGrant', 'conclusion',
  'commitmentKept', 'commitmentBroken', 'revocation', 'correction', 'reopening',
] as const
export type LetterKind = (typeof letterKinds)[number]

/** Laws that letters rest on, `letters:law.<…>`; only what was read in its source. */
export const laws = [
  'licensing32', 'licensing34', 'licensing38', 'licensing42', 'licensing45', 'licensing47', 'licensing48', 'zhejiang5', 'zhejiang11', 'zhejiang14', 'zhejiang18',
] as const
export type Law = (typeof laws)[number]

export interface Body {
  kind: LetterKind
  /** Items it is about. */
  items: string[]
  says: Said[]
  table: { columns: string[]; rows: Part[][] } | undefined
  /** What stands under the table. */
  then: Said[]
  basis: (Law | { words: string })[]
  /** Decisions against which the law gives remedies, each with its last days. */
  appeals: Appeal[]
}

export interface Appeal {
  item: string
  decidedAt: string
  reconsideration: Day
  lawsuit: Day
}

/** The last days for a remedy against a decision, when it is delivered on the day on which it was made (行政许可法第三十八条). */
export const appealOf = ({ itemCode }: Pick<Task, 'itemCode'>, decidedAt: string, calendar: WorkingCalendar): Appeal => ({
  item: itemCode,
  decidedAt,
  reconsideration: remedyEnd(decidedAt, remedies.reconsideration, calendar).lastDay,
  lawsuit: remedyEnd(decidedAt, remedies.lawsuit, calendar).lastDay,
})

/** Letters about the whole matter that give no reasons of a department and nothing of what the applicant has told: its co-applicants read them as well. */
const ofTheWhole: readonly LetterKind[] = ['wholeAcceptance', 'visit', 'caseExtension']
export const isShared = ({ kind, taskId }: Pick<Letter, 'kind' | 'taskId'>): boolean => taskId === null && ofTheWhole.includes(kind)

/** Whether the office of a task sees a letter at its desk: what it wrote of its own task, and a visit that includes it. */
export const isOfTask = ({ kind, taskId, items }: Pick<Letter, 'kind' | 'taskId' | 'items'>, task: Pick<Task, 'id' | 'itemCode'>): boolean =>
  taskId === task.id || (kind === 'visit' && items.includes(task.itemCode))
