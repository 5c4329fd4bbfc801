import type { Ctx } from '../context.ts'
import type { FileAccess } from '../materials/file-access.ts'
import { getOffice } from '../offices/office.store.ts'
import { inScope } from '../people/permissions.ts'
import type { Read } from '../readings/record-reading.ts'
import { getDossierById } from './case.store.ts'
import type { Dossier } from './case.ts'
import { arrivedStatuses } from './lifecycle.ts'
import { findPaperOf } from './paper.store.ts'
import { isRevealed } from './reveal.store.ts'
import { isClosed, needsMaterial, sharesMaterial } from './task-view.ts'

/**
 * Whether an officer may read a file: one of his offices has a task whose item needs this paper, or was asked about
 * it, and it is still its business. What shows who somebody is he sees with a mark that says for which case.
 */
export async function needsFile(ctx: Ctx, file: { region: string; id: string }): Promise<FileAccess> {
  if (ctx.actor.grants.length === 0) return false
  const paper = await findPaperOf(ctx.db, file)
  if (!paper) return false
  const dossier = await getDossierById(ctx, file.region, paper.caseId)
  const need = (await taskThatNeeds(ctx, dossier, paper.materialId)) ?? requestThatNeeds(ctx, dossier, paper.materialId)
  if (!need) return false
  const { theCase: { applicantId: personId, number: caseNumber, region }, version } = dossier
  const mark = version.definition.materials[paper.materialId]?.identity ? { office: (await getOffice(ctx.db, need.officeId)).name, caseNumber } : undefined
  return { mark, read: { kind: 'file', ...need, subjects: [{ personId, caseNumber, region }], fields: [], materials: [paper.materialId] } }
}

type Need = Pick<Read, 'purpose' | 'taskId'> & { officeId: string }

async function taskThatNeeds(ctx: Ctx, dossier: Dossier, materialId: string): Promise<Need | undefined> {
  for (const task of dossier.tasks) {
    if (!inScope(ctx.actor, 'file.read', task) || !arrivedStatuses.includes(task.status) || !needsMaterial(dossier, task, materialId)) continue
    if (!isClosed(dossier, task, { now: ctx.now, isRevealed: await isRevealed(ctx, task) })) return { purpose: 'examination', officeId: task.officeId, taskId: task.id }
  }
  return undefined
}

function requestThatNeeds({ actor }: Ctx, dossier: Dossier, materialId: string): Need | undefined {
  const request = dossier.requests.find(({ toOfficeId, ...one }) => inScope(actor, 'file.read', { officeId: toOfficeId }) && sharesMaterial(dossier, { ...one, toOfficeId }, materialId))
  return request && { purpose: 'request', officeId: request.toOfficeId, taskId: request.taskId }
}
