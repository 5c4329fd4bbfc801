import { Router, type Request, type RequestHandler, type Response } from 'express'
import type { Ctx } from '../context.ts'
import { readTyped } from '../drafts/read-fields.ts'
import { worldFor } from '../drafts/world.ts'
import { Conflict } from '../errors.ts'
import { listOfficersAt } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Form } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { accept, decline, requestSupplement } from './accept.ts'
import type { Dossier, Task } from './case.ts'
import { claim, handOver } from './claim.ts'
import { decide } from './decide.ts'
import { readHandOver, readReason, readResult, readShortcomings } from './decision.form.ts'
import { deskActions, directActions, requireAction, type DeskAction } from './desk-actions.ts'
import { resultFields, resultForm, targetsOf } from './decision.view.ts'
import { deskTask } from './desk-task.view.ts'
import { taskAtDesk } from './desk.ts'
import { queueString, readQueueQuery } from './queue.form.ts'
import { nextOf, queueOf } from './queue.view.ts'
import { lookedAt } from './queue.routes.ts'
import { lineState } from './progress.view.ts'
import { reveal } from './reveal.ts'

export const officerRoutes = Router()

type ById = Request<{ id: string }>

/** An act with a page of its own: how its form is read, and what is done with what was typed. */
interface Act<T> {
  action: DeskAction
  read: (body: Body, at: { ctx: Ctx; dossier: Dossier; task: Task }) => Form<T> | Promise<Form<T>>
  perform: (ctx: Ctx, taskId: string, data: T) => Promise<void>
}

const act = <T>(action: DeskAction, read: Act<T>['read'], perform: Act<T>['perform']): Act<T> => ({ action, read, perform })
const nothing = (): Form<true> => ({ data: true, values: {}, problems: [] })

const claiming = act('claim', nothing, (ctx, id) => claim(ctx, id))
const accepting = act('accept', nothing, (ctx, id) => accept(ctx, id))
const asking = act('requestSupplement', (body, { dossier, task }) => readShortcomings(body, targetsOf(dossier, task)), requestSupplement)
const declining = act('declineToAccept', body => readReason(body), decline)
const approving = act('approve', async (body, { ctx, dossier, task }) => {
  const fields = resultFields(dossier, task)
  return readResult(body, fields, await worldFor(ctx, Object.values(readTyped(body, fields))))
}, (ctx, id, result) => decide(ctx, id, { outcome: 'approve', result }))
const refusing = act('refuse', body => readReason(body), (ctx, id, reason) => decide(ctx, id, { outcome: 'refuse', reason }))
const handingOver = act('handOver', async (body, { ctx, task }) => readHandOver(body, await listOfficersAt(ctx, task.officeId)), (ctx, id, { to }) => handOver(ctx, id, to))

officerRoutes.get('/desk/tasks/:id', can('task.read'), (req: ById, res) => showTask(req, res))
officerRoutes.post('/desk/tasks/:id/claim', can('task.work'), perform(claiming))
officerRoutes.post('/desk/tasks/:id/accept', can('task.work'), perform(accepting))
officerRoutes.get('/desk/tasks/:id/request-supplement', can('task.work'), ask(asking))
officerRoutes.post('/desk/tasks/:id/request-supplement', can('task.work'), perform(asking))
officerRoutes.get('/desk/tasks/:id/decline-to-accept', can('task.work'), ask(declining))
officerRoutes.post('/desk/tasks/:id/decline-to-accept', can('task.work'), perform(declining))
officerRoutes.get('/desk/tasks/:id/approve', can('task.work'), ask(approving))
officerRoutes.post('/desk/tasks/:id/approve', can('task.work'), perform(approving))
officerRoutes.get('/desk/tasks/:id/refuse', can('task.work'), ask(refusing))
officerRoutes.post('/desk/tasks/:id/refuse', can('task.work'), perform(refusing))
officerRoutes.get('/desk/tasks/:id/hand-over', can('task.handOver'), ask(handingOver))
officerRoutes.post('/desk/tasks/:id/hand-over', can('task.handOver'), perform(handingOver))
officerRoutes.get('/desk/tasks/:id/reveal', can('task.work'), ask({ action: 'reveal' }))
officerRoutes.post('/desk/tasks/:id/reveal', can('task.work'), postReveal)

interface Shown {
  /** The act whose form is open. */
  action?: DeskAction
  values?: Record<string, unknown>
  problems?: Form<unknown>['problems']
  /** Why the act could not be done, when somebody was quicker. */
  conflict?: string
  isRevealed?: boolean
}

async function showTask(req: ById, res: Response, shown: Shown = {}, status = 200) {
  const { ctx, t, text: inWords } = res.locals
  const { dossier, task } = await taskAtDesk(ctx, req.params.id)
  const query = readQueueQuery(req.query as Body)
  const [model, queue] = await Promise.all([deskTask(ctx, res.locals, dossier, task, shown.isRevealed === true), queueOf(ctx, query, lookedAt(req, res))])
  const acting = shown.action && !directActions.includes(shown.action) && model.actions.includes(shown.action) ? shown.action : undefined
  const typed = shown.values ?? {}
  const { boxes, values } = acting === 'approve' ? await resultForm(ctx, res.locals, dossier, task, typed) : { boxes: [], values: {} }
  page(res, 'desk/task', {
    title: t('desk:taskTitle', { item: inWords(model.item), applicant: task.applicantName }), density: 'officer', ...model,
    queue, query, queueString, lineState, upNext: nextOf(queue, task.id), done: doneActions.find(one => one === req.query.done),
    direct: directActions, acting, failed: shown.action, typed, problems: shown.problems ?? [], values: { ...typed, ...values }, boxes, targets: targetsOf(dossier, task),
    colleagues: acting === 'handOver' ? await listOfficersAt(ctx, task.officeId) : [], ...(acting ? { formId: 'form' } : {}),
    ...(shown.conflict ? { notice: { kind: 'warning', heading: t(Object.values(typed).flat().join('') === '' ? 'desk:notDone' : 'desk:conflict'), text: t(`errors:${shown.conflict}`) } } : {}),
  }, status)
}

const doneActions = ['claim', 'accept', 'requestSupplement', 'declineToAccept', 'approve', 'refuse', 'handOver'] as const

/** The page with the form of an act; when the act is not to be had, the page says by its buttons what is. */
function ask({ action }: Pick<Act<never>, 'action'>): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { dossier, task } = await taskAtDesk(res.locals.ctx, req.params.id)
    if (!deskActions(res.locals.ctx.actor, { task, theCase: dossier.theCase }).includes(action)) return res.redirect(303, back(req))
    await showTask(req, res, { action })
  }
}

/** Does it, or draws the page again as typed: with what is wrong, or with what somebody else has done meanwhile. */
function perform<T>({ action, read, perform: run }: Act<T>): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { ctx } = res.locals
    const body = (req.body ?? {}) as Body
    const { dossier, task } = await taskAtDesk(ctx, req.params.id)
    const { data, values, problems } = await read(body, { ctx, dossier, task })
    try {
      // What can't be done any more needs no corrections.
      requireAction(ctx.actor, { task, theCase: dossier.theCase }, action)
      if (data === undefined) return await showTask(req, res, { action, values, problems }, 422)
      // The page was drawn from a task that has changed since: what he decided on is not what is there.
      if (body.seen !== undefined && text(body.seen) !== task.updatedAt) throw new Conflict('task.changedSince')
      await run(ctx, req.params.id, data)
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      return showTask(req, res, { action, values, conflict: error.code }, 409)
    }
    res.redirect(303, back(req, action))
  }
}

function back(req: ById, done?: DeskAction): string {
  const query = queueString(readQueueQuery(req.query as Body))
  return `${paths.deskTask(req.params.id)}${query}${done ? `${query ? '&' : '?'}done=${done}` : ''}`
}

/** Shows covered numbers in this one answer; nothing remembers that they were shown but the history. */
async function postReveal(req: ById, res: Response) {
  const { data, values, problems } = readReason(req.body as Body, 200)
  if (data === undefined) return showTask(req, res, { action: 'reveal', values, problems }, 422)
  try {
    await reveal(res.locals.ctx, req.params.id, data)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return showTask(req, res, { action: 'reveal', values, conflict: error.code }, 409)
  }
  await showTask(req, res, { isRevealed: true })
}
