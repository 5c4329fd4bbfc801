import { Router } from 'express'
import type { Db } from '../../db/connect.ts'

/** For load balancers: `/health` says the process lives, `/ready` that it can serve. Outside the session. */
export function healthRoutes(db: Db): Router {
  const routes = Router()
  routes.get('/health', (_req, res) => void res.json({ status: 'ok' }))
  routes.get('/ready', async (_req, res) => {
    const ready = await db.ping().then(() => true, () => false)
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'database unreachable' })
  })
  return routes
}
