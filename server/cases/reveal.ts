import type { Ctx } from '../context.ts'
import { coverOf } from './cover.ts'
import { actAtDesk, taskAtDesk } from './desk.ts'
import { revealed } from './holder-acts.ts'
import { recordCase } from './record-case.ts'
import { isClosed, taskView } from './task-view.ts'

/**
 * Uncovers the values of a task for a while, for whoever says what for: the applicant reads it in his history, and
 * among those who read his data.
 */
export async function reveal(ctx: Ctx, taskId: string, reason: string): Promise<void> {
  await actAtDesk(ctx, taskId, 'reveal', (dossier, _task, act) => revealed(dossier, taskId, reason, act))
  const { dossier, task } = await taskAtDesk(ctx, taskId)
  const wasClosed = isClosed(dossier, task, { now: ctx.now, isRevealed: false })
  const { fields, materials } = taskView(dossier, task, [], { now: ctx.now, isRevealed: true })
  await recordCase(ctx, dossier.theCase, {
    kind: 'reveal', purpose: 'examination', officeId: task.officeId, taskId, reason,
    fields: fields.filter(({ field, value }) => wasClosed || coverOf(field, value) !== undefined).map(({ field }) => field.id),
    materials: wasClosed ? materials.map(({ material }) => material.id) : [],
  })
}
