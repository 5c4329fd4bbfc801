import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { listOfficersAt } from '../people/person.store.ts'
import { actAtDesk, taskAtDesk } from './desk.ts'
import { claimed, handedOver } from './holder-acts.ts'

/** Takes a task of the own office onto one's own desk. Throws `Conflict` when a colleague has it. */
export const claim = (ctx: Ctx, taskId: string): Promise<void> => actAtDesk(ctx, taskId, 'claim', (dossier, _task, act) => claimed(dossier, taskId, act))

/** Gives a task to a colleague of the same office, or back to the queue (`null`). */
export async function handOver(ctx: Ctx, taskId: string, toPersonId: string | null): Promise<void> {
  const { task } = await taskAtDesk(ctx, taskId)
  const colleagues = await listOfficersAt(ctx, task.officeId)
  if (toPersonId !== null && !colleagues.some(({ id }) => id === toPersonId)) throw new Conflict('task.noColleague')
  await actAtDesk(ctx, taskId, 'handOver', (dossier, _task, act) => handedOver(dossier, taskId, toPersonId, act))
}
