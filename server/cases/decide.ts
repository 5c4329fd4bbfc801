import type { Ctx } from '../context.ts'
import { actAtDesk } from './desk.ts'
import { agreed, decided, sentBack, type Decision } from './decision-acts.ts'

/** A department decides its task, or proposes the decision to whoever has to agree; what waited for it opens or lapses, and the last decision concludes the case. */
export const decide = (ctx: Ctx, taskId: string, decision: Decision): Promise<void> =>
  actAtDesk(ctx, taskId, decision.outcome, (dossier, _task, act) => decided(dossier, taskId, decision, act))

/** A second officer or the head agrees to what was proposed. */
export const agree = (ctx: Ctx, taskId: string): Promise<void> => actAtDesk(ctx, taskId, 'agree', (dossier, _task, act) => agreed(dossier, taskId, act))

/** … or sends it back with the reason; whoever proposed it may take it back. */
export const sendBack = (ctx: Ctx, taskId: string, reason: string): Promise<void> =>
  actAtDesk(ctx, taskId, 'sendBack', (dossier, _task, act) => sentBack(dossier, taskId, reason, act))
