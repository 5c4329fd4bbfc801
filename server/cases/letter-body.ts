import type { EventType } from '../ledger/event.ts'
import { taskOf, type Task } from './case.ts'
import type { DataOf } from './events.ts'
import type { Body } from './letter.ts'
import { caseLetters } from './letter-case.ts'
import { intakeLetters } from './letter-intake.ts'
import { decisionLetters } from './letter-decision.ts'
import { procedureLetters } from './letter-procedure.ts'
import type { Writing } from './letter-past.ts'

/** What is written of each kind of event: of a task's, and of the case's. An event that is in no table is no letter. */
export type TaskLetters = { [T in EventType]?: (writing: Writing, data: DataOf<T>, task: Task) => Partial<Body> & Pick<Body, 'kind' | 'says'> | undefined }
export type CaseLetters = { [T in EventType]?: (writing: Writing, data: DataOf<T>) => Partial<Body> & Pick<Body, 'kind' | 'says' | 'items'> | undefined }

const ofTask: TaskLetters = { ...intakeLetters, ...procedureLetters, ...decisionLetters }
const plain = { table: undefined, then: [], basis: [], appeals: [] }

export function written(writing: Writing): Body | undefined {
  const { event, dossier } = writing
  const whole = caseLetters[event.type] as ((writing: Writing, data: unknown) => Partial<Body> & Pick<Body, 'kind' | 'says' | 'items'> | undefined) | undefined
  if (whole) {
    const body = whole(writing, event.data)
    return body && { ...plain, ...body }
  }
  const single = ofTask[event.type] as ((writing: Writing, data: unknown, task: Task) => Partial<Body> & Pick<Body, 'kind' | 'says'> | undefined) | undefined
  if (!single || event.taskId === null) return undefined
  const task = taskOf(dossier, event.taskId)
  const body = single(writing, event.data, task)
  return body && { ...plain, items: [task.itemCode], ...body }
}
