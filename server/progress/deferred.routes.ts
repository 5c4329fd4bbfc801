import { Router, type Request, type Response } from 'express'
import { beijingDay } from '../limits/calendar.ts'
import { acceptedTypes } from '../materials/upload.ts'
import { can } from '../web/can.ts'
import { isRedraw, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { uploadsIn } from '../web/uploads.ts'
import { itemOf, type Dossier } from '../cases/case.ts'
import { deferredPapers, type DeferredPaper } from './deferred.view.ts'
import { handInDeferred } from '../cases/hand-in-deferred.ts'
import { awaitsApplicant } from '../cases/lifecycle.ts'
import { getOwnDossier } from '../cases/own-case.ts'
import { speechFor } from '../cases/said-words.ts'
import { papersOf } from '../cases/send-paper.ts'
import { paperName } from './supplement.form.ts'
import { drawLate } from './supplement.routes.ts'

export const deferredRoutes = Router()

deferredRoutes.get('/cases/:number/deferred', can('case.own'), showDeferred)
deferredRoutes.post('/cases/:number/deferred', can('case.own'), postDeferred)

type ByNumber = Request<{ number: string }>

async function showDeferred(req: ByNumber, res: Response) {
  const { dossier, missing } = await read(req, res)
  if (missing.length === 0) return drawLate(res, dossier, 'deferred', 200)
  await draw(res, dossier, missing, [], req.query.sent === undefined ? undefined : res.locals.t('cases:deferred.sent'))
}

/** Each paper is kept by itself: a file that won't do costs nobody another upload of the others. */
async function postDeferred(req: ByNumber, res: Response) {
  const { dossier, missing } = await read(req, res)
  if (missing.length === 0) return drawLate(res, dossier, 'deferred', 409)
  if (isRedraw(req.body as Body | undefined)) return draw(res, dossier, missing, [], undefined, 422)
  const problems = await keepPapers(req, res, missing)
  const after = await read(req, res)
  if (after.missing.length === 0) return res.redirect(303, `${paths.case(req.params.number)}?sent=papers`)
  if (problems.length > 0) return draw(res, after.dossier, after.missing, problems, undefined, 422)
  res.redirect(303, `${paths.deferred(req.params.number)}?sent`)
}

async function keepPapers(req: ByNumber, res: Response, missing: readonly DeferredPaper[]): Promise<Problem[]> {
  const problems: Problem[] = []
  const chosen = missing.map(({ material }) => ({ id: material.id, field: paperName(material.id), uploads: uploadsIn(req, paperName(material.id)) })).filter(({ uploads }) => uploads.length > 0)
  for (const { id, field, uploads } of chosen) {
    problems.push(...(await handInDeferred(res.locals.ctx, req.params.number, id, uploads)).map(problem => ({ ...problem, field })))
  }
  return chosen.length > 0 ? problems : [{ field: paperName(missing[0]?.material.id ?? ''), code: 'cases:deferred.nothing' }]
}

async function read(req: ByNumber, { locals: { ctx } }: Response): Promise<{ dossier: Dossier; missing: DeferredPaper[] }> {
  const dossier = await getOwnDossier(ctx, req.params.number)
  return { dossier, missing: deferredPapers(dossier, await papersOf(ctx, dossier.theCase), beijingDay(ctx.now)) }
}

async function draw(res: Response, dossier: Dossier, missing: readonly DeferredPaper[], problems: Problem[], sent?: string, status = 200) {
  const { ctx, t, text } = res.locals
  const { offices } = await speechFor(ctx, res.locals, dossier)
  const asked = ({ waiting }: DeferredPaper) => waiting.map(task => t('cases:deferred.asked', { office: text(offices.get(task.officeId)?.name ?? { zh: '', en: '' }), item: text(itemOf(dossier, task).item.name) }))
  page(res, 'cases/deferred', {
    title: t('cases:deferred.title'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, formId: 'form', acceptedTypes, problems,
    papers: missing.map(one => ({ ...one, name: paperName(one.material.id), asked: asked(one) })),
    mustSupplement: dossier.tasks.some(task => awaitsApplicant(task.status)),
    notice: sent && { kind: 'success', text: sent },
  }, status)
}
