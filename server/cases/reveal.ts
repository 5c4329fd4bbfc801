import type { Ctx } from '../context.ts'
import { event } from './act.ts'
import { noChange } from './change.ts'
import { actAtDesk } from './desk.ts'

/** Records that an officer looked at numbers that are covered otherwise, and what for: the applicant reads it in his history. */
export const reveal = (ctx: Ctx, taskId: string, reason: string): Promise<void> =>
  actAtDesk(ctx, taskId, 'reveal', (dossier, _task, act) => ({ ...noChange(dossier), events: [event(act, 'personalData.revealed', taskId, { reason })] }))
