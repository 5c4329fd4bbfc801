import { Router, type Request, type Response } from 'express'
import { findPublished, getVersion } from '../catalogue/bundle.store.ts'
import { regionPath } from '../offices/office.store.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { carryOver, versionChanges } from './carry-over.ts'
import { requireOpen } from './change-draft.ts'
import { checkView } from './check.view.ts'
import { discard } from './discard.ts'
import { fetchKnown } from './fetch-known.ts'
import type { Station } from './journey.ts'
import { knownView } from './known.view.ts'
import { readWork, type Work } from './work.ts'
import { journeyLine, nextPath } from './station.view.ts'

export const draftRoutes = Router()

draftRoutes.get('/drafts/:id', can('draft.own'), showOverview)
draftRoutes.get('/drafts/:id/known', can('draft.own'), showKnown)
draftRoutes.post('/drafts/:id/known', can('draft.own'), postRetry)
draftRoutes.get('/drafts/:id/version', can('draft.own'), showVersion)
draftRoutes.post('/drafts/:id/version', can('draft.own'), postVersion)
draftRoutes.get('/drafts/:id/discard', can('draft.own'), askDiscard)
draftRoutes.post('/drafts/:id/discard', can('draft.own'), postDiscard)

export type ByDraft = Request<{ id: string }>

/**
 * The draft that a page is about, or undefined after the visitor was led to where he can go on: to the
 * page about a new version, or to the next station when this one can't be visited (yet).
 *
 * Throws `NotFound` for somebody else's draft, `Conflict` for one that is closed.
 */
export async function openDraft(req: ByDraft, res: Response, station?: Station['id']): Promise<Work | undefined> {
  const work = await openToSave(req, res, station)
  return work && goesToVersion(work, res) ? undefined : work
}

/** Whether the visitor was led to the page about a new version. */
export function goesToVersion({ draft, version }: Work, res: Response): boolean {
  if (version.status === 'published') return false
  res.redirect(303, paths.draftVersion(draft.id))
  return true
}

/** As `openDraft`, for what was sent: of a version that is offered no longer it is kept all the same, so that nothing typed is lost. */
export async function openToSave(req: ByDraft, res: Response, station?: Station['id']): Promise<Work | undefined> {
  const work = await readWork(res.locals.ctx, req.params.id)
  requireOpen(work.draft)
  if (station && !work.stations.some(({ id, mayVisit }) => id === station && mayVisit)) {
    res.redirect(303, nextPath(work))
    return undefined
  }
  return work
}

async function showOverview(req: ByDraft, res: Response) {
  const { ctx, t, text } = res.locals
  const work = await openDraft(req, res)
  if (!work) return
  const { draft, definition, plan, stations } = work
  const regions = await regionPath(ctx.db, draft.regionCode)
  page(res, 'drafts/overview', {
    title: text(definition.bundle.title), draft, bundle: definition.bundle, plan, isWalkIn: draft.applicantId !== ctx.actor.id,
    regions, line: journeyLine(work, { t, text }), next: nextPath(work), hasBegun: stations.some(({ isDone }) => isDone),
    notice: req.query.saved === undefined ? undefined : { kind: 'success', text: t('drafts:overview.savedNotice') },
  })
}

async function showKnown(req: ByDraft, res: Response) {
  const { t } = res.locals
  const work = await openDraft(req, res, 'known')
  if (!work) return
  page(res, 'drafts/known', { title: t('drafts:station.known'), ...(await knownView(work, res.locals)), next: nextPath(work, { id: 'known' }) })
}

async function postRetry(req: ByDraft, res: Response) {
  await fetchKnown(res.locals.ctx, req.params.id, { again: true })
  res.redirect(303, paths.draftKnown(req.params.id))
}

/** A draft of a version that is no longer published: what changed, or what was entered when the bundle is offered no more. */
async function showVersion(req: ByDraft, res: Response) {
  const { ctx, t } = res.locals
  const work = await readWork(ctx, req.params.id)
  requireOpen(work.draft)
  const { draft, version } = work
  if (version.status === 'published') return res.redirect(303, paths.draft(draft.id))
  const successor = await findPublished(ctx.db, draft.bundleId)
  if (!successor) return page(res, 'drafts/retired', { title: t('drafts:retired.title'), ...(await checkView(work, res.locals)) })
  const { definition } = await getVersion(ctx.db, draft.bundleVersionId)
  const changes = versionChanges(definition, successor.definition, draft.content)
  page(res, 'drafts/version', { title: t('drafts:version.title'), draft, bundle: successor.definition.bundle, changes })
}

async function postVersion(req: ByDraft, res: Response) {
  await carryOver(res.locals.ctx, req.params.id)
  res.redirect(303, paths.draft(req.params.id))
}

async function askDiscard(req: ByDraft, res: Response) {
  const { t } = res.locals
  const { draft, definition } = await readWork(res.locals.ctx, req.params.id)
  requireOpen(draft)
  page(res, 'drafts/discard', { title: t('drafts:discard.title'), draft, bundle: definition.bundle })
}

async function postDiscard(req: ByDraft, res: Response) {
  await discard(res.locals.ctx, req.params.id)
  res.redirect(303, paths.cases())
}
