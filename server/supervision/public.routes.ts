import { Router, type Request, type Response } from 'express'
import { limitText } from '../guide/limit-text.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { commonPage } from '../web/kept-pages.ts'
import { page } from '../web/page.ts'
import { fewest } from './figures.ts'
import { openFigures, publishedDelays } from './open.view.ts'
import { cursorOf, cursorText } from './watch.form.ts'

export const openRoutes = Router()

openRoutes.get('/open', can('public.read'), showFigures)
openRoutes.get('/open/overdue', can('public.read'), showDelays)

async function showFigures(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const figures = await openFigures(ctx)
  await commonPage(res, { view: 'supervision/open', key: figures ? `${figures.logged} ${figures.asOf}` : '', title: t('supervision:open.title'), model: () => ({ figures, fewest }) })
}

async function showDelays(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const after = cursorOf(text(req.query.after))
  const { delays, next } = await publishedDelays(ctx, after)
  page(res, 'supervision/overdue', { title: t('supervision:open.overdue.title'), delays, limitText, next: next && cursorText(next), isFirst: after === undefined, asOf: ctx.now.toISOString() })
}
