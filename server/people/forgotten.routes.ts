import { Router, type Request, type Response } from 'express'
import { TooMany } from '../errors.ts'
import { can } from '../web/can.ts'
import { clientAddress } from '../web/client-address.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { knowBrowser } from '../web/known-browser.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { asTooMany, waitProblem } from './arrival.routes.ts'
import { passwordProblems } from './password.form.ts'
import { personOfReset, resetOwnPassword, wishForReset } from './reset-password.ts'
import { typedPassword } from './sign-in.form.ts'

export const forgottenRoutes = Router()

forgottenRoutes.get('/forgotten-password', can('session.open'), showForgotten)
forgottenRoutes.post('/forgotten-password', can('session.open'), postForgotten)
forgottenRoutes.get('/reset-password/:token', can('session.open'), showReset)
forgottenRoutes.post('/reset-password/:token', can('session.open'), postReset)

type Post = Request<Record<string, string>, unknown, Body>
type WithToken = Request<{ token: string }, unknown, Body>

function showForgotten(_req: Request, res: Response) {
  drawForgotten(res, { values: {} })
}

function drawForgotten(res: Response, model: object, status = 200) {
  page(res, 'people/forgotten', { title: res.locals.t('people:forgotten.title'), formId: 'form', isSent: false, hasMail: res.locals.ctx.mail.isThere, ...model }, status)
}

async function postForgotten(req: Post, res: Response) {
  const { ctx } = res.locals
  const values = { username: text(req.body.username).slice(0, 200) }
  if (isRedraw(req.body)) return drawForgotten(res, { values }, 422)
  if (values.username === '') return drawForgotten(res, { values, problems: [{ field: 'username', code: 'required' }] }, 422)
  const answer = await wishForReset(ctx, { name: values.username, address: clientAddress(req) }).catch(asTooMany)
  if (answer instanceof TooMany) return drawForgotten(res, { values, problems: [waitProblem(res, 'username', answer)] }, 429)
  drawForgotten(res, { values, isSent: true })
}

async function showReset(req: WithToken, res: Response) {
  await personOfReset(res.locals.ctx, req.params.token)
  drawReset(res, req.params.token)
}

function drawReset(res: Response, token: string, problems: Problem[] = [], status = 200) {
  page(res, 'people/reset', { title: res.locals.t('people:reset.title'), formId: 'form', token, problems }, status)
}

async function postReset(req: WithToken, res: Response) {
  const { ctx } = res.locals
  const { token } = req.params
  const { id, username, name, identity } = await personOfReset(ctx, token)
  const problems = isRedraw(req.body) ? [] : passwordProblems(req.body, [username, name, identity.idNumber, identity.uscc, identity.phone])
  if (isRedraw(req.body) || problems.length > 0) return drawReset(res, token, problems, 422)
  await resetOwnPassword(ctx, token, typedPassword(req.body.password))
  // Whoever strangers keep busy gets in here with the new password, whatever they have used up.
  knowBrowser(req, res, id)
  res.redirect(303, paths.passwordReset())
}
