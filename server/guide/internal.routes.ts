import { Router, type Request, type Response } from 'express'
import { listPublished } from '../catalogue/bundle.store.ts'
import type { Text } from '../catalogue/definition.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Ctx } from '../context.ts'
import { filingOffices } from '../people/actor.ts'
import { findOffice } from '../offices/office.store.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { isPublic } from './life.ts'
import type { OwnMatter } from './own-matter.ts'
import { foundAmong, sendSuggestions } from './search.routes.ts'

/** Matters between public bodies (机关内部“最多跑一次”), for those who work there. How to list one's own is handed in, as on the home page. */
export function internalRoutes(listOwnMatters: (ctx: Ctx) => Promise<OwnMatter[]>): Router {
  const routes = Router()
  routes.get('/internal', can('internal.file'), (req, res) => showInternal(req, res, listOwnMatters))
  return routes
}

const longestQuery = 100

async function showInternal(req: Request, res: Response, listOwnMatters: (ctx: Ctx) => Promise<OwnMatter[]>) {
  const { ctx, t } = res.locals
  const versions = (await listPublished(ctx.db)).filter(version => !isPublic(version))
  const query = text(req.query.q).slice(0, longestQuery)
  const found = foundAmong(versions, query)
  if (req.query.format === 'json') return sendSuggestions(res, found)
  const offices = (await Promise.all(filingOffices(ctx.actor).map(id => findOffice(ctx.db, id)))).flatMap(office => office ?? [])
  page(res, 'guide/internal', { title: t('guide:internal.title'), groups: byLead(versions), query, found, offices, matters: await listOwnMatters(ctx), hasSearch: true })
}

interface Group {
  department: Text
  versions: BundleVersion[]
}

/** Who leads what, the department with most first: officials know each other by it. */
const byLead = (versions: readonly BundleVersion[]): Group[] =>
  [...Map.groupBy(versions, ({ definition: { bundle } }) => bundle.leadDepartment)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([id, group]) => ({ department: group[0]?.definition.departments[id]?.name ?? { zh: id, en: id }, versions: group }))
