import { Router, type RequestHandler } from 'express'

interface Layer {
  route?: { path: string }
}

/**
 * Asks only those routers that have a route whose address begins like the one that is asked for: two or three of some
 * seventy, each of which Express would try with all of its routes. In the order in which they are given.
 */
export function byFirstSegment(routers: readonly Router[]): RequestHandler & { routers: readonly Router[] } {
  const bySegment = new Map<string, Router>()
  for (const router of routers) {
    for (const segment of segmentsOf(router)) {
      const together = bySegment.get(segment) ?? Router()
      bySegment.set(segment, together.use(router))
    }
  }
  const ask: RequestHandler = (req, res, next) => {
    const router = bySegment.get(segmentOf(req.path))
    if (router) router(req, res, next)
    else next()
  }
  return Object.assign(ask, { routers })
}

function segmentsOf({ stack }: Router): Set<string> {
  return new Set((stack as Layer[]).map(({ route }) => {
    if (!route || !/^\/[\w.-]*(\/|$)/.test(route.path)) throw new Error(`${route?.path ?? 'a handler without a route'}: every route has to begin with a segment of its own`)
    return segmentOf(route.path)
  }))
}

/** Addresses are the same in capitals, as they are to Express. */
const segmentOf = (path: string): string => path.split('/', 2)[1]?.toLowerCase() ?? ''
