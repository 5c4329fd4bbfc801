import { Router, type Request, type Response } from 'express'
import { listPublished } from '../catalogue/bundle.store.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { isOpenTo, lives, stationsOf } from './life.ts'
import { indexOf } from './search-index.ts'
import { search, type Hit } from './search.ts'

export const searchRoutes = Router()

searchRoutes.get('/search', can('public.read'), showResults)

const mostShown = 100

async function showResults(req: Request, res: Response) {
  const { db, actor } = res.locals.ctx
  const versions = (await listPublished(db)).filter(version => isOpenTo(actor, version))
  const query = text(req.query.q).slice(0, mostShown)
  const found = foundAmong(versions, query)
  if (req.query.format === 'json') return sendSuggestions(res, found)
  const title = query === '' ? res.locals.t('guide:search.titleEmpty') : res.locals.t('guide:search.title', { query })
  const people = (Object.keys(lives) as (keyof typeof lives)[]).map(life => ({ life, stations: stationsOf(life, versions) }))
  page(res, 'guide/search', { title, query, found, people, hasSearch: true })
}

export interface Found extends Hit {
  version: BundleVersion
}

export const foundAmong = (versions: readonly BundleVersion[], query: string): Found[] =>
  search(indexOf(versions), query).map(hit => ({ ...hit, version: versions.find(({ bundleId }) => bundleId === hit.bundleId) as BundleVersion }))

/** What the search field shows while somebody types. */
export const sendSuggestions = (res: Response, found: readonly Found[]): void => void res.json(found.slice(0, 8).map(hit => suggestion(hit, res)))

function suggestion({ bundleId, because, version: { definition: { bundle } } }: Found, { locals }: Response) {
  const summary = because ? locals.t('guide:search.because', { item: locals.text(because) }) : locals.text(bundle.summary)
  return { href: paths.bundle(bundleId), title: locals.text(bundle.title), summary }
}
