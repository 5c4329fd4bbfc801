import type { Ctx } from '../context.ts'
import { worksAt } from '../people/actor.ts'
import { getDossierById } from './case.store.ts'
import { arrivedStatuses } from './lifecycle.ts'
import { findPaperOf } from './paper.store.ts'
import { needsMaterial, sharesMaterial } from './task-view.ts'

/** Whether an officer may read a file: one of his offices has, or had, a task whose item needs this paper, or was asked about it. */
export async function needsFile(ctx: Ctx, file: { region: string; id: string }): Promise<boolean> {
  if (ctx.actor.grants.length === 0) return false
  const paper = await findPaperOf(ctx.db, file)
  if (!paper) return false
  const dossier = await getDossierById(ctx, file.region, paper.caseId)
  return dossier.tasks.some(task =>
    worksAt(ctx.actor, task.officeId, 'officer', 'head') && arrivedStatuses.includes(task.status) && needsMaterial(dossier, task, paper.materialId))
    || dossier.requests.some(request => worksAt(ctx.actor, request.toOfficeId, 'officer', 'head') && sharesMaterial(dossier, request, paper.materialId))
}
