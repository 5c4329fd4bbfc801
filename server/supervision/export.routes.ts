import { pipeline } from 'node:stream/promises'
import { Router, type Request, type Response } from 'express'
import { beijingDay } from '../limits/calendar.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { exportedCases } from './case-export.view.ts'
import { readStretch, usualStretch } from './export.form.ts'

export const exportRoutes = Router()

exportRoutes.get('/supervision/export', can('supervision.read'), (_req, res) => drawExport(res, { values: usualStretch(beijingDay(res.locals.ctx.now)) }))
exportRoutes.get('/supervision/cases.csv', can('supervision.read'), sendCases)

function drawExport(res: Response, shown: { values: object; problems?: Problem[] }, status = 200) {
  page(res, 'supervision/export', { title: res.locals.t('supervision:export.title'), density: 'officer', ...shown }, status)
}

async function sendCases(req: Request, res: Response) {
  const { ctx, t, text } = res.locals
  const { data, values, problems } = readStretch(req.query as Body)
  if (!data) return drawExport(res, { values, problems }, 422)
  res.attachment(`cases-${data.from}-${data.until}.csv`).type('text/csv; charset=utf-8')
  try {
    await pipeline(exportedCases(ctx, data, { t, text }), res)
  } catch (error) {
    // The browser sees a file that broke off; whoever closed the page wanted no more of it.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') ctx.log.error({ err: error as Error }, 'an export broke off')
    res.destroy()
  }
}
