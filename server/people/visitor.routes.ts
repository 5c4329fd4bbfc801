import { Router, type Request, type Response } from 'express'
import { TooMany } from '../errors.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { endSession, identify, openSession } from '../web/identification.ts'
import { homesOf, page } from '../web/page.ts'
import { localPath, paths } from '../web/paths.ts'
import type { Actor } from './actor.ts'
import { register } from './register.ts'
import { readRegistration } from './register.form.ts'
import { readSignIn } from './sign-in.form.ts'

export const visitorRoutes = Router()

visitorRoutes.get('/sign-in', can('session.open'), showSignIn)
visitorRoutes.post('/sign-in', can('session.open'), postSignIn)
visitorRoutes.get('/register', can('session.open'), showRegister)
visitorRoutes.post('/register', can('session.open'), postRegister)
visitorRoutes.post('/sign-out', can('session.open'), postSignOut)

type Post = Request<Record<string, string>, unknown, Body>

/** Where somebody goes who has just signed in: where he wanted to, or to his work. */
const placeOf = (actor: Actor, next: unknown): string =>
  localPath(next) ?? (actor.grants.length > 0 ? homesOf(actor)[0]?.href : undefined) ?? paths.home()

function showSignIn(req: Request, res: Response) {
  const { actor } = res.locals.ctx
  if (actor.kind !== 'anonymous') return res.redirect(303, placeOf(actor, req.query.next))
  drawSignIn(res, { values: { next: localPath(req.query.next) }, arrival: arrivalOf(req.query) })
}

/** Why somebody stands before the sign-in page when it was not his own wish. */
function arrivalOf({ lapsed, ended, next }: Request['query']): string | undefined {
  return lapsed ? 'lapsed' : ended ? 'ended' : next ? 'needed' : undefined
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
  await openSession(req, answer)
  res.redirect(303, answer.isPasswordTemporary ? paths.password() : placeOf(answer, values.next))
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
  const answer = await register(ctx, data, req.ip ?? '').catch(asTooMany)
  if (answer instanceof TooMany) return drawRegister(res, { values, problems: [waitProblem(res, 'form', answer)] }, 429)
  if (Array.isArray(answer)) return drawRegister(res, { values, problems: answer }, 422)
  await openSession(req, answer)
  res.redirect(303, localPath(values.next) ?? paths.me('registered'))
}

/** Whoever came too often stays on his page with what he typed, and reads how long to wait. */
function waitProblem(res: Response, field: string, { details }: TooMany): Problem {
  res.set('Retry-After', details.seconds)
  return { field, code: 'people:problem.tooManyAttempts', params: details }
}

function asTooMany(error: unknown): TooMany {
  if (error instanceof TooMany) return error
  throw error
}

async function postSignOut(req: Request, res: Response) {
  await endSession(req)
  res.redirect(303, paths.home())
}
