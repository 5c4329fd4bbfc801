import { Router, type Request, type Response } from 'express'
import { compactNumber } from '../people/identity-number.ts'
import { findPersonByIdentity } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { confirmAccount } from './confirm-account.ts'
import { readConfirmation } from './confirm-account.form.ts'

export const confirmAccountRoutes = Router()

confirmAccountRoutes.get('/counter/confirm', can('counter.serve'), (_req, res) => draw(res))
confirmAccountRoutes.post('/counter/confirm', can('counter.serve'), postConfirm)

function draw(res: Response, model: { values?: Record<string, unknown>; problems?: Problem[]; notice?: object } = {}, status = 200) {
  page(res, 'counter/confirm', { title: res.locals.t('counter:confirm.title'), density: 'officer', formId: 'form', ...model }, status)
}

async function postConfirm(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const body = req.body as Body
  const { data, values, problems } = readConfirmation(body, await findPersonByIdentity(ctx, compactNumber(text(body.identity))), ctx.actor.id)
  if (!data) return draw(res, { values, problems }, 422)
  await confirmAccount(ctx, data)
  // Drawn in answer to the form itself: no name stands in an address, and sent twice it is seen twice.
  draw(res, { notice: { kind: 'success', text: t('counter:confirm.done', { name: data.name }) } })
}
