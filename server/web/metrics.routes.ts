import { timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import type { Metrics } from './metrics.ts'

/** `/metrics` for whoever brings the token; without one in the configuration there is no such page. */
export function metricsRoutes(metrics: Metrics | undefined, token: string | undefined): Router {
  const routes = Router()
  if (!metrics || token === undefined) return routes
  const wanted = Buffer.from(`Bearer ${token}`)
  routes.get('/metrics', async (req, res) => {
    const given = Buffer.from(req.get('authorization') ?? '')
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return void res.status(401).set('WWW-Authenticate', 'Bearer').end()
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return routes
}
