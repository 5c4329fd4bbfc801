import { Router, type Request, type Response } from 'express'
import type { Ctx } from '../context.ts'
import { TooMany } from '../errors.ts'
import { beijingDay } from '../limits/calendar.ts'
import { can } from '../web/can.ts'
import { type Body, type Problem } from '../web/form.ts'
import type { RequestLocals } from '../web/locals.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { acceptMandate, declineMandate, endMandate } from './answer-mandate.ts'
import { requireSide } from './change-mandate.ts'
import { itemsOffered, readOffer, waysOf } from './mandate.form.ts'
import { dayIn, stateOf, type Mandate } from './mandate.ts'
import { getMandate, listGiven, listHeld } from './mandate.store.ts'
import { bundlesToEntrust, companiesOf, doneWithMandate, shownMandates, type Done } from './mandate.view.ts'
import { offerMandate } from './offer-mandate.ts'

/** What was done in cases under a mandate: cases are a feature above this one, so the way to read it is handed in. */
type DoneInCases = (ctx: Ctx, mandateId: string, locals: Pick<RequestLocals, 't' | 'text' | 'language'>) => Promise<Done[]>

type ById = Request<{ id: string }>

export function mandateRoutes(doneInCases: DoneInCases): Router {
  const routes = Router()
  routes.get('/me/mandates', can('account.own'), showMandates)
  routes.get('/me/mandates/new', can('account.own'), (_req, res) => drawOffer(res, { values: { way: waysOf(res.locals.ctx.actor)[0]?.value, reach: 'some', ...usualTerm(res) } }))
  routes.post('/me/mandates/new', can('account.own'), postOffer)
  routes.get('/me/mandates/:id', can('account.own'), showMandate)
  routes.get('/me/mandates/:id/letter', can('account.own'), showLetter)
  for (const [act, verb] of Object.entries({ accept: acceptMandate, decline: declineMandate, end: endMandate })) {
    routes.post(`/me/mandates/:id/${act}`, can('account.own'), async (req: ById, res: Response) => {
      await verb(res.locals.ctx, req.params.id)
      res.redirect(303, paths.mandate(req.params.id, doneBy[act as keyof typeof doneBy]))
    })
  }
  return routes

  /** With everything that was done under it, the latest first. Whoever acted reads of the cases no longer than he may act. */
  async function showMandate(req: ById, res: Response) {
    const { ctx, t } = res.locals
    const mandate = await getMandate(ctx, req.params.id)
    const [shown] = await shownMandates(ctx, [mandate], res.locals)
    const seesCases = requireSide(ctx.actor, mandate) === 'principal' || ['inForce', 'usedUp'].includes(stateOf(mandate, ctx.now))
    const done = [...(await doneWithMandate(ctx, mandate, res.locals)), ...(seesCases ? await doneInCases(ctx, mandate.id, res.locals) : [])]
    const told = Object.values(doneBy).find(one => one === req.query.done) ?? (req.query.done === 'offered' ? 'offered' : undefined)
    page(res, 'agents/mandate', {
      title: t('agents:mandate.title', { id: mandate.id }), mandate: shown, done: done.reverse().sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1)),
      notice: told && { kind: 'success', text: t(`agents:done.${told}`) },
    })
  }
}

const doneBy = { accept: 'accepted', decline: 'declined', end: 'ended' } as const

async function showMandates(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const companies = companiesOf(ctx.actor)
  const [given, held, ...ofCompanies] = await Promise.all([listGiven(ctx, ctx.actor.id), listHeld(ctx, ctx.actor.id), ...companies.map(async ({ id }) => (await listGiven(ctx, id)).filter(({ kind }) => kind === 'handler'))])
  const shown = (mandates: Mandate[]) => shownMandates(ctx, mandates, res.locals)
  page(res, 'agents/mandates', {
    title: t('agents:title'), given: await shown(given as Mandate[]), held: await shown(held as Mandate[]),
    companies: await Promise.all(companies.map(async ({ name }, at) => ({ name, handlers: await shown(ofCompanies[at] ?? []) }))),
  })
}

/** From today, for three months. */
function usualTerm({ locals: { ctx } }: Response) {
  const today = beijingDay(ctx.now)
  return { from: today, until: dayIn(today, 90) }
}

async function drawOffer(res: Response, { values = {}, problems = [] }: { values?: Record<string, unknown>; problems?: Problem[] }, status = 200) {
  const { ctx, t, text } = res.locals
  const bundles = await bundlesToEntrust(ctx)
  const items = itemsOffered({ reach: String(values.reach ?? ''), bundles: [values.bundles ?? []].flat().map(String) }, bundles)
  page(res, 'agents/offer', {
    title: t('agents:offer.title'), formId: 'form', values, problems, today: beijingDay(ctx.now),
    ways: waysOf(ctx.actor).map(({ value, company }) => ({ value, text: company ? t('agents:way.company', { name: company }) : t(`agents:way.${value}`) })),
    bundles: bundles.map(({ bundle }) => ({ value: bundle.id, text: text(bundle.title) })), items: items.map(({ code, name }) => ({ value: code, text: text(name) })),
  }, status)
}

async function postOffer(req: Request, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readOffer(req.body as Body, { actor: ctx.actor, today: beijingDay(ctx.now), bundles: await bundlesToEntrust(ctx) })
  if (!data) return drawOffer(res, { values, problems }, problems.length > 0 ? 422 : 200)
  const id = await offerMandate(ctx, data).catch((error: unknown) => {
    if (error instanceof TooMany) return undefined
    throw error
  })
  if (id === undefined) return drawOffer(res, { values, problems: [{ field: 'number', code: 'agents:problem.tooManyOffers' }] }, 429)
  if (id === '') return drawOffer(res, { values, problems: [{ field: 'number', code: 'agents:problem.self' }] }, 422)
  res.redirect(303, paths.mandate(id, 'offered'))
}

/** 委托书: for the file at home, and for a counter that asks. */
async function showLetter(req: ById, res: Response) {
  const { ctx, t } = res.locals
  const mandate = await getMandate(ctx, req.params.id)
  const [shown] = await shownMandates(ctx, [mandate], res.locals)
  page(res, 'agents/letter', { title: t('agents:letter.title'), mandate: shown, back: paths.mandate(mandate.id) })
}
