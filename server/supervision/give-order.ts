import { getDossierOfTask } from '../cases/case.store.ts'
import { taskOf, type Dossier, type Task } from '../cases/case.ts'
import { arrivedStatuses } from '../cases/lifecycle.ts'
import { orderGiven } from '../cases/request-acts.ts'
import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import type { Day } from '../limits/calendar.ts'
import { inScope } from '../people/permissions.ts'
import { supervise } from './supervise.ts'

/** A task that has come to an office of the actor's regions. Throws `NotFound` for anything else. */
export async function taskUnderSupervision(ctx: Pick<Ctx, 'db' | 'vault' | 'actor'>, taskId: string): Promise<{ dossier: Dossier; task: Task }> {
  const dossier = await getDossierOfTask(ctx, regionOfId(taskId), taskId)
  const task = taskOf(dossier, taskId)
  if (!inScope(ctx.actor, 'supervision.read', task) || !arrivedStatuses.includes(task.status)) throw new NotFound('page')
  return { dossier, task }
}

export interface NewOrder {
  text: string
  /** The day by which the office answers. */
  dueOn: Day
  /** How many orders about the task stood on the page: the same form sent twice gives one order. */
  seen: number | undefined
}

/** Orders an office to explain and see to a task (督办). Throws `Conflict` when it was decided, or another order given, meanwhile. */
export const giveOrder = (ctx: Ctx, taskId: string, { text, dueOn, seen }: NewOrder): Promise<void> =>
  supervise(ctx, async () => (await taskUnderSupervision(ctx, taskId)).dossier, (dossier, act) => {
    if (seen !== undefined && dossier.orders.filter(order => order.taskId === taskId).length !== seen) throw new Conflict('task.changedSince')
    return orderGiven(dossier, taskId, { text, dueOn }, act)
  })
