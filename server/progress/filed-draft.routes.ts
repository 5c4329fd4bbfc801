import { Router, type NextFunction, type Request, type Response } from 'express'
import { regionOfId } from '../ids.ts'
import { can } from '../web/can.ts'
import { paths } from '../web/paths.ts'
import { findNumberOfDraft, getCase } from '../cases/case.store.ts'
import { isOwn } from '../cases/own-case.ts'
import { isCoApplicant } from '../cases/party.ts'

export const filedDraftRoutes = Router()

filedDraftRoutes.get('/drafts/:id{/*rest}', can('draft.own'), leadToCase)

/** The back button after submission leads to the case, not to a form that no longer is one. */
async function leadToCase(req: Request<{ id: string }>, res: Response, next: NextFunction) {
  const { ctx } = res.locals
  const number = await findNumberOfDraft(ctx.db, { region: regionOfId(req.params.id), id: req.params.id })
  const theCase = number ? await getCase(ctx, number) : undefined
  if (!number || !theCase || !(isOwn(ctx, theCase) || isCoApplicant(ctx, theCase))) return next()
  res.redirect(303, paths.case(number))
}
