import { Router, type Request, type Response } from 'express'
import { askToAssist, getAssisted } from '../agents/assist.ts'
import { codeChannels, codeMinutes, confirmByCode, confirmByPaper, sendCode, type CodeChannel } from '../agents/confirm-assistance.ts'
import { stateOf, type Mandate } from '../agents/mandate.ts'
import { findCode, listHeld } from '../agents/mandate.store.ts'
import { listPublished } from '../catalogue/bundle.store.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import { filingLevel } from '../catalogue/filing-level.ts'
import type { Ctx } from '../context.ts'
import { readRegion } from '../drafts/read-fields.ts'
import { startDraft } from '../drafts/start.ts'
import { Conflict, TooMany } from '../errors.ts'
import { beijingDay } from '../limits/calendar.ts'
import { acceptedTypes } from '../materials/upload.ts'
import { findOffice, findRegion, regionPath } from '../offices/office.store.ts'
import { regionLevels } from '../offices/region-levels.ts'
import { countOne } from '../people/attempts.ts'
import { compactNumber } from '../people/identity-number.ts'
import { placesOf } from '../people/permissions.ts'
import { findPersonByIdentity, getPerson, namesOf } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { uploadsIn } from '../web/uploads.ts'
import { readAssisted } from './assist.form.ts'
import { personServed } from './serve-walk-in.ts'

export const assistRoutes = Router()

assistRoutes.get('/assist', can('assistance.serve'), (_req, res) => showAssist(res))
assistRoutes.post('/assist/start', can('assistance.serve'), postAssist)
assistRoutes.get('/assist/:id', can('assistance.serve'), showAssisted)
assistRoutes.post('/assist/:id/code', can('assistance.serve'), postCode)
assistRoutes.post('/assist/:id/confirm', can('assistance.serve'), postConfirm)
assistRoutes.post('/assist/:id/paper', can('assistance.serve'), postPaper)
assistRoutes.post('/assist/:id/start', can('assistance.serve'), postStart)

type ById = Request<{ id: string }>
interface Drawn {
  values?: Record<string, unknown>
  problems?: Problem[]
}

/** Numbers that one helper may try. */
const lookUps = { times: 40, minutes: 60 }

/** 帮办代办: whom to file for, and what was asked for and filed so far. */
async function showAssist(res: Response, { values = {}, problems = [] }: Drawn = {}, status = 200) {
  const { ctx, t, text: inWords } = res.locals
  const bundles = await offered(ctx)
  const held = (await listHeld(ctx, ctx.actor.id)).filter(({ kind }) => kind === 'assistance')
  const names = await namesOf(ctx, held.flatMap(({ principalId }) => principalId ?? []))
  const office = await findOffice(ctx.db, placesOf(ctx.actor, 'assistance.serve')[0] ?? '')
  const chosen = bundles.find(({ bundle }) => bundle.id === values.bundle)
  page(res, 'agents/assist', {
    title: t('agents:assist.title'), density: 'officer', office, values, problems, formId: 'start',
    bundles: bundles.map(({ bundle }) => ({ value: bundle.id, text: inWords(bundle.title) })),
    levels: await regionLevels(ctx.db, typeof values.region === 'string' && values.region ? values.region : (office?.regionCode ?? ''), chosen ? filingLevel(chosen) : 'township'),
    held: held.map(mandate => ({ id: mandate.id, state: stateOf(mandate, ctx.now), name: names.get(mandate.principalId ?? '') ?? '', matter: titleOf(mandate, bundles, res), offeredAt: mandate.offeredAt })),
  }, status)
}

const offered = async ({ db }: Ctx): Promise<BundleDefinition[]> =>
  (await listPublished(db)).map(({ definition }) => definition).filter(({ bundle }) => bundle.audience !== 'official')

function titleOf({ scope: { bundles: [id = ''] } }: Mandate, bundles: readonly BundleDefinition[], { locals }: Response): string {
  const found = bundles.find(({ bundle }) => bundle.id === id)
  return found ? locals.text(found.bundle.title) : id
}

async function postAssist(req: Request, res: Response) {
  const { ctx } = res.locals
  const body = req.body as Body
  const bundles = await offered(ctx)
  const number = compactNumber(text(body.identity))
  if (number !== '' && body._next === undefined) await countOne(ctx, `assist ${ctx.actor.id}`, lookUps)
  const [person, region] = await Promise.all([findPersonByIdentity(ctx, number), findRegion(ctx.db, readRegion(body, 'region') ?? '')])
  const definition = bundles.find(({ bundle }) => bundle.id === text(body.bundle))
  const { data, values, problems } = readAssisted(body, { person, definition, region, today: beijingDay(ctx.now) })
  if (!data) return showAssist(res, { values, problems }, problems.length > 0 ? 422 : 200)
  res.redirect(303, paths.assisted(await askToAssist(ctx, await personServed(ctx, data, 'assistant'), data)))
}

async function showAssisted(req: ById, res: Response) {
  await drawAssisted(req, res, {}, 200, req.query.done === 'sent' ? { kind: 'success', text: res.locals.t('agents:assist.sent', { minutes: codeMinutes }) } : undefined)
}

/** What is to be confirmed, and how; afterwards the way to the form. */
async function drawAssisted(req: ById, res: Response, { values = {}, problems = [] }: Drawn, status: number, notice?: object) {
  const { ctx, t } = res.locals
  const mandate = await getAssisted(ctx, req.params.id)
  const person = await getPerson(ctx, mandate.principalId)
  page(res, 'agents/assisted', {
    title: t('agents:assist.confirmTitle'), density: 'officer', values, problems, notice, acceptedTypes,
    mandate: { id: mandate.id, state: stateOf(mandate, ctx.now), validTo: mandate.validTo }, name: person.name, matter: titleOf(mandate, await offered(ctx), res),
    regions: await regionPath(ctx.db, mandate.details.regionCode ?? ''), channels: await codeChannels(ctx, person), hasCode: (await findCode(ctx, mandate.id)) !== undefined,
  }, status)
}

async function postCode(req: ById, res: Response) {
  const { ctx } = res.locals
  const channel: CodeChannel = text((req.body as Body).channel) === 'email' ? 'email' : 'sms'
  try {
    if (await sendCode(ctx, req.params.id, channel)) return res.redirect(303, paths.assisted(req.params.id, 'sent'))
    await drawAssisted(req, res, { problems: [{ field: 'code', code: 'agents:problem.notSent' }] }, 422)
  } catch (error) {
    if (!(error instanceof TooMany)) throw error
    await drawAssisted(req, res, { problems: [{ field: 'code', code: 'agents:problem.tooManyCodes', params: { minutes: error.details.minutes ?? '' } }] }, 429)
  }
}

async function postConfirm(req: ById, res: Response) {
  const typed = text((req.body as Body).code).normalize('NFKC').replace(/\s/g, '')
  if (!/^\d{6}$/.test(typed)) return drawAssisted(req, res, { values: { code: typed }, problems: [{ field: 'code', code: 'agents:problem.codeShape' }] }, 422)
  try {
    if (await confirmByCode(res.locals.ctx, req.params.id, typed)) return res.redirect(303, paths.assisted(req.params.id))
    await drawAssisted(req, res, { problems: [{ field: 'code', code: 'agents:problem.codeWrong' }] }, 422)
  } catch (error) {
    if (!(error instanceof Conflict && error.code === 'mandate.codeOver')) throw error
    await drawAssisted(req, res, { problems: [{ field: 'code', code: 'agents:problem.codeOver' }] }, 422)
  }
}

async function postPaper(req: ById, res: Response) {
  const [upload] = uploadsIn(req, 'paper')
  if (!upload) return drawAssisted(req, res, { problems: [{ field: 'paper', code: 'fileMissing' }] }, 422)
  const problem = await confirmByPaper(res.locals.ctx, req.params.id, upload)
  if (problem) return drawAssisted(req, res, { problems: [{ field: 'paper', code: `drafts:upload.${problem.code}`, params: { ...problem.params, name: upload.name } }] }, 422)
  res.redirect(303, paths.assisted(req.params.id))
}

async function postStart(req: ById, res: Response) {
  const { ctx } = res.locals
  const { id, scope, details } = await getAssisted(ctx, req.params.id)
  res.redirect(303, paths.draft(await startDraft(ctx, { bundleId: scope.bundles[0] ?? '', regionCode: details.regionCode ?? '', mandateId: id })))
}
