import type { Ctx } from '../context.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import { worksAt } from '../people/actor.ts'
import { asOfficer, type Act } from './act.ts'
import { getDossierOfTask, saved } from './case.store.ts'
import { taskOf, type Dossier, type Task } from './case.ts'
import type { Change } from './change.ts'

/** A task on the desk of one of the actor's offices. Throws `NotFound` for anybody else's: he is not to know of it. */
export async function taskAtDesk(ctx: Ctx, taskId: string): Promise<{ dossier: Dossier; task: Task }> {
  const dossier = await getDossierOfTask(ctx, regionOfId(taskId), taskId)
  const task = taskOf(dossier, taskId)
  if (!worksAt(ctx.actor, task.officeId, 'officer', 'head')) throw new NotFound('page')
  return { dossier, task }
}

/** Every verb of the desk: read the dossier, let a pure function change it, commit. */
export async function actAtDesk(ctx: Ctx, taskId: string, change: (dossier: Dossier, task: Task, act: Act) => Change): Promise<void> {
  const { dossier, task } = await taskAtDesk(ctx, taskId)
  if (dossier.theCase.applicantId === ctx.actor.id) throw new Forbidden('task.ownMatter') // nobody decides his own matter
  await ctx.db.commit(saved(dossier, change(dossier, task, asOfficer(ctx, task.officeId)), ctx.vault))
}
