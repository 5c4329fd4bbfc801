import type { Ctx } from '../context.ts'
import type { TaskResult } from './case.ts'
import { actAtDesk } from './desk.ts'
import { approved, refused } from './officer-acts.ts'

export type Decision = { outcome: 'approve'; result: TaskResult } | { outcome: 'refuse'; reason: string }

/** A department decides its task; what waited for it opens or lapses, and the last decision concludes the case. */
export const decide = (ctx: Ctx, taskId: string, decision: Decision): Promise<void> =>
  actAtDesk(ctx, taskId, decision.outcome, (dossier, _task, act) =>
    decision.outcome === 'approve' ? approved(dossier, taskId, decision.result, act) : refused(dossier, taskId, decision.reason, act))
