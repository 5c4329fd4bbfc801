import { Router, type Request, type Response } from 'express'
import { findLatest, findPublished, listPublished } from '../catalogue/bundle.store.ts'
import { stages, type Stage } from '../catalogue/definition.ts'
import { plan } from '../catalogue/plan.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { NotFound } from '../errors.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { formSections, materialsByWay, visitsOf } from './guide.view.ts'
import { isPublic, lifeOf, lives, ofStage, stationsOf } from './life.ts'
import { readAnswers, situationQuery } from './situation.ts'

export const guideRoutes = Router()

guideRoutes.get('/bundles/:id', can('public.read'), showGuide)
guideRoutes.get('/bundles/:id/checklist', can('public.read'), showChecklist)
guideRoutes.get('/stages/:stage', can('public.read'), showStage)

type ById = Request<{ id: string }>

async function showGuide(req: ById, res: Response) {
  const version = await findPublished(res.locals.ctx.db, req.params.id)
  if (!version) return showRetired(req, res)
  page(res, 'guide/guide', { ...guideModel(version, req, res), stage: version.definition.bundle.stage, life: lifeOf(version.definition.bundle.stage) })
}

async function showChecklist(req: ById, res: Response) {
  const version = await findPublished(res.locals.ctx.db, req.params.id)
  if (!version) return showRetired(req, res)
  page(res, 'guide/checklist', guideModel(version, req, res))
}

function guideModel(version: BundleVersion, req: ById, res: Response) {
  const situation = plan(version.definition, { answers: readAnswers(req.query) })
  return {
    title: res.locals.text(version.definition.bundle.title),
    version,
    definition: version.definition,
    bundle: version.definition.bundle,
    plan: situation,
    query: situationQuery(situation.answers),
    materials: materialsByWay(situation),
    sections: formSections(situation),
    visits: visitsOf(situation),
  }
}

/** A bundle that was withdrawn: people still come by old links and printed sheets. */
async function showRetired(req: ById, res: Response) {
  const version = await findLatest(res.locals.ctx.db, req.params.id)
  if (!version) throw new NotFound('page')
  const { bundle } = version.definition
  const alternatives = ofStage(await listPublished(res.locals.ctx.db), bundle.stage)
  page(res, 'guide/retired', { title: res.locals.text(bundle.title), bundle, version, alternatives }, 410)
}

async function showStage(req: Request<{ stage: string }>, res: Response) {
  const stage = stages.find(one => one === req.params.stage) as Stage | undefined
  const life = stage && lifeOf(stage)
  if (!life) throw new NotFound('page')
  const versions = (await listPublished(res.locals.ctx.db)).filter(isPublic)
  const stations = stationsOf(life, versions)
  page(res, 'guide/stage', { title: res.locals.t(`guide:stage.${stage}`), stage, life, stations, stagesOfLife: lives[life], bundles: ofStage(versions, stage) })
}
