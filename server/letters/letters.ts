import type { ChainedEvent } from '../ledger/event.ts'
import { itemOf, taskOf, type Dossier, type Task } from '../cases/case.ts'
import { caseLetters } from './letter-case.ts'
import { decisionLetters } from './letter-decision.ts'
import { intakeLetters } from './letter-intake.ts'
import type { CaseBody, TaskBody, TaskLetters, Writing } from './letter-past.ts'
import { procedureLetters } from './letter-procedure.ts'
import type { Body, Letter } from './letter.ts'

const taskLetters: TaskLetters = { ...intakeLetters, ...procedureLetters, ...decisionLetters }
const plain = { table: undefined, then: [], basis: [], appeals: [] }

/** The letter of an event; undefined for an event that is none. */
export function letterOf(dossier: Dossier, events: readonly ChainedEvent[], event: ChainedEvent): Letter | undefined {
  const body = bodyOf({ dossier, events, event })
  if (!body) return undefined
  const { number } = dossier.theCase
  return {
    ...body,
    seq: event.seq,
    number: `${number}-${String(event.seq).padStart(3, '0')}`,
    mark: event.hash.slice(0, 16),
    at: event.at,
    officeId: dossier.tasks.find(({ id }) => id === event.taskId)?.officeId ?? (event.officeId || leadOffice(dossier)),
    taskId: event.taskId,
    isPermit: dossier.tasks.filter(({ itemCode }) => body.items.includes(itemCode)).every(task => itemOf(dossier, task).item.kind === 'permit'),
  }
}

/** All letters of a case, the oldest first. */
export const lettersOf = (dossier: Dossier, events: readonly ChainedEvent[]): Letter[] =>
  events.flatMap(event => letterOf(dossier, events, event) ?? [])

function bodyOf(writing: Writing): Body | undefined {
  const { event, dossier } = writing
  const ofCase = caseLetters[event.type] as ((writing: Writing, data: unknown) => CaseBody | undefined) | undefined
  if (ofCase) {
    const body = ofCase(writing, event.data)
    return body && { ...plain, ...body }
  }
  const ofTask = taskLetters[event.type] as ((writing: Writing, data: unknown, task: Task) => TaskBody | undefined) | undefined
  if (!ofTask || event.taskId === null) return undefined
  const task = taskOf(dossier, event.taskId)
  const body = ofTask(writing, event.data, task)
  return body && { ...plain, items: [task.itemCode], ...body }
}

/** Speaks for the whole case: the office of the department that leads it, where it has a part. */
function leadOffice({ tasks, version: { definition: { bundle } } }: Pick<Dossier, 'tasks' | 'version'>): string {
  return (tasks.find(({ departmentId }) => departmentId === bundle.leadDepartment) ?? tasks[0])?.officeId ?? ''
}
