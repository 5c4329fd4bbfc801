import { Conflict } from '../errors.ts'
import type { Day } from '../limits/calendar.ts'
import { consequence, type Act } from './act.ts'
import { itemOf, taskOf, type Dossier, type Task, type TaskResult } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did, withResult } from './course.ts'
import { dayOf } from './dates.ts'
import { certified } from './grant.ts'
import { canMove, hasSucceeded, isOpen, isUnderWay } from './lifecycle.ts'
import type { DeliveryWay } from './proceedings.ts'

/** What comes after a decision: pure, one function per act. */

export const delivered = (dossier: Dossier, taskId: string, how: DeliveryWay, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const { delivery } = taskOf(course.dossier, taskId).proceedings
    if (!delivery || delivery.deliveredAt !== null) throw new Conflict('task.notAllowed')
    return did(course, 'task.delivered', taskId, { how })
  })

/** What was promised is checked, and again after it had to be put right (Zhejiang regulation art. 14). */
export const isToBeChecked = ({ status, proceedings: { commitment } }: Pick<Task, 'status' | 'proceedings'>): boolean =>
  status === 'approved' && commitment !== null && ['due', 'rectifying'].includes(commitment.state)

export const commitmentKept = (dossier: Dossier, taskId: string, finding: string, act: Act): Change =>
  carriedOut(dossier, act, course => {
    if (!isToBeChecked(taskOf(course.dossier, taskId))) throw new Conflict('task.notAllowed')
    return did(course, 'task.commitmentKept', taskId, { finding })
  })

/** Not kept: the applicant has until a day to put it right. Only once: after that it is kept, or revoked. */
export const commitmentBroken = (dossier: Dossier, taskId: string, { finding, rectifyBy }: { finding: string; rectifyBy: Day }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    if (taskOf(course.dossier, taskId).proceedings.commitment?.state !== 'due') throw new Conflict('task.notAllowed')
    if (rectifyBy <= dayOf(course.act.at)) throw new Conflict('procedure.past')
    return did(course, 'task.commitmentBroken', taskId, { finding, rectifyBy })
  })

/** Still not put right: the grant and its certificate are taken back, and the person makes no other commitment until he repairs it. */
export const decisionRevoked = (dossier: Dossier, taskId: string, reason: string, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    if (!isRevocable(task)) throw new Conflict('task.notAllowed')
    if ((task.proceedings.commitment?.dueOn ?? '9') >= dayOf(course.act.at)) throw new Conflict('task.rectifying')
    const revoked = did(did(course, 'task.decisionRevoked', taskId, { reason }), 'certificate.revoked', taskId, {})
    return { ...revoked, revokedOf: [...revoked.revokedOf, taskId] }
  })

export const isRevocable = ({ status, proceedings: { commitment } }: Pick<Task, 'status' | 'proceedings'>): boolean =>
  canMove(status, 'revokeDecision') && commitment?.state === 'rectifying'

export const breachRepaired = (dossier: Dossier, taskId: string, act: Act): Change =>
  carriedOut(dossier, act, course => {
    if (taskOf(course.dossier, taskId).proceedings.commitment?.state !== 'broken') throw new Conflict('task.notAllowed')
    return did(course, 'task.breachRepaired', taskId, {})
  })

/**
 * Puts right an error in what was granted: the old certificate is taken back and a right one issued. Whoever in
 * this case works with what was wrong, or has decided on it, is told: his own decision only he can put right.
 */
export const resultCorrected = (dossier: Dossier, taskId: string, { reason, result }: { reason: string; result: TaskResult }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    if (task.status !== 'approved') throw new Conflict('task.notAllowed')
    const fields = Object.keys(result.fields).filter(id => JSON.stringify(result.fields[id]) !== JSON.stringify(task.result?.fields[id]))
    if (fields.length === 0) throw new Conflict('task.nothingCorrected')
    const corrected = withResult(did(course, 'task.resultCorrected', taskId, { reason, fields }), taskId, result)
    const certain = certified({ ...corrected, revokedOf: [...corrected.revokedOf, taskId] }, taskId, course.act)
    return usersOf(certain.dossier, task, fields).reduce((so, { id }) => did(so, 'task.inputCorrected', id, { of: task.itemCode, fields }, consequence(course.act)), certain)
  })

/** Tasks that have begun, and have not failed, on fields or on the document of this result. */
function usersOf(dossier: Dossier, { id, itemCode }: Task, fields: readonly string[]): Task[] {
  const document = itemOf(dossier, { itemCode }).item.result.material
  return dossier.tasks.filter(task => {
    const { fieldIds, materialIds } = itemOf(dossier, task)
    const isUsing = fields.some(field => fieldIds.includes(field)) || (document !== undefined && materialIds.includes(document))
    return task.id !== id && isUsing && (isUnderWay(task.status) || hasSucceeded(task.status))
  })
}

export interface ReviewDecision {
  /** Who decided otherwise (a reviewing authority, a court), and the number of its decision. */
  authority: string
  document: string
  reason: string
}

/** Takes a matter up again because a review or a court has decided so; what had lapsed with it comes back. */
export const reopened = (dossier: Dossier, taskId: string, decision: ReviewDecision, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const to = canMove(taskOf(course.dossier, taskId).status, 'readmit') ? 'received' : 'accepted'
    return withResult(did(course, 'task.reopened', taskId, { ...decision, to }), taskId, null)
  })

/** Says why the limit was missed: it is published with the delay (优化营商环境条例第三十六条). */
export const delayExplained = (dossier: Dossier, taskId: string, reason: string, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    if (!isOpen(task.status) || (task.dueOn ?? '9') >= dayOf(course.act.at)) throw new Conflict('task.notAllowed')
    return did(course, 'task.delayExplained', taskId, { reason })
  })
