import type { Ctx } from '../context.ts'
import type { Day } from '../limits/calendar.ts'
import type { TaskResult } from './case.ts'
import { actAtDesk } from './desk.ts'
import { breachRepaired, commitmentBroken, commitmentKept, decisionRevoked, delayExplained, delivered, reopened, resultCorrected, type ReviewDecision } from './follow-up-acts.ts'
import type { DeliveryWay } from './proceedings.ts'

/** What an office does after its decision. */
export const deliver = (ctx: Ctx, taskId: string, how: DeliveryWay): Promise<void> =>
  actAtDesk(ctx, taskId, 'deliver', (dossier, _task, act) => delivered(dossier, taskId, how, act))

export type CommitmentFinding = { isKept: true; finding: string } | { isKept: false; finding: string; rectifyBy: Day }

/** Records the check of a commitment: kept, or to be put right by a day. */
export const checkCommitment = (ctx: Ctx, taskId: string, found: CommitmentFinding): Promise<void> =>
  actAtDesk(ctx, taskId, 'checkCommitment', (dossier, _task, act) => (found.isKept ? commitmentKept(dossier, taskId, found.finding, act) : commitmentBroken(dossier, taskId, found, act)))

/** Takes back what was granted on a commitment that was not put right. */
export const revokeDecision = (ctx: Ctx, taskId: string, reason: string): Promise<void> =>
  actAtDesk(ctx, taskId, 'revokeDecision', (dossier, _task, act) => decisionRevoked(dossier, taskId, reason, act))

/** The person has repaired his credit and may make commitments again. */
export const repairBreach = (ctx: Ctx, taskId: string): Promise<void> => actAtDesk(ctx, taskId, 'repairBreach', (dossier, _task, act) => breachRepaired(dossier, taskId, act))

export const correctResult = (ctx: Ctx, taskId: string, correction: { reason: string; result: TaskResult }): Promise<void> =>
  actAtDesk(ctx, taskId, 'correctResult', (dossier, _task, act) => resultCorrected(dossier, taskId, correction, act))

/** Takes a matter up again because a review or a court has decided so. */
export const reopen = (ctx: Ctx, taskId: string, decision: ReviewDecision): Promise<void> =>
  actAtDesk(ctx, taskId, 'reopen', (dossier, _task, act) => reopened(dossier, taskId, decision, act))

export const explainDelay = (ctx: Ctx, taskId: string, reason: string): Promise<void> =>
  actAtDesk(ctx, taskId, 'explainDelay', (dossier, _task, act) => delayExplained(dossier, taskId, reason, act))
