import { Router, type Request, type Response } from 'express'
import { findPublished } from '../catalogue/bundle.store.ts'
import { relevantAnswers } from '../catalogue/condition.ts'
import { plan } from '../catalogue/plan.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { questionName, readAnswers, situationQuery } from '../guide/situation.ts'
import { isOpenTo, isPublic } from '../guide/life.ts'
import { findRegion, getOffice, regionPath, type Office } from '../offices/office.store.ts'
import { regionLevels } from '../offices/region-levels.ts'
import { mandatesFor, type ActiveMandate } from '../people/active-mandate.ts'
import { filingOffices } from '../people/actor.ts'
import { assuranceOf } from '../people/assurance.ts'
import { getPerson } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listDrafts } from './draft.store.ts'
import { readRegion } from './read-fields.ts'
import { filingLevel } from '../catalogue/filing-level.ts'
import { startDraft } from './start.ts'
import { readStart } from './start.form.ts'
import { isSureEnough, type Sureness } from './sureness.ts'

export const startRoutes = Router()

startRoutes.get('/bundles/:id/start', can('draft.own'), showStart)
startRoutes.post('/bundles/:id/start', can('draft.own'), postStart)

type ByBundle = Request<{ id: string }>

async function showStart(req: ByBundle, res: Response) {
  const version = await offered(req, res)
  await drawStart(res, version, { answers: readAnswers(req.query), region: text(req.query.region), office: text(req.query.office) })
}

async function offered(req: ByBundle, { locals: { ctx } }: Response): Promise<BundleVersion> {
  const version = await findPublished(ctx.db, req.params.id)
  if (!version || !isOpenTo(ctx.actor, version)) throw new NotFound('page')
  return version
}

interface Drawn {
  answers: Record<string, string>
  region: string
  office: string
  mandate?: string
  problems?: Problem[]
}

/** In a matter between public bodies it is asked first for which office he files; its region is the place unless he says otherwise. */
async function drawStart(res: Response, version: BundleVersion, { answers, region, office: officeId, mandate = '', problems = [] }: Drawn) {
  const { bundleId, definition } = version
  const { ctx, t } = res.locals
  const offices = await officesFor(ctx, version)
  const office = offices.length === 1 ? offices[0] : offices.find(({ id }) => id === officeId)
  const place = region || (office?.regionCode ?? '')
  const drafts = (await listDrafts(ctx)).filter(draft => draft.bundleId === bundleId)
  const begun = await Promise.all(drafts.map(async draft => ({ ...draft, regions: await regionPath(ctx.db, draft.regionCode) })))
  const sureness: Sureness = { needed: plan(definition, { answers }).assurance, has: await assuranceOf(ctx) }
  page(res, 'drafts/start', {
    sureness, username: isSureEnough(sureness) ? undefined : (await getPerson(ctx, ctx.actor.id)).username, back: paths.start(bundleId, situationQuery(answers)),
    title: t('drafts:start.title'), bundle: definition.bundle, begun, problems, values: { region: place, office: office?.id ?? '', mandate }, mandates: mandatesOf(ctx, version), formId: offices.length > 0 && !office ? undefined : 'form',
    offices, office, otherOffice: paths.start(bundleId, situationQuery(answers)),
    levels: await regionLevels(ctx.db, place, filingLevel(definition)),
    answers: Object.entries(relevantAnswers(definition, answers)).map(([question, answer]) => ({ name: questionName(question), answer })),
  }, problems.length > 0 ? 422 : 200)
}

/** For whom else the actor may begin this: matters between public bodies are nobody's to entrust. */
const mandatesOf = ({ actor }: Ctx, version: BundleVersion): ActiveMandate[] => (isPublic(version) ? mandatesFor(actor, version.bundleId) : [])

/** The offices for which the actor may file this: none where he files for himself. */
const officesFor = async (ctx: Ctx, version: BundleVersion): Promise<Office[]> =>
  isPublic(version) ? [] : Promise.all(filingOffices(ctx.actor).map(id => getOffice(ctx.db, id)))

async function postStart(req: ByBundle, res: Response) {
  const { ctx } = res.locals
  const version = await offered(req, res)
  const body = req.body as Body
  const region = await findRegion(ctx.db, readRegion(body, 'region') ?? '')
  const offices = isPublic(version) ? [] : filingOffices(ctx.actor)
  const { data, values, problems } = readStart(body, region, filingLevel(version.definition), offices, mandatesOf(ctx, version).map(({ id }) => id))
  if (!data) return drawStart(res, version, { answers: readAnswers(body), region: String(values.region), office: String(values.office), mandate: String(values.mandate), problems })
  const id = await startDraft(ctx, { bundleId: version.bundleId, ...data })
  res.redirect(303, paths.draftQuestions(id))
}
