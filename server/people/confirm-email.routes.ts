import { Router, type Request, type Response } from 'express'
import { can } from '../web/can.ts'
import { isRedraw, type Body } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { addressOfLink, confirmEmail } from './confirm-email.ts'
import { maskEmail } from './mask.ts'

export const confirmEmailRoutes = Router()

confirmEmailRoutes.get('/me/confirm-email/:token', can('account.own'), showConfirmation)
confirmEmailRoutes.post('/me/confirm-email/:token', can('account.own'), postConfirmation)

type WithToken = Request<{ token: string }, unknown, Body>

/** A mail program that looks at every link in advance confirms nothing: somebody has to press the button. */
async function showConfirmation(req: WithToken, res: Response) {
  const { ctx, t } = res.locals
  const { token } = req.params
  page(res, 'people/confirm-email', { title: t('people:confirmEmail.title'), formId: 'form', token, email: maskEmail(await addressOfLink(ctx, token)) })
}

async function postConfirmation(req: WithToken, res: Response) {
  if (isRedraw(req.body)) return showConfirmation(req, res)
  await confirmEmail(res.locals.ctx, req.params.token)
  res.redirect(303, paths.me('emailConfirmed'))
}
