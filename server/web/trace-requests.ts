import type { RequestHandler } from 'express'
import type { Tracing } from '../tracing.ts'
import { routePattern } from './route-pattern.ts'

/** Each request is a span; under the caller's, when whoever calls is a proxy that is believed. */
export const traceRequests = (tracing: Tracing, trustedProxies: number): RequestHandler => (req, res, next) => {
  const traceparent = trustedProxies > 0 ? req.get('traceparent') : undefined
  const span = tracing.begin({ name: req.method, kind: 'server', facts: { 'http.request.method': req.method } }, traceparent)
  res.once('close', () => {
    const route = routePattern(req)
    if (route !== undefined) span.rename(`${req.method} ${route}`)
    span.set({ ...(route === undefined ? {} : { 'http.route': route }), 'http.response.status_code': res.statusCode, 'portal.request_id': res.locals.requestId ?? '' })
    if (res.statusCode >= 500) span.fail({ code: String(res.statusCode) })
    else if (!res.writableFinished) span.fail({ code: 'aborted' })
    span.end()
  })
  span.within(next)
}
