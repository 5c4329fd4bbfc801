import { update, type WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { insertHandedIn, listHandedIn } from '../drafts/draft.store.ts'
import type { HandedIn } from '../drafts/draft.ts'
import { maxFilesOfMaterial, tooManyToday } from '../drafts/hand-in.ts'
import { Conflict, NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { isOverDailyLimit } from '../materials/daily-limit.ts'
import { insertFile } from '../materials/file.store.ts'
import { checkUpload, plainName, type CheckedUpload, type Upload } from '../materials/upload.ts'
import type { Problem } from '../web/form.ts'
import { openDeficiencies, type Case } from './case.ts'
import { getOwnDossier } from './own-case.ts'
import { paperOfCase } from './paper.store.ts'

export type PaperProblem = Omit<Problem, 'field'>

/**
 * Adds a corrected paper to a case that waits for it. It is kept at once, before the corrections are
 * sent, so that a fault elsewhere on the page loses nothing. Returns what is wrong with the file.
 */
export async function sendPaper(ctx: Ctx, number: string, materialId: string, upload: Upload): Promise<PaperProblem | undefined> {
  const dossier = await getOwnDossier(ctx, number)
  const { theCase } = dossier
  if (!openDeficiencies(dossier).some(({ kind, target }) => kind === 'material' && target === materialId)) throw new NotFound('page')
  const { checked, problems } = await checkedPapers(ctx, theCase, [upload])
  if (problems.length > 0) return problems[0]
  requireRoom(await papersOf(ctx, theCase), materialId)
  const kept = await keptPapers(ctx, theCase, materialId, checked)
  await ctx.db.commit([
    update('service_case', { version: theCase.version + 1 }, { region: theCase.region, id: theCase.id, version: theCase.version }),
    ...kept.flatMap(({ set }) => set),
  ])
  return undefined
}

export const papersOf = (ctx: Ctx, { region, draftId }: Pick<Case, 'region' | 'draftId'>): Promise<HandedIn[]> => listHandedIn(ctx, { region, id: draftId })

/** Those files that will do, and what is wrong with the others, each by its name. */
export async function checkedPapers(ctx: Ctx, { region, applicantId }: Pick<Case, 'region' | 'applicantId'>, uploads: readonly Upload[]): Promise<{ checked: CheckedUpload[]; problems: PaperProblem[] }> {
  const checked: CheckedUpload[] = []
  const problems: PaperProblem[] = []
  for (const upload of uploads) {
    const one = await checkUpload(ctx, upload)
    if (!('code' in one) && (await isOverDailyLimit(ctx, region, applicantId, one.bytes.length))) problems.push({ ...tooManyToday, params: { ...tooManyToday.params, name: plainName(upload.name) } })
    else if ('code' in one) problems.push({ code: `drafts:upload.${one.code}`, params: { ...one.params, name: plainName(upload.name) } })
    else checked.push(one)
  }
  return { checked, problems }
}

/** Throws `Conflict('case.tooManyFiles')` when a material has as many files as anybody can need. */
export function requireRoom(papers: readonly HandedIn[], materialId: string, more = 1): void {
  if (papers.filter(paper => paper.materialId === materialId).length + more > maxFilesOfMaterial * 2) throw new Conflict('case.tooManyFiles')
}

export interface KeptPaper {
  paper: HandedIn
  set: WriteSet
}

/** First the bytes, then the rows: a row never points to nothing. The sets belong into the commit of the act. */
export async function keptPapers(ctx: Ctx, theCase: Case, materialId: string, files: readonly CheckedUpload[]): Promise<KeptPaper[]> {
  const createdAt = ctx.now.toISOString()
  const kept: KeptPaper[] = []
  for (const { bytes, ...file } of files) {
    const id = newRegionalId(theCase.region, ctx.now.getTime())
    await ctx.files.put(id, bytes)
    const paper = { id: newRegionalId(theCase.region, ctx.now.getTime()), materialId, source: 'applicant' as const, fileId: id, certificateId: null, createdAt, ...file, size: bytes.length }
    kept.push({
      paper,
      set: [
        insertFile(ctx.vault, { ...file, region: theCase.region, id, ownerId: theCase.applicantId, size: bytes.length, createdAt }),
        insertHandedIn({ region: theCase.region, id: theCase.draftId }, paper),
        paperOfCase(theCase, paper.id),
      ],
    })
  }
  return kept
}
