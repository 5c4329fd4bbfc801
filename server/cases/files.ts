import type { Ctx } from '../context.ts'
import type { FileAccess } from '../materials/file-access.ts'
import { getOffice } from '../offices/office.store.ts'
import { worksAt } from '../people/actor.ts'
import { getDossierById } from './case.store.ts'
import { arrivedStatuses } from './lifecycle.ts'
import { findPaperOf } from './paper.store.ts'
import { needsMaterial, sharesMaterial } from './task-view.ts'

/**
 * Whether an officer may read a file: one of his offices has, or had, a task whose item needs this paper, or was
 * asked about it. What shows who somebody is he sees with a mark that says for which case.
 */
export async function needsFile(ctx: Ctx, file: { region: string; id: string }): Promise<FileAccess> {
  if (ctx.actor.grants.length === 0) return false
  const paper = await findPaperOf(ctx.db, file)
  if (!paper) return false
  const dossier = await getDossierById(ctx, file.region, paper.caseId)
  const officeId = dossier.tasks.find(task =>
    worksAt(ctx.actor, task.officeId, 'officer', 'head') && arrivedStatuses.includes(task.status) && needsMaterial(dossier, task, paper.materialId))?.officeId
    ?? dossier.requests.find(request => worksAt(ctx.actor, request.toOfficeId, 'officer', 'head') && sharesMaterial(dossier, request, paper.materialId))?.toOfficeId
  if (!officeId) return false
  if (!dossier.version.definition.materials[paper.materialId]?.identity) return true
  return { office: (await getOffice(ctx.db, officeId)).name, caseNumber: dossier.theCase.number }
}
