import { ancestors } from '../catalogue/planned-item.ts'
import type { ChainedEvent, EventType } from '../ledger/event.ts'
import { taskOf, type Dossier, type Task } from '../cases/case.ts'
import { dataOf, type DataOf } from '../cases/events.ts'
import { hasRemedies } from '../cases/remedies.ts'
import { appealOf, type Appeal, type Body } from './letter.ts'

/** What a letter is written from: its event among all events of the case. A letter says what was true on its day, whatever has happened since. */
export interface Writing {
  dossier: Dossier
  events: readonly ChainedEvent[]
  event: ChainedEvent
}

/** What is written of each kind of event, of a task's and of the case's; the rest of the body is empty unless it says otherwise. */
export type TaskLetters = { [T in EventType]?: (writing: Writing, data: DataOf<T>, task: Task) => TaskBody | undefined }
export type CaseLetters = { [T in EventType]?: (writing: Writing, data: DataOf<T>) => CaseBody | undefined }
export type TaskBody = Partial<Body> & Pick<Body, 'kind' | 'says'>
export type CaseBody = Partial<Body> & Pick<Body, 'kind' | 'says' | 'items'>

/** The data of the last such event before the letter. */
export function earlier<T extends EventType>({ events, event }: Writing, type: T, taskId: string | null): { at: string; data: DataOf<T> } | undefined {
  const found = events.findLast(one => one.seq < event.seq && one.type === type && (taskId === null || one.taskId === taskId))
  return found && { at: found.at, data: dataOf(found, type) }
}

/** The certificates that belong to the same act: issued right after the letter's event. */
export const issuedWith = ({ events, event }: Writing): string[] =>
  events.filter(one => one.seq > event.seq && one.at === event.at && one.type === 'certificate.issued' && one.taskId === event.taskId).map(one => dataOf(one, 'certificate.issued').identifier)

/** Items that ended with this decision, because they needed it. */
export function lapsedWith({ dossier, events, event }: Writing): string[] {
  const { itemCode } = taskOf(dossier, event.taskId as string)
  const lapsed = events.filter(one => one.seq > event.seq && one.at === event.at && one.type === 'task.lapsed').map(one => taskOf(dossier, one.taskId as string).itemCode)
  return lapsed.filter(code => ancestors(dossier.plan.items, code).has(itemCode))
}

/** Items that go on after this decision as if nothing had happened. */
export function goingOn(writing: Writing): string[] {
  const { dossier, event } = writing
  const lapsed = lapsedWith(writing)
  const ended = outcomesAt(writing)
  return dossier.tasks.filter(({ id, itemCode }) => id !== event.taskId && !ended.has(id) && !lapsed.includes(itemCode)).map(({ itemCode }) => itemCode)
}

/** The remedies against a decision: none against a company's, nor between public bodies. */
export const appealsAgainst = (dossier: Pick<Dossier, 'version' | 'calendar'>, task: Task, decidedAt: string): Appeal[] =>
  hasRemedies(dossier.version.definition, task.itemCode) ? [appealOf(task, decidedAt, dossier.calendar)] : []

export const outcomes = ['approved', 'refused', 'notAccepted', 'acceptanceRevoked', 'withdrawn', 'deemedWithdrawn', 'lapsed', 'revoked'] as const
export type Outcome = (typeof outcomes)[number]

export interface Ended {
  task: Task
  outcome: Outcome
  at: string
  certificate: string | undefined
}

// prettier-ignore
const endings: { [T in EventType]?: Outcome | 'open' } = {
  'task.approved': 'approved', 'task.refused': 'refused', 'task.notAccepted': 'notAccepted', 'task.acceptanceRevoked': 'acceptanceRevoked',
  'task.withdrawn': 'withdrawn', 'task.supplementLapsed': 'deemedWithdrawn', 'task.lapsed': 'lapsed', 'task.decisionRevoked': 'revoked',
  'task.reopened': 'open', 'task.revived': 'open',
}

/** How each item that had ended by the letter's event had ended. */
export function outcomesAt({ dossier, events, event }: Writing): Map<string, Ended> {
  const found = new Map<string, Ended>()
  for (const one of events.filter(({ seq }) => seq < event.seq)) {
    const ending = endings[one.type]
    const taskId = one.taskId ?? ''
    if (ending === 'open') found.delete(taskId)
    else if (ending) found.set(taskId, { task: taskOf(dossier, taskId), outcome: ending, at: one.at, certificate: undefined })
    else if (one.type === 'certificate.issued' && found.has(taskId)) found.set(taskId, { ...(found.get(taskId) as Ended), certificate: dataOf(one, 'certificate.issued').identifier })
  }
  return found
}
