import { Router, type Request, type Response } from 'express'
import { Conflict, NotFound, NotSignedIn, TooMany } from '../errors.ts'
import { can } from '../web/can.ts'
import { clientAddress } from '../web/client-address.ts'
import { isRedraw, type Body, type Problem } from '../web/form.ts'
import { keepInSession } from '../web/identification.ts'
import { page } from '../web/page.ts'
import { localPath, paths } from '../web/paths.ts'
import { askProvider, type SingleSignOn } from '../web/single-sign-on.ts'
import { asTooMany, placeOf, waitProblem } from './arrival.routes.ts'
import { arriveBySignOn, linkSignOn, unlinkSignOns } from './arrive-by-sign-on.ts'
import { getPerson, hasPassword } from './person.store.ts'
import { arrive } from './second-step.routes.ts'
import { proved } from './security.routes.ts'
import type { SignOnAnswer } from './sign-on.ts'
import { listSignOns } from './sign-on.store.ts'
import { typedPassword } from './sign-in.form.ts'
import { authenticate } from './sign-in.ts'

declare module 'express-session' {
  interface SessionData {
    /** Where somebody goes on, whether he came to link the account he is signed in to, and who alone may come back: whoever is signed in already, and comes to be surer known. */
    elsewhere?: { next?: string; isLinking: boolean; only?: string }
    /** Somebody whom the provider knows, and who must prove that this account is his. */
    linking?: { personId: string; sealed: string; next?: string }
  }
}

export const signOnRoutes = Router()

signOnRoutes.get('/sign-in/elsewhere', can('session.open'), showElsewhere)
signOnRoutes.get('/sign-in/elsewhere/back', can('session.open'), showBack)
signOnRoutes.get('/sign-out/elsewhere', can('session.open'), showSignedOut)
signOnRoutes.get('/sign-in/link', can('session.open'), showLink)
signOnRoutes.post('/sign-in/link', can('session.open'), postLink)
signOnRoutes.get('/me/security/link', can('account.own'), proved, showLinking)
signOnRoutes.post('/me/security/unlink', can('account.own'), proved, postUnlink)

function providerOf(req: Request): SingleSignOn {
  const provider = req.app.locals.signOn as SingleSignOn | undefined
  if (!provider) throw new NotFound('page')
  return provider
}

async function showElsewhere(req: Request, res: Response) {
  providerOf(req)
  const { ctx } = res.locals
  const isSignedIn = ctx.actor.kind !== 'anonymous'
  if (isSignedIn && req.query.surer === undefined) return res.redirect(303, placeOf(ctx.actor, req.query.next))
  // By which account of the provider he is known has to be settled first.
  if (isSignedIn && (await listSignOns(ctx, ctx.actor.id)).length === 0) return res.redirect(303, paths.securityLink())
  const next = localPath(req.query.next)
  await sendAway(req, res, { isLinking: false, ...(next ? { next } : {}), ...(isSignedIn ? { only: ctx.actor.id } : {}) })
}

/** Signed out here; at the provider he is still signed in, and whoever comes next at this machine would be he. */
async function showSignedOut(req: Request, res: Response) {
  const { name, signOutAddress } = providerOf(req)
  const there = await signOutAddress()
  if (!there || res.locals.ctx.actor.kind !== 'anonymous') return res.redirect(303, paths.home())
  page(res, 'people/signed-out', { title: res.locals.t('people:signedOut.title'), name, there })
}

function showLinking(req: Request, res: Response) {
  return sendAway(req, res, { isLinking: true })
}

async function sendAway(req: Request, res: Response, elsewhere: { next?: string; isLinking: boolean; only?: string }) {
  const strategy = await providerOf(req).strategy()
  if (!strategy) return drawTrouble(req, res, 'down', 503)
  req.session.elsewhere = elsewhere
  await askProvider(req, strategy)
  // Only what goes wrong before the browser is sent away comes back.
  drawTrouble(req, res, 'down', 503)
}

function drawTrouble(req: Request, res: Response, why: 'down' | 'failed' | 'denied' | 'closed' | 'noNumber', status: number) {
  const { name } = providerOf(req)
  page(res, 'people/sign-on-trouble', { title: res.locals.t(`people:signOn.${why}.title`, { name }), why, name }, status)
}

async function showBack(req: Request, res: Response) {
  const { elsewhere } = req.session
  delete req.session.elsewhere
  const strategy = await providerOf(req).strategy()
  if (!strategy) return drawTrouble(req, res, 'down', 503)
  // Whoever comes without having been sent brings an answer that isn't his.
  if (!elsewhere || !('code' in req.query || 'error' in req.query)) return drawTrouble(req, res, 'failed', 422)
  const outcome = await askProvider(req, strategy)
  if ('fault' in outcome) return drawTrouble(req, res, outcome.fault, outcome.fault === 'denied' ? 200 : 422)
  if (elsewhere.isLinking) return finishLinking(res, outcome.answer)
  await goOn(req, res, outcome.answer, elsewhere)
}

async function finishLinking(res: Response, answer: SignOnAnswer) {
  const { ctx } = res.locals
  if (ctx.actor.kind === 'anonymous') throw new NotSignedIn('notSignedIn')
  await linkSignOn(ctx, ctx.actor.id, answer)
  res.redirect(303, paths.security('linked'))
}

async function goOn(req: Request, res: Response, answer: SignOnAnswer, { next, only }: { next?: string; only?: string }) {
  const { ctx } = res.locals
  const arrival = await arriveBySignOn(ctx, answer)
  if (only !== undefined && !('person' in arrival && arrival.person.id === only)) throw new Conflict('people.linkedToOther')
  if ('refused' in arrival) return drawTrouble(req, res, arrival.refused, 403)
  if ('person' in arrival) return arrive(req, res, arrival.person, { by: 'singleSignOn', isSecond: false, assurance: answer.assurance }, next)
  const personId = arrival.proveFirst.id
  await keepInSession(req, { linking: { personId, sealed: ctx.vault.seal(answer, linkContext(personId)), ...(next ? { next } : {}) } })
  res.redirect(303, paths.linkAccount())
}

const linkContext = (personId: string) => `link ${personId}`

async function showLink(req: Request, res: Response) {
  await drawLink(req, res)
}

async function drawLink(req: Request, res: Response, problems: Problem[] = [], status = 200) {
  const { linking } = req.session
  if (!linking) return res.redirect(303, paths.signIn())
  const { name } = providerOf(req)
  page(res, 'people/link', { title: res.locals.t('people:link.title'), formId: 'form', name, hasPassword: await hasPassword(res.locals.ctx, linking.personId), hasMail: res.locals.ctx.mail.isThere, problems }, status)
}

async function postLink(req: Request<Record<string, string>, unknown, Body>, res: Response) {
  const { ctx } = res.locals
  const { linking } = req.session
  if (!linking) return res.redirect(303, paths.signIn())
  if (isRedraw(req.body)) return drawLink(req, res, [], 422)
  const password = typedPassword(req.body.password).slice(0, 1000)
  if (password === '') return drawLink(req, res, [{ field: 'password', code: 'required' }], 422)
  const { username } = await getPerson(ctx, linking.personId)
  const person = await authenticate(ctx, { username, password, address: clientAddress(req) }).catch(asTooMany)
  if (person instanceof TooMany) return drawLink(req, res, [waitProblem(res, 'password', person)], 429)
  if (!person) return drawLink(req, res, [{ field: 'password', code: 'people:problem.currentWrong' }], 422)
  const answer = ctx.vault.open<SignOnAnswer>(linking.sealed, linkContext(linking.personId))
  delete req.session.linking
  await linkSignOn(ctx, person.id, answer)
  await arrive(req, res, person, { by: 'singleSignOn', isSecond: false, assurance: answer.assurance }, linking.next)
}

async function postUnlink(_req: Request, res: Response) {
  await unlinkSignOns(res.locals.ctx)
  res.redirect(303, paths.security('unlinked'))
}
