import { Conflict } from '../errors.ts'
import type { Act } from './act.ts'
import { taskOf, type Dossier, type Task } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did, type Course } from './course.ts'
import { isUnderWay } from './lifecycle.ts'

/** Who has a task: pure, one function per act. The verbs of the same names read, call these and commit. */

export const claimed = (dossier: Dossier, taskId: string, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const { assigneeId } = taskUnderWay(course, taskId)
    if (assigneeId !== null && assigneeId !== act.actorId) throw new Conflict('task.claimedBySomebody')
    return did(course, 'task.claimed', taskId, {})
  })

export const handedOver = (dossier: Dossier, taskId: string, toPersonId: string | null, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'task.handedOver', taskUnderWay(course, taskId).id, { to: toPersonId }))

/** Gives a task back to the office when whoever had it has left. */
export const released = (dossier: Dossier, taskId: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'task.released', taskUnderWay(course, taskId).id, {}))

export const revealed = (dossier: Dossier, taskId: string, reason: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'personalData.revealed', taskId, { reason })) // also when the task has ended: what is closed by then is opened by this alone

function taskUnderWay({ dossier }: Course, taskId: string): Task {
  const task = taskOf(dossier, taskId)
  if (!isUnderWay(task.status)) throw new Conflict('task.notAllowed')
  return task
}
