import { Router, type Request, type Response } from 'express'
import { Conflict } from '../errors.ts'
import { isAllowed } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import type { Body, Form } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { dayOf } from '../cases/dates.ts'
import { recordCase } from '../cases/record-case.ts'
import { queueString, readQueueQuery, stages } from './queue.form.ts'
import { longest, readAnswer } from './request.form.ts'
import { requestRows, shownRequest } from './request.view.ts'
import { answerRequest, requestAtDesk } from '../cases/requests.ts'

/** Questions of other offices (协查): what is asked of one's own, and the answers. */
export const requestRoutes = Router()

requestRoutes.get('/desk/requests', can('task.read'), showRequests)
requestRoutes.get('/desk/requests/:id', can('task.read'), (req: ById, res) => showRequest(req, res))
requestRoutes.post('/desk/requests/:id/answer', can('task.work'), postAnswer)

type ById = Request<{ id: string }>

async function showRequests(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  page(res, 'desk/requests', {
    title: t('desk:request.title'), density: 'officer', ...(await requestRows(ctx)),
    query: readQueueQuery({}), stages, queueString, dayOf, isHead: isAllowed(ctx.actor, 'office.oversee'),
  })
}

interface Shown extends Partial<Pick<Form<string>, 'values' | 'problems'>> {
  /** Why it could not be answered, when somebody was quicker. */
  conflict?: string
}

async function showRequest(req: ById, res: Response, { values = {}, problems = [], conflict }: Shown = {}, status = 200) {
  const { ctx, t } = res.locals
  const { dossier, request } = await requestAtDesk(ctx, req.params.id)
  const model = await shownRequest(ctx, res.locals, dossier, request)
  await recordCase(ctx, dossier.theCase, { kind: 'page', purpose: 'request', officeId: request.toOfficeId, taskId: request.taskId, ...model.reading })
  const notice = conflict ? { kind: 'warning', heading: t('desk:notDone'), text: t(`errors:${conflict}`) } : req.query.done === 'answered' ? { kind: 'success', text: t('desk:request.done') } : undefined
  page(res, 'desk/request', {
    title: t('desk:request.heading', { office: res.locals.text(model.from) }), density: 'officer', ...model, isHead: isAllowed(ctx.actor, 'office.oversee'),
    typed: conflict ? values.answer : '', values, problems, notice, longest, ...(model.mayAnswer ? { formId: 'form' } : {}),
  }, status)
}

async function postAnswer(req: ById, res: Response) {
  const { ctx } = res.locals
  const { request } = await requestAtDesk(ctx, req.params.id)
  const { data, values, problems } = readAnswer((req.body ?? {}) as Body)
  if (request.state !== 'open') return showRequest(req, res, { values, conflict: 'request.ended' }, 409)
  if (data === undefined) return showRequest(req, res, { values, problems }, 422)
  try {
    await answerRequest(ctx, request.id, data)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return showRequest(req, res, { values, conflict: error.code }, 409)
  }
  res.redirect(303, paths.deskRequest(request.id, 'answered'))
}
