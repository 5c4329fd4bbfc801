import { Router, type Request, type Response } from 'express'
import { findPublished } from '../catalogue/bundle.store.ts'
import { relevantAnswers } from '../catalogue/condition.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { NotFound } from '../errors.ts'
import { questionName, readAnswers } from '../guide/situation.ts'
import { findRegion, regionPath } from '../offices/office.store.ts'
import { regionLevels } from '../offices/region-levels.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listDrafts } from './draft.store.ts'
import { readRegion } from './read-fields.ts'
import { filingLevel } from '../catalogue/filing-level.ts'
import { startDraft } from './start.ts'
import { readStart } from './start.form.ts'

export const startRoutes = Router()

startRoutes.get('/bundles/:id/start', can('draft.own'), showStart)
startRoutes.post('/bundles/:id/start', can('draft.own'), postStart)

type ByBundle = Request<{ id: string }>

async function showStart(req: ByBundle, res: Response) {
  const version = await offered(req, res)
  await drawStart(res, version, readAnswers(req.query), text(req.query.region))
}

async function offered(req: ByBundle, res: Response): Promise<BundleVersion> {
  const version = await findPublished(res.locals.ctx.db, req.params.id)
  if (!version) throw new NotFound('page')
  return version
}

async function drawStart(res: Response, { bundleId, definition }: BundleVersion, answers: Record<string, string>, region: string, problems: Problem[] = []) {
  const { ctx, t } = res.locals
  const drafts = (await listDrafts(ctx)).filter(draft => draft.bundleId === bundleId)
  const begun = await Promise.all(drafts.map(async draft => ({ ...draft, regions: await regionPath(ctx.db, draft.regionCode) })))
  page(res, 'drafts/start', {
    title: t('drafts:start.title'), bundle: definition.bundle, begun, problems, values: { region }, formId: 'form',
    levels: await regionLevels(ctx.db, region, filingLevel(definition)),
    answers: Object.entries(relevantAnswers(definition, answers)).map(([question, answer]) => ({ name: questionName(question), answer })),
  }, problems.length > 0 ? 422 : 200)
}

async function postStart(req: ByBundle, res: Response) {
  const { ctx } = res.locals
  const version = await offered(req, res)
  const body = req.body as Body
  const region = await findRegion(ctx.db, readRegion(body, 'region') ?? '')
  const { data, values, problems } = readStart(body, region, filingLevel(version.definition))
  if (!data) return drawStart(res, version, readAnswers(body), String(values.region), problems)
  const id = await startDraft(ctx, { bundleId: version.bundleId, ...data })
  res.redirect(303, paths.draftQuestions(id))
}
