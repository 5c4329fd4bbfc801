import { Router, type Response } from 'express'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { checkView } from './check.view.ts'
import { openDraft, type ByDraft } from './draft.routes.ts'
import { stepsOf } from './station.view.ts'

/**
 * The page on which everything is checked and signed. Cases are a feature above this one, so the way
 * to submit is handed in: it files the draft and returns the number of its case.
 */
export function checkRoutes(submit: (ctx: Ctx, draftId: string) => Promise<string>): Router {
  const routes = Router()
  routes.get('/drafts/:id/check', can('draft.own'), (req: ByDraft, res: Response) => showCheck(req, res))
  routes.post('/drafts/:id/submit', can('draft.own'), postSubmit)
  return routes

  /** Signing is confirming the truth of what was entered (行政许可法 第三十一条). */
  async function postSubmit(req: ByDraft, res: Response) {
    if (text((req.body as Body).confirmed) !== 'yes') return showCheck(req, res, [{ field: 'confirmed', code: 'drafts:confirmTruth' }])
    try {
      res.redirect(303, paths.receipt(await submit(res.locals.ctx, req.params.id)))
    } catch (error) {
      if (error instanceof Conflict && error.code === 'draft.incomplete') return showCheck(req, res, [])
      throw error
    }
  }
}

/** Drawn again with `problems` of the signature, or with what is missing. */
async function showCheck(req: ByDraft, res: Response, problems?: Problem[]): Promise<void> {
  const work = await openDraft(req, res, 'check')
  if (!work) return
  const { t, text } = res.locals
  const view = await checkView(work, res.locals)
  page(res, 'drafts/check', {
    title: t('drafts:station.check'), ...view, problems: problems ?? [], steps: stepsOf(work, { id: 'check' }, { t, text }),
    url: paths.draftCheck(work.draft.id),
  }, problems ? 422 : 200)
}
