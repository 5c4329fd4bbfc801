import type { Ctx } from '../context.ts'
import type { Day } from '../limits/calendar.ts'
import { actAtDesk } from './desk.ts'
import type { Ground } from './events.ts'
import { accepted, deficienciesNoted, deficienciesTakenBack, notAccepted, type Shortcoming } from './intake-acts.ts'
import { putOff } from './put-off.ts'

/** Accepts a task: from here the time for the decision runs. Papers that were put off may come until `until`, ten working days unless it says otherwise. */
export const accept = (ctx: Ctx, taskId: string, until?: Day): Promise<void> =>
  actAtDesk(ctx, taskId, 'accept', (dossier, task, act) => accepted(dossier, taskId, { materials: putOff(dossier, task), until }, act))

/** Declines to accept, with the ground and the reason the applicant reads. */
export const decline = (ctx: Ctx, taskId: string, ground: { reason: string; ground: Ground }): Promise<void> =>
  actAtDesk(ctx, taskId, 'declineToAccept', (dossier, _task, act) => notAccepted(dossier, taskId, ground, act))

/**
 * Notes once everything that this item finds missing or wrong; the one notice of the case tells it.
 * Throws `Conflict('task.askedBefore')` when a notice has asked this item before and no reason is given.
 */
export const noteDeficiencies = (ctx: Ctx, taskId: string, noted: { shortcomings: readonly Shortcoming[]; repeatReason: string | null }): Promise<void> =>
  actAtDesk(ctx, taskId, 'noteDeficiencies', (dossier, _task, act) => deficienciesNoted(dossier, taskId, noted, act))

/** Takes back what was noted, as long as the applicant has not been told. */
export const takeBackDeficiencies = (ctx: Ctx, taskId: string): Promise<void> =>
  actAtDesk(ctx, taskId, 'takeBackDeficiencies', (dossier, _task, act) => deficienciesTakenBack(dossier, taskId, act))
