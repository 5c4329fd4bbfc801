import { Router, type Request, type Response } from 'express'
import { isAllowed } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { findings, shownWalkthrough, words } from './walkthrough.view.ts'

export const walkthroughRoutes = Router()

walkthroughRoutes.get('/admin/proposals/guide', can('catalogue.read'), showWalkthrough)

function showWalkthrough(_req: Request, res: Response) {
  const { t, language, ctx } = res.locals
  page(res, 'designer/walkthrough', { title: t('walkthrough:title'), density: 'officer', steps: shownWalkthrough(language), findings, words, mayPropose: isAllowed(ctx.actor, 'catalogue.propose') })
}
