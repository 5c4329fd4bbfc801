import type { RequestHandler } from 'express'

/** One line per request: method, route pattern (never the path: it may name a case), status, milliseconds. */
export const logRequests: RequestHandler = (req, res, next) => {
  const start = process.hrtime.bigint()
  res.once('finish', () => {
    const route = (req.route as { path?: string } | undefined)?.path
    const { log, actor } = res.locals.ctx
    log.info({ method: req.method, route, status: res.statusCode, ms: Number(process.hrtime.bigint() - start) / 1e6, actor: actor.id }, 'request')
  })
  next()
}
