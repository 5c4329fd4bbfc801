import type { Ctx } from '../context.ts'
import type { Dossier, Task } from '../cases/case.ts'
import { actAtCounter } from './counter.ts'
import { delivered } from '../cases/follow-up-acts.ts'

/** Results that are granted and wait for the applicant to collect them. */
export const toCollect = ({ tasks }: Pick<Dossier, 'tasks'>): Task[] =>
  tasks.filter(({ status, proceedings: { delivery } }) => status === 'approved' && delivery !== null && delivery.deliveredAt === null)

/** Records that results were handed to the applicant in person (行政许可法第四十四条). */
export async function handOut(ctx: Ctx, number: string, taskIds: readonly string[]): Promise<void> {
  for (const taskId of taskIds) await actAtCounter(ctx, number, (dossier, act) => delivered(dossier, taskId, 'collected', act))
}
