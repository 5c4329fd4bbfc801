import { Router, type Request, type RequestHandler, type Response } from 'express'
import { pipeline } from 'node:stream/promises'
import { TooMany } from '../errors.ts'
import { isProved } from '../people/session.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { endSession } from '../web/identification.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import type { Language, Translate } from '../web/texts.ts'
import { closeOwnAccount, leaving } from './close-own-account.ts'
import { recordExport, zippedData } from './export-data.ts'
import { overviewPage } from './overview.view.ts'

export const ownDataRoutes = Router()

/** All of somebody's data, or the end of his account: for whoever has just proved that it is he. */
const proved = (path: string): RequestHandler => (_req, res, next) => {
  const { session, ctx } = res.locals
  if (session && isProved(session.remembered, ctx.now)) return next()
  res.redirect(303, paths.confirm(path))
}

ownDataRoutes.get('/me/export', can('account.own'), proved(paths.exportData()), (_req, res) => drawExport(res))
ownDataRoutes.post('/me/export', can('account.own'), proved(paths.exportData()), postExport)
ownDataRoutes.get('/me/close', can('account.own'), proved(paths.closeAccount()), (_req, res) => drawClose(res))
ownDataRoutes.post('/me/close', can('account.own'), proved(paths.closeAccount()), postClose)

function drawExport(res: Response, problems: Problem[] = [], status = 200) {
  page(res, 'privacy/export', { title: res.locals.t('privacy:export.title'), problems }, status)
}

async function postExport(req: Request, res: Response) {
  const { ctx } = res.locals
  const refused = await recordExport(ctx).then(() => undefined, (error: unknown) => {
    if (error instanceof TooMany) return error
    throw error
  })
  if (refused) return drawExport(res.set('Retry-After', refused.details.seconds ?? ''), [{ field: 'export', code: 'privacy:problem.often', params: { minutes: refused.details.minutes ?? '' } }], 429)
  const texts = req.app.locals.texts as Record<Language, Translate>
  res.attachment(`my-data-${ctx.now.toISOString().slice(0, 10)}.zip`).type('application/zip')
  try {
    await pipeline(zippedData(ctx, overview => overviewPage(overview, texts, ctx.now)), res)
  } catch (error) {
    // The browser sees a file that broke off; whoever closed the page wanted no more of it.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') ctx.log.error({ err: error as Error }, 'an export broke off')
    res.destroy()
  }
}

async function drawClose(res: Response, { values = {}, problems = [] }: { values?: object; problems?: Problem[] } = {}, status = 200) {
  page(res, 'privacy/close', { title: res.locals.t('privacy:close.title'), formId: 'form', ...(await leaving(res.locals.ctx)), values, problems }, status)
}

async function postClose(req: Request<Record<string, string>, unknown, Body>, res: Response) {
  const { ctx, t } = res.locals
  const sure = text(req.body.sure)
  if (isRedraw(req.body)) return drawClose(res, { values: { sure } }, 422)
  if ((await leaving(ctx)).obstacles.length > 0) return drawClose(res, {}, 409)
  if (sure !== 'yes') return drawClose(res, { problems: [{ field: 'sure', code: 'privacy:problem.sure' }] }, 422)
  await closeOwnAccount(ctx)
  await endSession(req)
  page(res, 'privacy/closed', { title: t('privacy:close.done'), viewer: undefined })
}
