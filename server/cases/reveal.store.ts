import type { Ctx } from '../context.ts'
import type { Task } from './case.ts'
import { revealedMinutes } from './need.ts'

/** Whether the actor has said a little while ago what he needs the covered values of this task for. */
export async function isRevealed({ db, actor, now }: Pick<Ctx, 'db' | 'actor' | 'now'>, { region, caseId, id }: Pick<Task, 'region' | 'caseId' | 'id'>): Promise<boolean> {
  const since = new Date(now.getTime() - revealedMinutes * 60_000).toISOString()
  const event = await db.read.selectFrom('event').select('seq').where('region', '=', region).where('case_id', '=', caseId)
    .where('type', '=', 'personalData.revealed').where('task_id', '=', id).where('actor_id', '=', actor.id).where('at', '>', since).limit(1).executeTakeFirst()
  return event !== undefined
}
