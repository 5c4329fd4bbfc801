import { Router } from 'express'
import { listPublished } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { can } from '../web/can.ts'
import { commonPage } from '../web/kept-pages.ts'
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
    const latest = news(versions, ctx.now)
    const model = () => ({ person: stationsOf('person', versions), company: stationsOf('company', versions), news: latest, promise: portalPromise(versions) })
    const isApplicant = ctx.actor.kind !== 'anonymous' && ctx.actor.grants.length === 0
    if (isApplicant) return page(res, 'guide/home', { ...model(), matters: await listOwnMatters(ctx) })
    const ids = (of: readonly BundleVersion[]) => of.map(({ id }) => id).join()
    await commonPage(res, { view: 'guide/home', key: `${ids(versions)} ${ids(latest)}`, title: undefined, model: () => ({ ...model(), matters: undefined }) })
  })
  return routes
}
