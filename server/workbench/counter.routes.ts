import { Router, type Request, type Response } from 'express'
import { getVersion, listPublished } from '../catalogue/bundle.store.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { listWalkInDrafts } from '../drafts/draft.store.ts'
import { readRegion } from '../drafts/read-fields.ts'
import { filingLevel } from '../catalogue/filing-level.ts'
import { Conflict } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import { beijingDay } from '../limits/calendar.ts'
import { findOffice, findRegion } from '../offices/office.store.ts'
import { regionLevels } from '../offices/region-levels.ts'
import { compactNumber } from '../people/identity-number.ts'
import { placesOf } from '../people/permissions.ts'
import { findPersonByIdentity, namesOf } from '../people/person.store.ts'
import { recordReading } from '../readings/record-reading.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listCasesByIdentity, type CaseSummary } from '../cases/case.store.ts'
import type { Dossier } from '../cases/case.ts'
import { regionOfNumber } from '../cases/filing.ts'
import { recordCase } from '../cases/record-case.ts'
import { recordSearch } from '../cases/record-list.ts'
import { caseAtCounter, caseSeenAtCounter, mayLookUp } from './counter.ts'
import { readHandOut, readSought, readWalkIn } from './counter.form.ts'
import { isApplicantPresent } from './counter-presence.ts'
import { counterCase } from './counter.view.ts'
import { handOut, toCollect } from './hand-out.ts'
import { serveWalkIn } from './serve-walk-in.ts'

export const counterRoutes = Router()

counterRoutes.get('/counter', can('counter.serve'), (_req, res) => showCounter(res))
counterRoutes.post('/counter/find', can('counter.serve'), postFind)
counterRoutes.post('/counter/start', can('counter.serve'), postStart)
counterRoutes.get('/counter/cases/:number', can('counter.serve'), showCase)
counterRoutes.post('/counter/cases/:number/hand-out', can('counter.serve'), postHandOut)

type ByNumber = Request<{ number: string }>

interface Drawn {
  values?: Record<string, unknown>
  problems?: Problem[]
  /** Of the two forms on the page, the one that was sent. */
  sent?: 'find' | 'start'
  found?: CaseSummary[]
}

async function showCounter(res: Response, { values = {}, problems = [], sent, found }: Drawn = {}, status = 200) {
  const { ctx, t, text: inWords } = res.locals
  const [bundles, drafts] = await Promise.all([offered(res), listWalkInDrafts(ctx)])
  const [names, titles, office] = await Promise.all([namesOf(ctx, drafts.map(({ applicantId }) => applicantId)), titlesOf(res, [...drafts, ...(found ?? [])]), findOffice(ctx.db, placesOf(ctx.actor, 'counter.serve')[0] ?? '')])
  const chosen = bundles.find(({ bundle }) => bundle.id === values.bundle)
  const region = typeof values.region === 'string' && values.region ? values.region : (office?.regionCode ?? '')
  const officeId = placesOf(ctx.actor, 'counter.serve')[0] ?? null
  await recordReading(ctx, { kind: 'list', purpose: 'counter', officeId, fields: ['applicant.name'], subjects: drafts.map(({ id, applicantId }) => ({ personId: applicantId, caseNumber: id, region: regionOfId(id) })) })
  if (found) await recordSearch(ctx, 'counter', officeId, found.map(({ number }) => ({ region: regionOfNumber(number), caseNumber: number, officeId })), ['applicant.name', 'case.standing'])
  page(res, 'counter/counter', {
    title: t('counter:title'), density: 'officer', office, drafts, names, titles, found, sent, values, problems,
    bundles: bundles.map(({ bundle }) => ({ value: bundle.id, text: inWords(bundle.title) })),
    levels: await regionLevels(ctx.db, region, chosen ? filingLevel(chosen) : 'township'), formId: sent ?? 'start',
  }, status)
}

/** What a counter files: everything published that somebody applies for himself. */
const offered = async ({ locals: { ctx } }: Response): Promise<BundleDefinition[]> =>
  (await listPublished(ctx.db)).map(({ definition }) => definition).filter(({ bundle }) => bundle.audience !== 'official')

async function titlesOf({ locals: { ctx } }: Response, all: readonly { bundleVersionId: string }[]): Promise<Record<string, BundleDefinition['bundle']['title']>> {
  const ids = [...new Set(all.map(({ bundleVersionId }) => bundleVersionId))]
  return Object.fromEntries((await Promise.all(ids.map(id => getVersion(ctx.db, id)))).map(({ id, definition }) => [id, definition.bundle.title]))
}

/** Posted, so that no number of a person stands in an address or a log. */
async function postFind(req: Request, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readSought(req.body as Body)
  if (!data) return showCounter(res, { values, problems, sent: 'find' }, 422)
  if (data.kind === 'identity') return showCounter(res, { values, found: await foundFor(ctx, data.number), sent: 'find' })
  if (await mayLookUp(ctx, data.number)) return res.redirect(303, paths.counterCase(data.number))
  await showCounter(res, { values, found: [], sent: 'find' })
}

async function foundFor(ctx: Ctx, identity: string): Promise<CaseSummary[]> {
  const all = await listCasesByIdentity(ctx, identity)
  const served = await Promise.all(all.map(({ number }) => mayLookUp(ctx, number)))
  return all.filter((_, index) => served[index])
}

async function postStart(req: Request, res: Response) {
  const { ctx } = res.locals
  const body = req.body as Body
  const [bundles, person, region] = await Promise.all([offered(res), findPersonByIdentity(ctx, compactNumber(text(body.identity))), findRegion(ctx.db, readRegion(body, 'region') ?? '')])
  const definition = bundles.find(({ bundle }) => bundle.id === text(body.bundle))
  const { data, values, problems } = readWalkIn(body, { person, servedBy: ctx.actor.id, definition, region, today: beijingDay(ctx.now) })
  if (!data) return showCounter(res, { values, problems, sent: 'start' }, 422)
  res.redirect(303, paths.draft(await serveWalkIn(ctx, data)))
}

const doneActions = ['corrected', 'handedOut'] as const

/** Where a case stands, to tell the person at the counter: no more of it than what each department does by when. */
async function showCase(req: ByNumber, res: Response) {
  const { t } = res.locals
  const done = doneActions.find(one => one === req.query.done)
  await drawCase(res, await caseSeenAtCounter(res.locals.ctx, req.params.number), done ? { notice: { kind: 'success', text: t(`counter:done.${done}`) } } : {})
}

async function drawCase(res: Response, dossier: Dossier, shown: { values?: Record<string, unknown>; problems?: Problem[]; notice?: object } = {}, status = 200) {
  const { t } = res.locals
  const results = toCollect(dossier)
  await recordCase(res.locals.ctx, dossier.theCase, { kind: 'page', purpose: 'counter', officeId: placesOf(res.locals.ctx.actor, 'counter.serve')[0] ?? null, fields: ['applicant.name', 'case.standing'] })
  page(res, 'counter/case', {
    title: t('counter:caseTitle', { number: dossier.theCase.number }), density: 'officer', ...(await counterCase(res.locals, dossier)),
    values: { task: results.map(({ id }) => id) }, ...(results.length > 0 ? { formId: 'hand-out' } : {}), ...shown,
  }, status)
}

/** Results go to whoever is the applicant by his card. */
async function postHandOut(req: ByNumber, res: Response) {
  const { ctx, t } = res.locals
  const { number } = req.params
  const dossier = await caseAtCounter(ctx, number)
  const { data, values, problems } = readHandOut(req.body as Body, toCollect(dossier))
  if (!data) return drawCase(res, dossier, { values, problems }, 422)
  if (!(await isApplicantPresent(ctx, dossier.theCase, data.identity))) return drawCase(res, dossier, { values, problems: [{ field: 'identity', code: 'counter:problem.notApplicant' }] }, 422)
  try {
    await handOut(ctx, number, data.taskIds)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return drawCase(res, await caseAtCounter(ctx, number), { notice: { kind: 'warning', heading: t('counter:notDone'), text: t(`errors:${error.code}`) } }, 409)
  }
  res.redirect(303, paths.counterCase(number, 'handedOut'))
}
