import { Router, type Request, type Response } from 'express'
import { TooMany } from '../errors.ts'
import { can } from '../web/can.ts'
import { clientAddress } from '../web/client-address.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { renewProof } from '../web/identification.ts'
import { page } from '../web/page.ts'
import { localPath, paths } from '../web/paths.ts'
import { asTooMany, waitProblem } from './arrival.routes.ts'
import { getPerson, hasPassword } from './person.store.ts'
import { typedPassword } from './sign-in.form.ts'
import { authenticate } from './sign-in.ts'

export const confirmRoutes = Router()

confirmRoutes.get('/me/confirm', can('account.own'), showConfirm)
confirmRoutes.post('/me/confirm', can('account.own'), postConfirm)

function showConfirm(req: Request, res: Response) {
  return drawConfirm(res, { values: { next: localPath(req.query.next) } })
}

async function drawConfirm(res: Response, model: { values: object; problems?: Problem[] }, status = 200) {
  const { ctx, t } = res.locals
  page(res, 'people/confirm', { title: t('people:confirm.title'), formId: 'form', hasPassword: await hasPassword(ctx, ctx.actor.id), ...model }, status)
}

async function postConfirm(req: Request<Record<string, string>, unknown, Body>, res: Response) {
  const { ctx } = res.locals
  const values = { next: localPath(text(req.body.next)) }
  if (isRedraw(req.body)) return drawConfirm(res, { values }, 422)
  const password = typedPassword(req.body.password).slice(0, 1000)
  if (password === '') return drawConfirm(res, { values, problems: [{ field: 'password', code: 'required' }] }, 422)
  const { username } = await getPerson(ctx, ctx.actor.id)
  const person = await authenticate(ctx, { username, password, address: clientAddress(req), knownAs: [ctx.actor.id] }).catch(asTooMany)
  if (person instanceof TooMany) return drawConfirm(res, { values, problems: [waitProblem(res, 'password', person)] }, 429)
  if (!person) return drawConfirm(res, { values, problems: [{ field: 'password', code: 'people:problem.currentWrong' }] }, 422)
  await renewProof(req, ctx.now)
  res.redirect(303, values.next ?? paths.me())
}
