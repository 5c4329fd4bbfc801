import { Router, type Request, type RequestHandler, type Response } from 'express'
import { toString as drawCode } from 'qrcode'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { openSession, presentSignIn } from '../web/identification.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { addPasskey, addTotp, renewRecoveryCodes, takeFactorAway, type Added } from './change-factors.ts'
import { registrationOptions } from './passkey.ts'
import { getPerson, hasPassword } from './person.store.ts'
import { mustHaveSecond, totpId } from './second-factor.ts'
import { listFactors, listRecoveryCodes } from './second-factor.store.ts'
import { isProved } from './session.ts'
import { listSignOns } from './sign-on.store.ts'
import { inGroups, newTotpSecret, totpAddress } from './totp.ts'

export const securityRoutes = Router()

/** What protects the account is changed only by whoever has just proved that it is his. */
export const provedFor = (goOn: () => string): RequestHandler => (req, res, next) => {
  const { session, ctx } = res.locals
  if (session && isProved(session.remembered, ctx.now)) return next()
  res.redirect(303, paths.confirm(req.method === 'GET' ? req.originalUrl : goOn()))
}
export const proved = provedFor(() => paths.security())

securityRoutes.get('/me/security', can('account.own'), showSecurity)
securityRoutes.get('/me/security/totp', can('account.own'), proved, showTotp)
securityRoutes.post('/me/security/totp', can('account.own'), proved, postTotp)
securityRoutes.get('/me/security/passkey', can('account.own'), proved, showPasskey)
securityRoutes.post('/me/security/passkey', can('account.own'), proved, postPasskey)
securityRoutes.post('/me/security/factors/:id/remove', can('account.own'), proved, postRemove)
securityRoutes.post('/me/security/recovery-codes', can('account.own'), proved, postCodes)

type Post = Request<Record<string, string>, unknown, Body>
const demandOf = (req: Request) => req.app.locals.secondFactor as 'staff' | 'none'

async function showSecurity(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const factors = await listFactors(ctx, ctx.actor.id)
  const demanded = res.locals.isHeldBack === true
  const done = ['added', 'removed', 'linked', 'unlinked'].find(one => one === req.query.done)
  page(res, 'people/security', {
    title: t('people:security.title'),
    notice: demanded ? { kind: 'warning', text: t('people:security.demanded') } : done ? { kind: 'success', text: t(`people:security.done.${done}`) } : undefined,
    factors, codesLeft: (await listRecoveryCodes(ctx, ctx.actor.id)).length, hasTotp: factors.some(({ kind }) => kind === 'totp'),
    mayRemove: factors.length > 1 || !mustHaveSecond(ctx.actor, demandOf(req)),
    signOns: await listSignOns(ctx, ctx.actor.id), hasPassword: await hasPassword(ctx, ctx.actor.id), hasBack: !demanded,
  })
}

async function showTotp(_req: Request, res: Response) {
  const { ctx } = res.locals
  if ((await listFactors(ctx, ctx.actor.id)).some(({ id }) => id === totpId(ctx.actor.id))) return res.redirect(303, paths.security())
  await drawTotp(res, newTotpSecret())
}

const draftContext = (personId: string) => `totp draft ${personId}`

/** The secret goes through the form sealed, so that the page stays the same when the code was mistyped. */
async function drawTotp(res: Response, secret: string, model: { values?: object; problems?: Problem[] } = {}, status = 200) {
  const { ctx, t } = res.locals
  const { username } = await getPerson(ctx, ctx.actor.id)
  const address = totpAddress(secret, t('layout:name'), username)
  const picture = (await drawCode(address, { type: 'svg', margin: 0 })).replace('<svg ', `<svg class="qr" role="img" aria-label="${t('people:totp.picture')}" `)
  page(res, 'people/totp', { title: t('people:totp.title'), formId: 'form', picture, secret: inGroups(secret), sealed: ctx.vault.seal(secret, draftContext(ctx.actor.id)), ...model }, status)
}

async function postTotp(req: Post, res: Response) {
  const { ctx } = res.locals
  const secret = draftOf(res, text(req.body.sealed))
  const code = text(req.body.code)
  if (!secret) return drawTotp(res, newTotpSecret(), { problems: [{ field: 'code', code: 'people:problem.codeAgain' }] }, 422)
  if (isRedraw(req.body)) return drawTotp(res, secret, { values: { code } }, 422)
  if (code === '') return drawTotp(res, secret, { problems: [{ field: 'code', code: 'required' }] }, 422)
  const added = await addTotp(ctx, { secret, code, name: '' })
  if (!added) return drawTotp(res, secret, { values: { code }, problems: [{ field: 'code', code: 'people:problem.codeWrong' }] }, 422)
  await afterAdding(req, res, added)
}

function draftOf(res: Response, sealed: string): string | undefined {
  try {
    return res.locals.ctx.vault.open<string>(sealed, draftContext(res.locals.ctx.actor.id))
  } catch {
    return undefined
  }
}

async function showPasskey(req: Request, res: Response) {
  await drawPasskey(req, res, {})
}

async function drawPasskey(req: Request, res: Response, model: { values?: object; problems?: Problem[] }, status = 200) {
  const { ctx, t } = res.locals
  const person = await getPerson(ctx, ctx.actor.id)
  const options = await registrationOptions(ctx, { ...person, title: t('layout:name') }, await listFactors(ctx, person.id))
  req.session.challenge = options.challenge
  page(res, 'people/passkey', { title: t('people:passkey.title'), formId: 'form', options: JSON.stringify(options), ...model }, status)
}

async function postPasskey(req: Post, res: Response) {
  const values = { name: text(req.body.name).slice(0, 40) }
  if (isRedraw(req.body)) return drawPasskey(req, res, { values }, 422)
  const { challenge = '' } = req.session
  delete req.session.challenge
  const added = await addPasskey(res.locals.ctx, { answer: text(req.body.passkey), challenge, name: values.name })
  if (!added) return drawPasskey(req, res, { values, problems: [{ field: 'form', code: 'people:problem.passkeyNotMade' }] }, 422)
  await afterAdding(req, res, added)
}

/** With the first factor all sessions ended: this one begins anew, as one with a second factor. */
async function afterAdding(req: Request, res: Response, { person, codes }: Added) {
  if (!codes) return res.redirect(303, paths.security('added'))
  await openSession(req, person, { ...presentSignIn(req), isSecond: true })
  drawCodes(res, codes)
}

/** Shown once, in answer to the form itself: they stand in no URL and in no session. */
function drawCodes(res: Response, codes: string[]) {
  page(res, 'people/recovery-codes', { title: res.locals.t('people:codes.title'), codes })
}

async function postRemove(req: Post, res: Response) {
  await takeFactorAway(res.locals.ctx, req.params.id ?? '', demandOf(req))
  res.redirect(303, paths.security('removed'))
}

async function postCodes(_req: Request, res: Response) {
  drawCodes(res, await renewRecoveryCodes(res.locals.ctx))
}
