import type { Ctx } from '../context.ts'
import type { Day } from '../limits/calendar.ts'
import { actAtDesk } from './desk.ts'
import { extensionAsked, extensionDecided, prolonged, resumed, suspended, visitArranged, visitCancelled, visitRecorded, type Procedure } from './procedure-acts.ts'
import type { SiteVisit } from './proceedings.ts'

/** Stops the clock for a special procedure, until the day that the applicant is told. */
export const suspend = (ctx: Ctx, taskId: string, procedure: Procedure): Promise<void> =>
  actAtDesk(ctx, taskId, 'suspend', (dossier, _task, act) => suspended(dossier, taskId, procedure, act))

export const prolong = (ctx: Ctx, taskId: string, change: { until: Day; reason: string }): Promise<void> =>
  actAtDesk(ctx, taskId, 'prolong', (dossier, _task, act) => prolonged(dossier, taskId, change, act))

/** Takes the case up again before that day, with what came of the procedure. */
export const resume = (ctx: Ctx, taskId: string, finding: string | null): Promise<void> =>
  actAtDesk(ctx, taskId, 'resume', (dossier, _task, act) => resumed(dossier, taskId, finding, act))

/** Asks the head for more time. Throws `Conflict('extension.…')` when the law gives none. */
export const askExtension = (ctx: Ctx, taskId: string, asked: { value: number; reason: string }): Promise<void> =>
  actAtDesk(ctx, taskId, 'askExtension', (dossier, _task, act) => extensionAsked(dossier, taskId, asked, act))

export const decideExtension = (ctx: Ctx, taskId: string, decision: { isApproved: true } | { isApproved: false; answer: string }): Promise<void> =>
  actAtDesk(ctx, taskId, 'decideExtension', (dossier, _task, act) => extensionDecided(dossier, taskId, decision, act))

/** Arranges one visit to the site for several departments; this task's department leads. */
export const arrangeVisit = (ctx: Ctx, taskId: string, visit: Pick<SiteVisit, 'on' | 'place' | 'purpose' | 'taskIds'>): Promise<void> =>
  actAtDesk(ctx, taskId, 'arrangeVisit', (dossier, _task, act) => visitArranged(dossier, { ...visit, leadTaskId: taskId }, act))

export const recordVisit = (ctx: Ctx, taskId: string, { id, finding }: { id: string; finding: string }): Promise<void> =>
  actAtDesk(ctx, taskId, 'recordVisit', (dossier, _task, act) => visitRecorded(dossier, id, finding, act))

export const cancelVisit = (ctx: Ctx, taskId: string, { id, reason }: { id: string; reason: string }): Promise<void> =>
  actAtDesk(ctx, taskId, 'cancelVisit', (dossier, _task, act) => visitCancelled(dossier, id, reason, act))
