import { Router, type Request, type Response } from 'express'
import { can } from '../web/can.ts'
import { clientAddress } from '../web/client-address.ts'
import type { Body, Problem } from '../web/form.ts'
import { openSession, presentSignIn } from '../web/identification.ts'
import { formats } from '../web/formats.ts'
import { homesOf, page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { asTooMany, waitProblem } from './arrival.routes.ts'
import { sendConfirmationAgain } from './confirm-email.ts'
import { readContact } from './contact.form.ts'
import { listSessions } from './device.store.ts'
import { maskEmail, maskNumber, maskPhone } from './mask.ts'
import { changeContact, changePassword, signOutEverywhere } from './own-account.ts'
import { readPasswordChange } from './password.form.ts'
import { identityNumber, type Person } from './person.ts'
import { getPerson } from './person.store.ts'
import { proved, provedFor } from './security.routes.ts'
import { isProved } from './session.ts'
import { authenticate } from './sign-in.ts'

export const accountRoutes = Router()

accountRoutes.get('/me', can('account.own'), showMe)
accountRoutes.get('/me/contact', can('account.own'), proved, showContact)
accountRoutes.post('/me/contact', can('account.own'), postContact)
accountRoutes.post('/me/contact/confirm-again', can('account.own'), postConfirmAgain)
accountRoutes.get('/me/password', can('account.own'), showPassword)
accountRoutes.post('/me/password', can('account.own'), postPassword)
accountRoutes.post('/sign-out/everywhere', can('account.own'), provedFor(() => paths.devices()), postSignOutEverywhere)

type Post = Request<Record<string, string>, unknown, Body>

async function showMe(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const person = await getPerson(ctx, ctx.actor.id)
  const done = ['contact', 'contactWaiting', 'emailConfirmed', 'notices', 'password', 'registered'].find(one => one === req.query.done)
  page(res, 'people/me', {
    title: t('people:me.title'),
    notice: done ? { kind: 'success', text: t(`people:me.done.${done}`) } : undefined,
    person: shown(person),
    homes: homesOf(ctx.actor),
    sessions: (await listSessions(ctx, person.id)).length,
  })
}

const shown = ({ username, kind, name, identity }: Person) => ({
  username,
  kind,
  name,
  number: identityNumber(identity) === undefined ? undefined : maskNumber(identityNumber(identity) ?? ''),
  phone: identity.phone && maskPhone(identity.phone),
  email: identity.email && maskEmail(identity.email),
  newEmail: identity.newEmail && maskEmail(identity.newEmail),
})

async function showContact(_req: Request, res: Response) {
  const { identity } = await getPerson(res.locals.ctx, res.locals.ctx.actor.id)
  await drawContact(res, { values: { phone: identity.phone, email: identity.newEmail ?? identity.email } })
}

async function drawContact(res: Response, model: { values: object; problems?: Problem[] }, status = 200) {
  const { identity: { email, newEmail } } = await getPerson(res.locals.ctx, res.locals.ctx.actor.id)
  const waiting = newEmail && { newEmail: maskEmail(newEmail), email: email && maskEmail(email) }
  page(res, 'people/contact', { title: res.locals.t('people:contact.title'), formId: 'form', waiting, ...model }, status)
}

async function postContact(req: Post, res: Response) {
  const { data, values, problems } = readContact(req.body)
  if (!data) return drawContact(res, { values, problems }, 422)
  // Whoever has the address can have the password reset: it is changed by the owner only.
  const { email, newEmail } = (await getPerson(res.locals.ctx, res.locals.ctx.actor.id)).identity
  if (!isOwner(res) && data.email !== (newEmail ?? email ?? '')) return drawContact(res, { values, problems: [{ field: 'email', code: 'people:problem.proveFirst' }] }, 422)
  const refused = await changeContact(res.locals.ctx, data).catch(asTooMany)
  if (refused) return drawContact(res, { values, problems: [waitProblem(res, 'email', refused)] }, 429)
  const isWaiting = data.email !== '' && data.email !== email
  res.redirect(303, paths.me(isWaiting ? 'contactWaiting' : 'contact'))
}

async function postConfirmAgain(_req: Request, res: Response) {
  const { ctx } = res.locals
  const refused = await sendConfirmationAgain(ctx).catch(asTooMany)
  if (!refused) return res.redirect(303, paths.me('contactWaiting'))
  const { phone, newEmail } = (await getPerson(ctx, ctx.actor.id)).identity
  await drawContact(res, { values: { phone, email: newEmail }, problems: [waitProblem(res, 'email', refused)] }, 429)
}

const isOwner = ({ locals: { session, ctx } }: Response) => session !== undefined && isProved(session.remembered, ctx.now)

async function showPassword(_req: Request, res: Response) {
  const { ctx, t, language } = res.locals
  const { passwordExpiresAt } = await getPerson(ctx, ctx.actor.id)
  drawPassword(res, { notice: passwordExpiresAt ? { kind: 'warning', text: t('people:password.temporary', { until: formats(language).time(passwordExpiresAt) }) } : undefined })
}

function drawPassword(res: Response, model: object, status = 200) {
  page(res, 'people/password', { title: res.locals.t('people:password.title'), formId: 'form', ...model }, status)
}

async function postPassword(req: Post, res: Response) {
  const { ctx } = res.locals
  const { username, name, identity } = await getPerson(ctx, ctx.actor.id)
  const { data, problems } = readPasswordChange(req.body, [username, name, identity.idNumber, identity.uscc, identity.phone])
  if (!data) return drawPassword(res, { problems }, 422)
  // Asked like a sign-in, so that guessing here is counted there.
  if (!(await authenticate(ctx, { username, password: data.current, address: clientAddress(req), knownAs: [ctx.actor.id] }))) return drawPassword(res, { problems: [{ field: 'current', code: 'people:problem.currentWrong' }] }, 422)
  // The old sessions end, whoever holds them; this browser gets a new one.
  const signIn = presentSignIn(req)
  await openSession(req, await changePassword(ctx, data.password), signIn)
  res.redirect(303, paths.me('password'))
}

async function postSignOutEverywhere(_req: Request, res: Response) {
  await signOutEverywhere(res.locals.ctx)
  res.redirect(303, paths.signedOutEverywhere())
}
