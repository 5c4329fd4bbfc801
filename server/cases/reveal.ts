import type { Ctx } from '../context.ts'
import { actAtDesk } from './desk.ts'
import { revealed } from './holder-acts.ts'

/** Records that an officer looked at numbers that are covered otherwise, and what for: the applicant reads it in his history. */
export const reveal = (ctx: Ctx, taskId: string, reason: string): Promise<void> =>
  actAtDesk(ctx, taskId, 'reveal', (dossier, _task, act) => revealed(dossier, taskId, reason, act))
