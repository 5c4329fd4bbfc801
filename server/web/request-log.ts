import type { RequestHandler } from 'express'
import { routePattern } from './route-pattern.ts'

/** One line per request: method, route pattern (never the path: it may name a case), status, milliseconds. */
export const logRequests: RequestHandler = (req, res, next) => {
  const start = process.hrtime.bigint()
  res.once('finish', () => {
    const { log, actor } = res.locals.ctx
    log.info({ method: req.method, route: routePattern(req), status: res.statusCode, ms: Number(process.hrtime.bigint() - start) / 1e6, actor: actor.id }, 'request')
  })
  next()
}
