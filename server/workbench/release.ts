import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { inScope } from '../people/permissions.ts'
import { actorOf } from '../people/person.ts'
import { getPerson } from '../people/person.store.ts'
import { isOneOffice } from '../people/scope.ts'
import { asAdministrator } from '../cases/act.ts'
import { getDossierOfTask, saved } from '../cases/case.store.ts'
import { taskOf } from '../cases/case.ts'
import { released } from '../cases/holder-acts.ts'
import { judgedAnew } from '../cases/judged-anew.ts'
import { listHeldBy } from './queue.store.ts'

const batch = 100 // tasks read at a time

/**
 * Gives back to its office what somebody has there who works there no longer, so that a colleague takes it
 * up; returns how many tasks that were. Without an office: everything he has anywhere, as his account is
 * closed. What he proposed, asked for or was told to do stays as it is, for others to go on with.
 */
export async function releaseTasksOf(ctx: Ctx, personId: string, officeId?: string): Promise<number> {
  const person = await getPerson(ctx, personId)
  const isGone = person.status === 'closed'
  const offices = officeId === undefined ? [...new Set(person.grants.map(grant => grant.officeId))] : [officeId]
  const left = offices.filter(id => isOneOffice(id) && (isGone || !inScope(actorOf(person), 'task.work', { officeId: id })))
  let count = 0
  for (let after: string | undefined = ''; after !== undefined && left.length > 0; ) {
    const tasks = await listHeldBy(ctx.db, personId, left, after, batch)
    for (const task of tasks) count += Number(await release(ctx, personId, task))
    after = tasks.at(-1)?.id
  }
  return count
}

/** One task; the others go on when it can't be given back, and its head can still hand it over. */
async function release(ctx: Ctx, personId: string, { region, id }: { region: string; id: string }): Promise<boolean> {
  try {
    return await judgedAnew(async () => {
      const dossier = await getDossierOfTask(ctx, region, id)
      if (taskOf(dossier, id).assigneeId !== personId) return false
      await ctx.db.commit(saved(released(dossier, id, asAdministrator(ctx)), ctx))
      return true
    })
  } catch (error) {
    // It was decided, or its time ran out, in the meantime.
    if (!(error instanceof Conflict)) ctx.log.error({ err: error as Error, taskId: id }, 'could not give a task back to its office')
    return false
  }
}
