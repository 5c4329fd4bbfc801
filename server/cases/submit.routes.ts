import { Router, type Request, type Response } from 'express'
import { Conflict } from '../errors.ts'
import { can } from '../web/can.ts'
import { paths } from '../web/paths.ts'
import { showCheck } from '../drafts/check.routes.ts'
import { text } from '../web/form.ts'
import { submit } from './submit.ts'

export const submitRoutes = Router()

submitRoutes.post('/drafts/:id/submit', can('draft.own'), postSubmit)

/** Signing is confirming the truth of what was entered (行政许可法 第三十一条); without it, or with something missing, the check page says so. */
async function postSubmit(req: Request<{ id: string }>, res: Response) {
  const { ctx } = res.locals
  if (text((req.body as Record<string, unknown>).confirmed) !== 'yes') return showCheck(req, res, [{ field: 'confirmed', code: 'drafts:confirmTruth' }])
  try {
    res.redirect(303, paths.receipt(await submit(ctx, req.params.id)))
  } catch (error) {
    if (error instanceof Conflict && error.code === 'draft.incomplete') return showCheck(req, res, [])
    throw error
  }
}
