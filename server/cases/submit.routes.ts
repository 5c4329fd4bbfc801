import { Router, type NextFunction, type Request, type Response } from 'express'
import { Conflict } from '../errors.ts'
import { can } from '../web/can.ts'
import { paths } from '../web/paths.ts'
import { showCheck } from '../drafts/check.routes.ts'
import { text } from '../web/form.ts'
import { regionOfId } from '../ids.ts'
import { findNumberOfDraft, getCase } from './case.store.ts'
import { isOwn } from './own-case.ts'
import { submit } from './submit.ts'

export const submitRoutes = Router()

submitRoutes.get('/drafts/:id{/*rest}', can('draft.own'), leadToCase)
submitRoutes.post('/drafts/:id/submit', can('draft.own'), postSubmit)

type ById = Request<{ id: string }>

/** The back button after submission leads to the case, not to a form that no longer is one. */
async function leadToCase(req: ById, res: Response, next: NextFunction) {
  const { ctx } = res.locals
  const number = await findNumberOfDraft(ctx.db, { region: regionOfId(req.params.id), id: req.params.id })
  if (!number || !isOwn(ctx, await getCase(ctx, number))) return next()
  res.redirect(303, paths.case(number))
}

/** Signing is confirming the truth of what was entered (行政许可法 第三十一条); without it, or with something missing, the check page says so. */
async function postSubmit(req: ById, res: Response) {
  const { ctx } = res.locals
  if (text((req.body as Record<string, unknown>).confirmed) !== 'yes') return showCheck(req, res, [{ field: 'confirmed', code: 'drafts:confirmTruth' }])
  try {
    res.redirect(303, paths.receipt(await submit(ctx, req.params.id)))
  } catch (error) {
    if (error instanceof Conflict && error.code === 'draft.incomplete') return showCheck(req, res, [])
    throw error
  }
}
