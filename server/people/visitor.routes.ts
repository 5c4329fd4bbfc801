import { Router, type Request, type Response } from 'express'
import { TooMany } from '../errors.ts'
import { can } from '../web/can.ts'
import { clientAddress } from '../web/client-address.ts'
import type { Body, Problem } from '../web/form.ts'
import { endSession, identify, openSession } from '../web/identification.ts'
import { knowBrowser } from '../web/known-browser.ts'
import { page } from '../web/page.ts'
import { localPath, paths } from '../web/paths.ts'
import { asTooMany, placeOf, waitProblem } from './arrival.routes.ts'
import { getPerson } from './person.store.ts'
import { register } from './register.ts'
import { readRegistration } from './register.form.ts'
import { arrive } from './second-step.routes.ts'
import { readSignIn } from './sign-in.form.ts'

export const visitorRoutes = Router()

visitorRoutes.get('/sign-in', can('session.open'), showSignIn)
visitorRoutes.post('/sign-in', can('session.open'), postSignIn)
visitorRoutes.get('/register', can('session.open'), showRegister)
visitorRoutes.post('/register', can('session.open'), postRegister)
visitorRoutes.post('/sign-out', can('session.open'), postSignOut)

type Post = Request<Record<string, string>, unknown, Body>

function showSignIn(req: Request, res: Response) {
  const { actor } = res.locals.ctx
  if (actor.kind !== 'anonymous') return res.redirect(303, placeOf(actor, req.query.next))
  drawSignIn(res, { values: { next: localPath(req.query.next) }, arrival: arrivalOf(req.query) })
}

/** Why somebody stands before the sign-in page when it was not his own wish. */
function arrivalOf({ lapsed, ended, reset, over, next }: Request['query']): string | undefined {
  return lapsed ? 'lapsed' : ended ? 'ended' : reset ? 'reset' : over ? 'over' : next ? 'needed' : undefined
}

function drawSignIn(res: Response, model: { values: object; problems?: Problem[]; arrival?: string }, status = 200) {
  const { t } = res.locals
  const notice = model.arrival ? { kind: 'information', text: t(`people:signIn.${model.arrival}`) } : undefined
  page(res, 'people/sign-in', { title: t('people:signIn.title'), formId: 'form', notice, ...model }, status)
}

async function postSignIn(req: Post, res: Response) {
  const { data, values, problems } = readSignIn(req.body)
  if (!data) return drawSignIn(res, { values, problems }, 422)
  const answer = await identify(req).catch(asTooMany)
  if (answer instanceof TooMany) return drawSignIn(res, { values, problems: [waitProblem(res, 'username', answer)] }, 429)
  if (!answer) return drawSignIn(res, { values, problems: [{ field: 'username', code: 'people:problem.signInWrong' }] }, 422)
  await arrive(req, res, await getPerson(res.locals.ctx, answer.id), { by: 'password', isSecond: false, assurance: 1 }, localPath(values.next))
}

function showRegister(req: Request, res: Response) {
  const { actor } = res.locals.ctx
  if (actor.kind !== 'anonymous') return res.redirect(303, placeOf(actor, req.query.next))
  drawRegister(res, { values: { next: localPath(req.query.next) } })
}

function drawRegister(res: Response, model: { values: object; problems?: Problem[] }, status = 200) {
  page(res, 'people/register', { title: res.locals.t('people:register.title'), formId: 'form', ...model }, status)
}

async function postRegister(req: Post, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readRegistration(req.body, ctx.now.toISOString().slice(0, 10))
  if (!data) return drawRegister(res, { values, problems }, 422)
  const answer = await register(ctx, data, clientAddress(req)).catch(asTooMany)
  if (answer instanceof TooMany) return drawRegister(res, { values, problems: [waitProblem(res, 'form', answer)] }, 429)
  if (Array.isArray(answer)) return drawRegister(res, { values, problems: answer }, 422)
  await openSession(req, answer)
  knowBrowser(req, res, answer.id)
  res.redirect(303, localPath(values.next) ?? paths.me('registered'))
}

async function postSignOut(req: Request, res: Response) {
  const cameFromElsewhere = res.locals.session?.remembered.by === 'singleSignOn' && req.app.locals.signOn !== undefined
  await endSession(req)
  res.redirect(303, cameFromElsewhere ? paths.signedOut() : paths.home())
}
