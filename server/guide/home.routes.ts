import { Router } from 'express'
import { listPublished } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { isPublic, news, stationsOf } from './life.ts'
import { portalPromise } from './promise.ts'

/** What is under way for the person who is signed in. */
export interface OwnMatters {
  drafts: number
  /** Cases that run, and how many of them wait for the applicant himself. */
  running: number
  waiting: number
}

/** The home page. Drafts and cases are features above this one, so the way to count them is handed in. */
export function homeRoutes(countOwnMatters: (ctx: Ctx) => Promise<OwnMatters>): Router {
  const routes = Router()
  routes.get('/', can('public.read'), async (_req, res) => {
    const { ctx } = res.locals
    const versions = (await listPublished(ctx.db)).filter(isPublic)
    page(res, 'guide/home', {
      person: stationsOf('person', versions),
      company: stationsOf('company', versions),
      news: news(versions, ctx.now),
      promise: portalPromise(versions),
      matters: ctx.actor.kind === 'anonymous' || ctx.actor.grants.length > 0 ? undefined : await countOwnMatters(ctx),
    })
  })
  return routes
}
