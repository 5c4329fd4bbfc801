import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import { inScope } from '../people/permissions.ts'
import { asOfficer, type Act } from './act.ts'
import { getDossierOfTask, saved } from './case.store.ts'
import { taskOf, type Dossier, type Task } from './case.ts'
import type { Change } from './change.ts'
import { requireAction, roleOf, type DeskAction } from './desk-actions.ts'
import { judgedAnew } from './judged-anew.ts'
import { arrivedStatuses } from './lifecycle.ts'

/** A task on the desk of one of the actor's offices. Throws `NotFound` for anybody else's, and for what has not come to the office yet: he is not to know of it. */
export async function taskAtDesk(ctx: Ctx, taskId: string): Promise<{ dossier: Dossier; task: Task }> {
  const dossier = await getDossierOfTask(ctx, regionOfId(taskId), taskId)
  const task = taskOf(dossier, taskId)
  if (!inScope(ctx.actor, 'task.read', task) || !arrivedStatuses.includes(task.status)) throw new NotFound('page')
  return { dossier, task }
}

/** Every verb of the desk: read the dossier, let a pure function change it, commit. Whoever was quicker at this very task has won, and the other is refused (`Conflict`). */
export const actAtDesk = (ctx: Ctx, taskId: string, action: DeskAction, change: (dossier: Dossier, task: Task, act: Act) => Change): Promise<void> =>
  judgedAnew(async () => {
    const { dossier, task } = await taskAtDesk(ctx, taskId)
    requireAction(ctx.actor, dossier, task, action)
    await ctx.db.commit(saved(change(dossier, task, asOfficer(ctx, task.officeId, roleOf(action, ctx.actor, task))), ctx))
  })
