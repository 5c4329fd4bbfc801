import type { Value } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import type { Act } from './act.ts'
import { taskOf, type Dossier } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did } from './course.ts'
import { withValues } from './intake-acts.ts'
import { availableActions, awaitsApplicant, canMove } from './lifecycle.ts'

/** What an applicant's act changes in a case that is filed: pure, one function per act. */

/** Answers every open deficiency at once; the tasks go back to their departments. */
export const answered = (dossier: Dossier, values: Record<string, Value>, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const tasks = course.dossier.tasks.filter(({ status }) => awaitsApplicant(status))
    if (tasks.length === 0) throw new Conflict('case.nothingToSupplement')
    return withValues(tasks.reduce((so, { id }) => did(so, 'task.supplemented', id, {}), course), values)
  })

export const canWithdraw = ({ theCase, tasks }: Pick<Dossier, 'theCase' | 'tasks'>): boolean =>
  theCase.status === 'running' && tasks.some(({ status }) => availableActions(status, 'applicant').includes('withdraw'))

/** Withdraws what is not decided yet; what has been granted stays. */
export const withdrawnWhole = (dossier: Dossier, act: Act): Change =>
  carriedOut(dossier, act, course => {
    if (!canWithdraw(course.dossier)) throw new Conflict('case.nothingToWithdraw')
    const tasks = course.dossier.tasks.filter(({ status }) => canMove(status, 'withdraw'))
    return tasks.reduce((so, { id }) => did(so, 'task.withdrawn', id, {}), did(course, 'case.withdrawn', null, {}))
  })

/** Withdraws some items; those that wait for them lapse, the others go on. */
export const withdrawnPart = (dossier: Dossier, taskIds: readonly string[], act: Act): Change =>
  carriedOut(dossier, act, course => {
    const tasks = taskIds.map(id => taskOf(course.dossier, id))
    if (tasks.length === 0 || !tasks.every(({ status }) => canMove(status, 'withdraw'))) throw new Conflict('case.nothingToWithdraw')
    const rest = course.dossier.tasks.filter(({ id, status }) => !taskIds.includes(id) && canMove(status, 'withdraw'))
    if (rest.length === 0) return tasks.reduce((so, { id }) => did(so, 'task.withdrawn', id, {}), did(course, 'case.withdrawn', null, {}))
    return tasks.reduce((so, { id }) => did(so, 'task.withdrawn', id, {}), course)
  })
