import { Router, type Request, type Response } from 'express'
import { isMobile } from '../people/identity-number.ts'
import { maskEmail, maskPhone } from '../people/mask.ts'
import { noticesOf } from '../people/notices.ts'
import { changeNotices } from '../people/own-account.ts'
import { getPerson } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { readNotices } from './notices.form.ts'

export const noticesRoutes = Router()

noticesRoutes.get('/me/notifications', can('account.own'), showNotices)
noticesRoutes.post('/me/notifications', can('account.own'), postNotices)

async function showNotices(_req: Request, res: Response) {
  const { email, sms, language } = noticesOf((await getPerson(res.locals.ctx, res.locals.ctx.actor.id)).identity)
  await drawNotices(res, { values: { ways: [email ? 'email' : '', sms ? 'sms' : ''], language } })
}

/** Only ways that lead somewhere are offered; for the others it says what is missing. */
async function drawNotices(res: Response, model: { values: object; problems?: Problem[] }, status = 200) {
  const { ctx, t } = res.locals
  const { identity: { email, phone } } = await getPerson(ctx, ctx.actor.id)
  page(res, 'notify/notices', {
    title: t('notify:notices.title'), formId: 'form', email: email && maskEmail(email), mobile: phone && isMobile(phone) ? maskPhone(phone) : undefined,
    isStaff: ctx.actor.grants.length > 0, ...model,
  }, status)
}

async function postNotices(req: Request<Record<string, string>, unknown, Body>, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readNotices(req.body)
  if (!data) return drawNotices(res, { values, problems }, 422)
  const { identity } = await getPerson(ctx, ctx.actor.id)
  const known = noticesOf(identity)
  // A way that was not offered was not declined.
  await changeNotices(ctx, { ...data, email: identity.email ? data.email : known.email, sms: identity.phone && isMobile(identity.phone) ? data.sms : known.sms })
  res.redirect(303, paths.me('notices'))
}
