import { Router, type Request, type Response } from 'express'
import { TooMany } from '../errors.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { keepInSession, openSession, renewSession } from '../web/identification.ts'
import { knowBrowser } from '../web/known-browser.ts'
import { page } from '../web/page.ts'
import { localPath, paths } from '../web/paths.ts'
import { requestOptions } from './passkey.ts'
import { actorOf, type Person } from './person.ts'
import { findPerson, getPerson } from './person.store.ts'
import { isPasskey, isTotp } from './second-factor.ts'
import { listFactors } from './second-factor.store.ts'
import type { SignIn } from './session.ts'
import { showCode, showPasskey } from './show-second-factor.ts'
import { asTooMany, placeOf, waitProblem } from './arrival.routes.ts'

/** Somebody who has shown the first factor and not yet the second: signed in nowhere. */
interface Pending {
  personId: string
  epoch: number
  by: SignIn['by']
  assurance: SignIn['assurance']
  next?: string
}

declare module 'express-session' {
  interface SessionData {
    pending?: Pending
    /** What a passkey is asked to sign, once. */
    challenge?: string
  }
}

export const secondStepRoutes = Router()

secondStepRoutes.get('/sign-in/second', can('session.open'), showSecond)
secondStepRoutes.post('/sign-in/second', can('session.open'), postSecond)
secondStepRoutes.get('/sign-in/passkey', can('session.open'), showPasskeySignIn)
secondStepRoutes.post('/sign-in/passkey', can('session.open'), postPasskeySignIn)

type Post = Request<Record<string, string>, unknown, Body>

/** Signs in whoever has no second factor; whoever has one is asked for it first. */
export async function arrive(req: Request, res: Response, person: Person, signIn: SignIn, next?: string): Promise<void> {
  const needsSecond = !signIn.isSecond && (await listFactors(res.locals.ctx, person.id)).length > 0
  if (needsSecond) {
    await renewSession(req)
    await keepInSession(req, { pending: { personId: person.id, epoch: person.sessionEpoch, by: signIn.by, assurance: signIn.assurance, ...(next ? { next } : {}) } })
    return res.redirect(303, paths.signInSecond())
  }
  await openSession(req, person, signIn)
  knowBrowser(req, res, person.id)
  res.redirect(303, person.passwordExpiresAt && signIn.by === 'password' ? paths.password() : placeOf(actorOf(person), next))
}

/** Whose second factor is waited for; nobody's, when his sessions were ended since. */
async function pendingPerson(req: Request, res: Response): Promise<Person | undefined> {
  const { pending } = req.session
  const person = pending && (await findPerson(res.locals.ctx, pending.personId))
  return person?.status === 'active' && person.sessionEpoch === pending?.epoch ? person : undefined
}

async function showSecond(req: Request, res: Response) {
  const person = await pendingPerson(req, res)
  if (!person) return res.redirect(303, paths.secondStepOver())
  await drawSecond(req, res, person)
}

async function drawSecond(req: Request, res: Response, person: Person, problems: Problem[] = [], status = 200) {
  const { ctx, t } = res.locals
  const factors = await listFactors(ctx, person.id)
  const passkeys = factors.filter(isPasskey)
  const options = passkeys.length > 0 ? await requestOptions(ctx, passkeys) : undefined
  if (options) req.session.challenge = options.challenge
  page(res, 'people/second-step', { title: t('people:second.title'), formId: 'form', hasTotp: factors.some(isTotp), options: options && JSON.stringify(options), username: person.username, problems }, status)
}

async function postSecond(req: Post, res: Response) {
  const { ctx } = res.locals
  const person = await pendingPerson(req, res)
  if (!person) return res.redirect(303, paths.secondStepOver())
  const { by, assurance, next } = req.session.pending as Pending
  if (isRedraw(req.body)) return drawSecond(req, res, person, [], 422)
  const answer = text(req.body.passkey)
  const code = text(req.body.code)
  if (answer === '' && code === '') return drawSecond(req, res, person, [{ field: 'code', code: 'required' }], 422)
  const right = await (answer === '' ? showCode(ctx, person.id, code) : showPasskey(ctx, { answer, challenge: challengeOf(req), personId: person.id })).catch(asTooMany)
  if (right instanceof TooMany) return drawSecond(req, res, person, [waitProblem(res, 'code', right)], 429)
  if (!right) return drawSecond(req, res, person, [{ field: 'code', code: answer === '' ? 'people:problem.codeWrong' : 'people:problem.passkeyWrong' }], 422)
  await arrive(req, res, person, { by, assurance, isSecond: true }, next)
}

/** A challenge is good for one answer. */
function challengeOf(req: Request): string {
  const { challenge = '' } = req.session
  delete req.session.challenge
  return challenge
}

function showPasskeySignIn(req: Request, res: Response) {
  const { actor } = res.locals.ctx
  if (actor.kind !== 'anonymous') return res.redirect(303, placeOf(actor, req.query.next))
  return drawPasskeySignIn(req, res, { values: { next: localPath(req.query.next) } })
}

async function drawPasskeySignIn(req: Request, res: Response, model: { values: object; problems?: Problem[] }, status = 200) {
  const { ctx, t } = res.locals
  const options = await requestOptions(ctx)
  req.session.challenge = options.challenge
  page(res, 'people/passkey-sign-in', { title: t('people:passkeySignIn.title'), formId: 'form', options: JSON.stringify(options), ...model }, status)
}

async function postPasskeySignIn(req: Post, res: Response) {
  const { ctx } = res.locals
  const values = { next: localPath(req.body.next) }
  if (isRedraw(req.body)) return drawPasskeySignIn(req, res, { values }, 422)
  const personId = await showPasskey(ctx, { answer: text(req.body.passkey), challenge: challengeOf(req) })
  const person = personId === undefined ? undefined : await getPerson(ctx, personId)
  if (person?.status !== 'active') return drawPasskeySignIn(req, res, { values, problems: [{ field: 'form', code: 'people:problem.passkeyWrong' }] }, 422)
  await arrive(req, res, person, { by: 'passkey', isSecond: true, assurance: 1 }, values.next)
}
