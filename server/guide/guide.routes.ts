import { Router, type Request, type Response } from 'express'
import QRCode from 'qrcode'
import { findPublished, listPublished, listVersions } from '../catalogue/bundle.store.ts'
import { stages } from '../catalogue/definition.ts'
import { plan } from '../catalogue/plan.ts'
import { retentionOf } from '../catalogue/retention.ts'
import { checkNames } from '../catalogue/verify.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { NotFound } from '../errors.ts'
import { can } from '../web/can.ts'
import { commonPage } from '../web/kept-pages.ts'
import { beijingDay } from '../limits/calendar.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { tangle } from '../web/tangle.ts'
import { guideOf, knownLists } from './guide.ts'
import { isOpenTo, isPublic, lifeOf, ofStage, stationsOf } from './life.ts'
import { processLine } from './process-line.ts'
import { questionName, readAnswers, situationQuery } from './situation.ts'

export const guideRoutes = Router()

guideRoutes.get('/bundles/:id', can('public.read'), showGuide)
guideRoutes.get('/bundles/:id/checklist', can('public.read'), showChecklist)
guideRoutes.get('/stages/:stage', can('public.read'), showStage)

type ById = Request<{ id: string }>

/** Throws `NotFound` for a matter between public bodies when nobody of them asks. */
async function findOpen(req: ById, { locals: { ctx } }: Response): Promise<BundleVersion | undefined> {
  const version = await findPublished(ctx.db, req.params.id)
  if (version && !isOpenTo(ctx.actor, version)) throw new NotFound('page')
  return version
}

async function showGuide(req: ById, res: Response) {
  const version = await findOpen(req, res)
  if (!version) return showRetired(req, res)
  await commonPage(res, {
    view: 'guide/guide',
    key: `${version.id} ${JSON.stringify(readAnswers(req.query))}`,
    title: res.locals.text(version.definition.bundle.title),
    model: () => fullGuide(version, req, res),
  })
}

function fullGuide(version: BundleVersion, req: ById, res: Response) {
  const { stage } = version.definition.bundle
  const model = guideModel(version, req, res)
  return {
    ...model,
    stage,
    life: lifeOf(stage),
    values: Object.fromEntries(Object.entries(model.plan.answers).map(([question, answer]) => [questionName(question), answer])),
    line: processLine(model.plan, version.definition, res.locals),
    tangle: tangle(model.plan.before.departments, model.plan.before.visits),
    proven: checkNames.filter(name => version.proof.checks.includes(name)),
    knownLists,
  }
}

async function showChecklist(req: ById, res: Response) {
  const version = await findOpen(req, res)
  if (!version) return showRetired(req, res)
  const model = guideModel(version, req, res)
  const address = `${String(res.app.locals.publicUrl)}${paths.bundle(version.bundleId, model.query)}`
  const code = await QRCode.toString(address, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' })
  page(res, 'guide/checklist', { ...model, address, code, today: beijingDay(res.locals.ctx.now) })
}

/** What guide and checklist both tell, for the situation in the address. */
function guideModel(version: BundleVersion, req: ById, { locals }: Response) {
  const { definition } = version
  const situation = plan(definition, { answers: readAnswers(req.query) })
  return { title: locals.text(definition.bundle.title), version, retention: retentionOf(definition.bundle), query: situationQuery(situation.answers), ...guideOf(definition, situation, locals.t) }
}

/** A bundle that was withdrawn: people still come by old links and printed sheets. */
async function showRetired(req: ById, res: Response) {
  const { db, actor } = res.locals.ctx
  const [version] = await listVersions(db, req.params.id)
  if (!version || !isOpenTo(actor, version)) throw new NotFound('page')
  const { bundle } = version.definition
  page(res, 'guide/retired', { title: res.locals.text(bundle.title), bundle, alternatives: ofStage(await listPublished(db), bundle.stage) }, 410)
}

async function showStage(req: Request<{ stage: string }>, res: Response) {
  const stage = stages.find(one => one === req.params.stage)
  const life = stage && lifeOf(stage)
  if (!life) throw new NotFound('page')
  const versions = (await listPublished(res.locals.ctx.db)).filter(isPublic)
  page(res, 'guide/stage', { title: res.locals.t(`guide:stage.${stage}`), stage, life, stations: stationsOf(life, versions), bundles: ofStage(versions, stage) })
}
