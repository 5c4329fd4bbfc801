import { Router, type Request, type Response } from 'express'
import { listPublished } from '../catalogue/bundle.store.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { lives, stationsOf } from './life.ts'
import { indexOf } from './search-index.ts'
import { search, type Hit } from './search.ts'

export const searchRoutes = Router()

searchRoutes.get('/search', can('public.read'), showResults)

const mostShown = 100

async function showResults(req: Request, res: Response) {
  const versions = await listPublished(res.locals.ctx.db)
  const query = text(req.query.q).slice(0, mostShown)
  const found = search(indexOf(versions), query).map(hit => ({ ...hit, version: versions.find(({ bundleId }) => bundleId === hit.bundleId) as BundleVersion }))
  if (req.query.format === 'json') return void res.json(found.slice(0, 8).map(hit => suggestion(hit, res)))
  const title = query === '' ? res.locals.t('guide:search.titleEmpty') : res.locals.t('guide:search.title', { query })
  const people = (Object.keys(lives) as (keyof typeof lives)[]).map(life => ({ life, stations: stationsOf(life, versions) }))
  page(res, 'guide/search', { title, query, found, people, hasSearch: true })
}

function suggestion({ bundleId, because, version: { definition: { bundle } } }: Hit & { version: BundleVersion }, { locals }: Response) {
  const summary = because ? locals.t('guide:search.because', { item: locals.text(because) }) : locals.text(bundle.summary)
  return { href: paths.bundle(bundleId), title: locals.text(bundle.title), summary }
}
