import { Router, type Request, type Response } from 'express'
import { acceptedTypes, maxFileMegabytes } from '../materials/upload.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { changeDraft } from './change-draft.ts'
import { missing } from './completeness.ts'
import { declare } from './declare.ts'
import { goesToVersion, openDraft, openToSave, type ByDraft } from './draft.routes.ts'
import { fetchKnown } from './fetch-known.ts'
import { handIn, maxFilesOfMaterial, takeBack, useCertificate } from './hand-in.ts'
import { commitmentName, fileName, readDeclaration, readUploads } from './materials.form.ts'
import { materialsView } from './materials.view.ts'
import { nextPath } from './station.view.ts'
import { readWork, type Work } from './work.ts'

export const materialsRoutes = Router()

materialsRoutes.get('/drafts/:id/materials', can('draft.own'), showMaterials)
materialsRoutes.post('/drafts/:id/materials', can('draft.own'), postMaterials)
materialsRoutes.get('/drafts/:id/materials/:material', can('draft.own'), toMaterial)
materialsRoutes.post('/drafts/:id/materials/:material', can('draft.own'), postMaterial)

type ByMaterial = Request<{ id: string; material: string }>

async function showMaterials(req: ByDraft, res: Response) {
  const work = await openDraft(req, res, 'materials')
  if (work) await drawMaterials(res, work)
}

async function drawMaterials(res: Response, work: Work, problems: Problem[] = []) {
  const { t } = res.locals
  page(res, 'drafts/materials', {
    title: t('drafts:station.materials'), ...(await materialsView(work, res.locals)), problems, acceptedTypes, maxFileMegabytes, maxFilesOfMaterial, fileName, commitmentName,
    // A reload or a switch of language leads back to the page, not to the address that the form was sent to.
    url: paths.draftMaterials(work.draft.id),
  }, problems.length > 0 ? 422 : 200)
}

/** The applicant goes on: everything he has to bring must be there, promised or put off. */
async function postMaterials(req: ByDraft, res: Response) {
  const { ctx } = res.locals
  const before = await openDraft(req, res, 'materials')
  if (!before) return
  const { id } = before.draft
  const body = req.body as Body
  if (body._retry !== undefined) await fetchKnown(ctx, id, { again: true })
  if (body._retry !== undefined || isRedraw(body)) return res.redirect(303, paths.draftMaterials(id))
  if (body._later !== undefined) return res.redirect(303, `${paths.draft(id)}?saved`)
  const lacks = missing(before.plan, before.draft.content, before.handedIn).filter(({ kind }) => kind === 'material')
  if (lacks.length > 0) return drawMaterials(res, before, lacks.map(one => ({ field: fileName(one.id), code: one.code })))
  await changeDraft(ctx, id, draft => ({ draft: { ...draft, content: { ...draft.content, visited: [...new Set([...draft.content.visited, 'materials'])] } } }))
  res.redirect(303, nextPath(await readWork(ctx, id), { id: 'materials' }))
}

function toMaterial(req: ByMaterial, res: Response) {
  res.redirect(303, placeOf(req.params))
}

const placeOf = ({ id, material }: ByMaterial['params']): string => `${paths.draftMaterials(id)}#material-${encodeURIComponent(material)}`

/** One thing about one material: files handed in, one taken back, a certificate used, something declared. */
async function postMaterial(req: ByMaterial, res: Response) {
  const { ctx } = res.locals
  const before = await openToSave(req, res, 'materials')
  if (!before) return
  const { id, material } = req.params
  const body = req.body as Body
  const declared = readDeclaration(body, material)
  let problems: Problem[] = []
  if (body._takeBack !== undefined) await takeBack(ctx, id, text(body._takeBack))
  else if (body._certificate !== undefined) await useCertificate(ctx, id, material, text(body._certificate))
  else if (declared?.data) await declare(ctx, id, material, declared.data)
  else if (declared) problems = declared.problems
  else problems = await received(req, res)
  if (goesToVersion(before, res)) return
  if (problems.length > 0) return drawMaterials(res, await readWork(ctx, id), problems)
  res.redirect(303, placeOf(req.params))
}

async function received(req: ByMaterial, res: Response): Promise<Problem[]> {
  const { id, material } = req.params
  const field = fileName(material)
  const uploads = readUploads(req.files, material)
  if (req.uploadProblem?.code === 'tooMany') return [{ field, code: 'drafts:upload.tooManyAtOnce', params: { max: maxFilesOfMaterial } }]
  if (uploads.length === 0) return [{ field, code: 'fileMissing' }]
  return (await handIn(res.locals.ctx, id, material, uploads)).map(problem => ({ ...problem, field }))
}
