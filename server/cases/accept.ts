import type { Ctx } from '../context.ts'
import { actAtDesk } from './desk.ts'
import { accepted, notAccepted, supplementRequested, type Shortcoming } from './officer-acts.ts'

/** Accepts a task: from here the time for the decision runs. */
export const accept = (ctx: Ctx, taskId: string): Promise<void> => actAtDesk(ctx, taskId, 'accept', (dossier, _task, act) => accepted(dossier, taskId, act))

/** Declines to accept, with the reason the applicant reads. */
export const decline = (ctx: Ctx, taskId: string, reason: string): Promise<void> =>
  actAtDesk(ctx, taskId, 'declineToAccept', (dossier, _task, act) => notAccepted(dossier, taskId, reason, act))

/** Asks once for everything that this item finds missing or wrong. */
export const requestSupplement = (ctx: Ctx, taskId: string, shortcomings: readonly Shortcoming[]): Promise<void> =>
  actAtDesk(ctx, taskId, 'requestSupplement', (dossier, _task, act) => supplementRequested(dossier, taskId, shortcomings, act))
