import { update } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { insertHandedIn, listHandedIn } from '../drafts/draft.store.ts'
import { maxFilesOfMaterial } from '../drafts/hand-in.ts'
import { Conflict, NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { insertFile } from '../materials/file.store.ts'
import { checkUpload, type Upload } from '../materials/upload.ts'
import type { Problem } from '../web/form.ts'
import { openDeficiencies } from './case.ts'
import { getOwnDossier } from './own-case.ts'
import { paperOfCase } from './paper.store.ts'

/**
 * Adds a corrected paper to a case that waits for it. It is kept at once, before the corrections are
 * sent, so that a fault elsewhere on the page loses nothing. Returns what is wrong with the file.
 */
export async function sendPaper(ctx: Ctx, number: string, materialId: string, upload: Upload): Promise<Omit<Problem, 'field'> | undefined> {
  const dossier = await getOwnDossier(ctx, number)
  const { theCase } = dossier
  if (!openDeficiencies(dossier).some(({ kind, target }) => kind === 'material' && target === materialId)) throw new NotFound('page')
  const checked = await checkUpload(upload)
  if ('code' in checked) return { code: `drafts:upload.${checked.code}`, params: { ...checked.params, name: upload.name } }
  const papers = (await listHandedIn(ctx, { region: theCase.region, id: theCase.draftId })).filter(paper => paper.materialId === materialId)
  if (papers.length >= maxFilesOfMaterial * 2) throw new Conflict('case.tooManyFiles')
  const { bytes, ...file } = checked
  const id = newRegionalId(theCase.region, ctx.now.getTime())
  const createdAt = ctx.now.toISOString()
  await ctx.files.put(id, bytes)
  const paper = { id: newRegionalId(theCase.region, ctx.now.getTime()), materialId, source: 'applicant' as const, fileId: id, certificateId: null, createdAt }
  await ctx.db.commit([
    update('service_case', { version: theCase.version + 1 }, { region: theCase.region, id: theCase.id, version: theCase.version }),
    insertFile({ ...file, region: theCase.region, id, ownerId: theCase.applicantId, size: bytes.length, createdAt }),
    insertHandedIn({ region: theCase.region, id: theCase.draftId }, paper),
    paperOfCase(theCase, paper.id),
  ])
  return undefined
}
