import { Router } from 'express'
import { listPublished } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { isPublic, news, stationsOf } from './life.ts'
import type { OwnMatter } from './own-matter.ts'
import { portalPromise } from './promise.ts'

/** The home page. Drafts and cases are features above this one, so the way to list them is handed in. */
export function homeRoutes(listOwnMatters: (ctx: Ctx) => Promise<OwnMatter[]>): Router {
  const routes = Router()
  routes.get('/', can('public.read'), async (_req, res) => {
    const { ctx } = res.locals
    const versions = (await listPublished(ctx.db)).filter(isPublic)
    const isApplicant = ctx.actor.kind !== 'anonymous' && ctx.actor.grants.length === 0
    page(res, 'guide/home', {
      person: stationsOf('person', versions),
      company: stationsOf('company', versions),
      news: news(versions, ctx.now),
      promise: portalPromise(versions),
      matters: isApplicant ? await listOwnMatters(ctx) : undefined,
    })
  })
  return routes
}
