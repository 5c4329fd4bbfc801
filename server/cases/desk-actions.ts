import { Conflict, Forbidden } from '../errors.ts'
import { worksAt, type Actor } from '../people/actor.ts'
import type { Case, Task } from './case.ts'
import { availableActions, isUnderWay, type TaskAction } from './lifecycle.ts'

/** What can be done to a task at a desk: the department's moves, and who has it. */
export type DeskAction = TaskAction | 'claim' | 'handOver' | 'reveal'

/** What is done by its button alone: nothing has to be typed, so there is no page for it. */
export const directActions: readonly DeskAction[] = ['claim', 'accept']

type Matter = { task: Pick<Task, 'status' | 'assigneeId' | 'officeId'>; theCase: Pick<Case, 'applicantId'> }

/**
 * What this person may do to this task now. The page draws its buttons from here and the verbs are
 * refused by it: a task belongs to whoever has it, the head may give it to somebody else, and nobody
 * handles his own matter (公务员法第七十六条: 回避).
 */
export function deskActions(actor: Actor, { task, theCase }: Matter): DeskAction[] {
  if (isOwnMatter(actor, theCase) || !isUnderWay(task.status)) return []
  const isFree = task.assigneeId === null
  const isMine = task.assigneeId === actor.id
  const mayHandOver = isMine || worksAt(actor, task.officeId, 'head')
  return [
    ...(isFree ? (['claim'] as const) : []),
    ...(isFree || isMine ? availableActions(task.status, 'officer') : []),
    ...(isFree || isMine ? (['reveal'] as const) : []),
    ...(mayHandOver ? (['handOver'] as const) : []),
  ]
}

/** Throws what the page says when an action is not there. */
export function requireAction(actor: Actor, matter: Matter, action: DeskAction): void {
  if (deskActions(actor, matter).includes(action)) return
  if (isOwnMatter(actor, matter.theCase)) throw new Forbidden('task.ownMatter')
  const { assigneeId, status } = matter.task
  const isTaken = isUnderWay(status) && assigneeId !== null && assigneeId !== actor.id
  throw new Conflict(isTaken ? 'task.claimedBySomebody' : 'task.notAllowed')
}

export const isOwnMatter = (actor: Actor, { applicantId }: Pick<Case, 'applicantId'>): boolean => actor.id === applicantId
