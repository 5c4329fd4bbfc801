import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { refusedBy } from '../../db/outage.ts'
import { Conflict, Forbidden, NotFound, NotSignedIn, Refusal, TooMany, Unavailable } from '../errors.ts'
import { page } from './page.ts'
import { localPath, paths } from './paths.ts'

/** Errors of others that carry a 4xx of their own: what is said about them. */
const codeOf: Record<number, string> = { 400: 'badRequest', 403: 'formExpired', 404: 'notFound', 413: 'tooLarge', 415: 'badRequest' }

/** The one place that turns a refusal into HTTP. Errors of the body parser and of CSRF carry a 4xx of their own. */
function statusOf(error: unknown): number {
  if (error instanceof NotSignedIn) return 401
  if (error instanceof Forbidden) return 403
  if (error instanceof NotFound) return 404
  if (error instanceof Conflict) return 409
  if (error instanceof TooMany) return 429
  if (error instanceof Unavailable) return 503
  const own = (error as { status?: unknown }).status
  return typeof own === 'number' && own >= 400 && own < 500 ? (own in codeOf ? own : 400) : 500
}

/** The page from which a form was sent, when it is one of ours: that is where to go on. */
function pageOfForm(req: Request): string | undefined {
  const referer = req.get('referer') ?? ''
  if (!URL.canParse(referer)) return undefined
  const { host, pathname, search } = new URL(referer)
  return host === req.get('host') ? localPath(pathname + search) : undefined
}

export const notFound: RequestHandler = () => {
  throw new NotFound('page')
}

/** After an outage nobody can say how long it will be. */
const outageSeconds = '10'
/** Those with a heading of their own, not that of their status. */
const withHeading = ['outOfReach', 'unsure']

/** A commit says itself that it can't be made; a read that fails for the same reason is no bug either. Who only looked has lost nothing. */
function told(thrown: unknown, { method }: Request): unknown {
  const known = refusedBy(thrown)
  return known instanceof Unavailable && (method === 'GET' || method === 'HEAD') ? Object.assign(new Unavailable('outOfReach'), { cause: thrown }) : known
}

export const handleError: ErrorRequestHandler = (thrown, req, res, next) => {
  if (res.headersSent) return next(thrown)
  const error = told(thrown, req)
  const status = statusOf(error)
  const { log } = res.locals.ctx
  const route = (req.route as { path?: string } | undefined)?.path // never the path: it may name a case
  if (status >= 500) log.error({ err: error as Error, route }, status === 503 ? 'unavailable' : 'unexpected error')
  else log.info({ status, code: error instanceof Refusal ? error.code : undefined, route }, 'refused')
  if (status === 401 && req.accepts('html')) return res.redirect(303, req.method === 'GET' ? paths.signIn(localPath(req.originalUrl)) : paths.signInAgain(pageOfForm(req)))
  const code = error instanceof Refusal ? error.code : (codeOf[status] ?? 'unexpected')
  const details = error instanceof Refusal ? error.details : {}
  const seconds = details.seconds ?? (status === 503 ? outageSeconds : undefined)
  if (seconds) res.set('Retry-After', seconds)
  if (!req.accepts('html')) return void res.status(status).json({ code, details, requestId: res.locals.requestId })
  const back = req.method === 'POST' ? pageOfForm(req) : undefined
  page(res, 'errors/refusal', { title: res.locals.t(`errors:title.${withHeading.includes(code) ? code : status}`), status, code, details, back }, status)
}
