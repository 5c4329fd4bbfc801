import { getVersion } from '../catalogue/bundle.store.ts'
import type { PlannedMaterial } from '../catalogue/plan-materials.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { isOverDailyLimit, maxFilesOfDay, maxMegabytesOfDay } from '../materials/daily-limit.ts'
import { insertFile, removeFile } from '../materials/file.store.ts'
import { checkUpload, plainName, type CheckedUpload, type Upload } from '../materials/upload.ts'
import { listWallet } from '../materials/wallet.store.ts'
import type { Problem } from '../web/form.ts'
import { changeDraft, requireOpen } from './change-draft.ts'
import type { Draft, HandedIn } from './draft.ts'
import { getDraft, insertHandedIn, listHandedIn, removeHandedIn } from './draft.store.ts'
import { situationOf } from './situation.ts'

export const maxFilesOfMaterial = 10
export const maxFilesOfDraft = 80

/**
 * Hands in files for a material. Those that will do are kept, and what is wrong with the others is
 * returned, each with its file's name. The same file sent twice is kept once.
 */
export async function handIn(ctx: Ctx, draftId: string, materialId: string, uploads: readonly Upload[]): Promise<Omit<Problem, 'field'>[]> {
  const draft = await getDraft(ctx, draftId)
  requireOpen(draft)
  await materialOf(ctx, draft, materialId)
  const problems: Omit<Problem, 'field'>[] = []
  for (const upload of uploads) {
    const checked = await checkUpload(ctx, upload)
    const problem = 'code' in checked ? { ...checked, code: `drafts:upload.${checked.code}` } : await keep(ctx, draft, materialId, checked)
    if (problem) problems.push({ code: problem.code, params: { ...problem.params, name: plainName(upload.name) } })
  }
  return problems
}

export const tooManyToday = { code: 'drafts:upload.tooManyToday', params: { files: maxFilesOfDay, megabytes: maxMegabytesOfDay } }

/** First the bytes, then the rows: a row never points to nothing. */
async function keep(ctx: Ctx, draft: Draft, materialId: string, { bytes, ...file }: CheckedUpload): Promise<Omit<Problem, 'field'> | undefined> {
  if (await isOverDailyLimit(ctx, draft.region, draft.applicantId, bytes.length)) return tooManyToday
  const id = newRegionalId(draft.region, ctx.now.getTime())
  const createdAt = ctx.now.toISOString()
  await ctx.files.put(id, bytes)
  let outcome = 'known' as 'kept' | 'known' | Omit<Problem, 'field'>
  try {
    await changeDraft(ctx, draft.id, async before => {
      const all = await listHandedIn(ctx, before)
      const own = all.filter(one => one.materialId === materialId)
      outcome = full(all, own) ?? (own.some(({ sha256 }) => sha256 === file.sha256) ? 'known' : 'kept')
      if (outcome !== 'kept') return { draft: before }
      const paper = { id: newRegionalId(draft.region, ctx.now.getTime()), materialId, source: 'applicant' as const, fileId: id, certificateId: null, createdAt }
      return { draft: { ...before }, set: [insertFile(ctx.vault, { ...file, region: draft.region, id, ownerId: draft.applicantId, size: bytes.length, createdAt }), insertHandedIn(before, paper)] }
    })
  } catch (error) {
    await ctx.files.remove(id)
    throw error
  }
  if (outcome !== 'kept') await ctx.files.remove(id)
  return typeof outcome === 'string' ? undefined : outcome
}

function full(all: readonly HandedIn[], own: readonly HandedIn[]): Omit<Problem, 'field'> | undefined {
  if (own.length >= maxFilesOfMaterial) return { code: 'drafts:upload.tooManyOfMaterial', params: { max: maxFilesOfMaterial } }
  return all.length >= maxFilesOfDraft ? { code: 'drafts:upload.tooManyOfDraft', params: { max: maxFilesOfDraft } } : undefined
}

/** Uses a certificate of the applicant's wallet for a material. */
export async function useCertificate(ctx: Ctx, draftId: string, materialId: string, certificateId: string): Promise<void> {
  await changeDraft(ctx, draftId, async before => {
    await materialOf(ctx, before, materialId)
    const entry = (await listWallet(ctx.db, before.applicantId, [materialId])).find(({ id }) => id === certificateId)
    if (!entry) throw new NotFound('page')
    if ((await listHandedIn(ctx, before)).some(one => one.certificateId === certificateId && one.materialId === materialId)) return { draft: before }
    const paper = { id: newRegionalId(before.region, ctx.now.getTime()), materialId, source: 'certificate' as const, fileId: null, certificateId, createdAt: ctx.now.toISOString() }
    return { draft: { ...before }, set: [insertHandedIn(before, paper)], taken: [certificateId] }
  })
}

/** Takes a paper back; its file is forgotten. Taking it back twice is no fault. */
export async function takeBack(ctx: Ctx, draftId: string, handedInId: string): Promise<void> {
  let file: string | null = null
  await changeDraft(ctx, draftId, async before => {
    const paper = (await listHandedIn(ctx, before)).find(({ id }) => id === handedInId)
    if (!paper) return { draft: before }
    file = paper.fileId
    return { draft: { ...before }, set: [removeHandedIn(before, paper.id), ...(file ? [removeFile({ region: before.region, id: file })] : [])] }
  })
  if (file) await ctx.files.remove(file)
}

/** The material as this draft needs it. Throws `NotFound` when it doesn't. */
export async function materialOf(ctx: Ctx, draft: Draft, materialId: string): Promise<PlannedMaterial> {
  const { definition } = await getVersion(ctx.db, draft.bundleVersionId)
  const planned = situationOf(definition, draft.content).materials.filter(({ material }) => material.id === materialId)
  const found = planned.find(({ obtaining }) => obtaining !== 'produced') ?? planned[0]
  if (!found || found.obtaining === 'produced' || found.obtaining === 'generated') throw new NotFound('page')
  return found
}
