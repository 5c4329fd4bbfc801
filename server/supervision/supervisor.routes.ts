import { Router, type Request, type Response } from 'express'
import type { Dossier, Task } from '../cases/case.ts'
import { regionOfNumber } from '../cases/filing.ts'
import type { TaskStatus } from '../cases/lifecycle.ts'
import { recordCase } from '../cases/record-case.ts'
import { recordList } from '../cases/record-list.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { beijingDay } from '../limits/calendar.ts'
import { placesOf } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import type { LineState } from '../web/line.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { caseUnderSupervision, extendCase } from './extend-case.ts'
import { readExtension } from './extension.form.ts'
import { giveOrder, taskUnderSupervision } from './give-order.ts'
import { jointCase } from './joint-case.view.ts'
import { readOrder } from './order.form.ts'
import { choicesOf, overviewOf } from './overview.view.ts'
import { supervisedTask } from './supervised-task.view.ts'
import { readWatchQuery, watchString } from './watch.form.ts'
import { watchedOf } from './watch-list.view.ts'
import { watchLists } from './watch.ts'

/** How the desks explain a date and draw a status: supervision shows both alike. */
interface Showing {
  whyDate: (dossier: Dossier, task: Task) => object | undefined
  lineState: (status: TaskStatus) => LineState
}

interface Shown {
  values?: object
  problems?: Problem[]
  /** Why it could not be done, when the case has changed meanwhile. */
  conflict?: string
}

type OfTask = Request<{ id: string }>
type OfCase = Request<{ number: string }>

export function supervisorRoutes(showing: Showing): Router {
  const routes = Router()
  routes.get('/supervision', can('supervision.read'), (req, res) => showTown(req, res, showing))
  routes.get('/supervision/tasks/:id', can('supervision.read'), (req: OfTask, res) => showTask(req, res, showing))
  routes.post('/supervision/tasks/:id/orders', can('supervision.order'), (req: OfTask, res) => postOrder(req, res, showing))
  routes.get('/supervision/cases/:number', can('supervision.read'), (req: OfCase, res) => showCase(req, res, showing))
  routes.post('/supervision/cases/:number/extend', can('supervision.order'), (req: OfCase, res) => postExtension(req, res, showing))
  return routes
}

async function showTown(req: Request, res: Response, { lineState }: Showing) {
  const { ctx, t } = res.locals
  const query = readWatchQuery(req.query as Body, ctx.actor)
  // At a glance, what is overdue stands under the picture.
  const [overview, choices, watched] = await Promise.all([query.list ? undefined : overviewOf(ctx, query), choicesOf(ctx, query.within), watchedOf(ctx, query, query.list ?? 'overdue')])
  await recordList(ctx, 'supervision', watched.rows.map(({ caseNumber }) => ({ region: regionOfNumber(caseNumber), caseNumber, officeId: placeOf(ctx) })), ['case.standing'])
  page(res, 'supervision/town', { title: t(`supervision:list.${query.list ?? 'glance'}`), density: 'officer', query, lists: watchLists, watchString, overview, choices, watched, lineState })
}

/** The region for which somebody supervises. */
const placeOf = ({ actor }: Ctx): string | null => placesOf(actor, 'supervision.read')[0] ?? null

const recordSupervised = (ctx: Ctx, { theCase }: Dossier, taskId?: string): Promise<void> =>
  recordCase(ctx, theCase, { kind: 'page', purpose: 'supervision', officeId: placeOf(ctx), fields: ['case.standing'], ...(taskId ? { taskId } : {}) })

async function showTask(req: OfTask, res: Response, { whyDate, lineState }: Showing, { values, problems = [], conflict }: Shown = {}, status = 200) {
  const { ctx, t, text } = res.locals
  const { dossier, task } = await taskUnderSupervision(ctx, req.params.id)
  const shown = await supervisedTask(ctx, res.locals, dossier, task)
  await recordSupervised(ctx, dossier, task.id)
  page(res, 'supervision/task', {
    ...shown, title: t('supervision:task.title', { item: text(shown.item) }), density: 'officer', lineState, dueWhy: whyDate(dossier, task), problems,
    values: values ?? { answerOn: shown.answerOn }, isTyped: values !== undefined, ...(shown.canOrder ? { formId: 'order-form' } : {}), ...noticeOf(res, conflict, req.query.done === 'ordered' && 'supervision:order.given'),
  }, status)
}

async function postOrder(req: OfTask, res: Response, showing: Showing) {
  const { ctx } = res.locals
  const { data, values, problems } = readOrder((req.body ?? {}) as Body, beijingDay(ctx.now))
  if (!data) return showTask(req, res, showing, { values, problems }, 422)
  try {
    await giveOrder(ctx, req.params.id, data)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return showTask(req, res, showing, { values, conflict: error.code }, 409)
  }
  res.redirect(303, paths.supervisedTask(req.params.id, 'ordered'))
}

async function showCase(req: OfCase, res: Response, { lineState }: Showing, { values, problems = [], conflict }: Shown = {}, status = 200) {
  const { ctx, t, text } = res.locals
  const dossier = await caseUnderSupervision(ctx, req.params.number)
  const shown = await jointCase(ctx, res.locals, dossier, lineState)
  await recordSupervised(ctx, dossier)
  page(res, 'supervision/case', {
    joint: shown, title: t('supervision:case.title', { bundle: text(shown.bundle) }), density: 'officer', lineState, problems, values: values ?? {}, isTyped: values !== undefined,
    ...(shown.refusal ? {} : { formId: 'extension-form' }), ...noticeOf(res, conflict, req.query.done === 'extended' && 'supervision:case.extendedNow'),
  }, status)
}

async function postExtension(req: OfCase, res: Response, showing: Showing) {
  const { ctx } = res.locals
  const { data, values, problems } = readExtension((req.body ?? {}) as Body, await caseUnderSupervision(ctx, req.params.number), beijingDay(ctx.now))
  if (!data) return showCase(req, res, showing, { values, problems }, 422)
  try {
    await extendCase(ctx, req.params.number, data)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return showCase(req, res, showing, { values, conflict: error.code }, 409)
  }
  res.redirect(303, paths.supervisedCase(req.params.number, 'extended'))
}

function noticeOf({ locals: { t } }: Response, conflict: string | undefined, done: string | false): object {
  if (conflict) return { notice: { kind: 'warning', heading: t('desk:conflict'), text: t(`errors:${conflict}`) } }
  return done ? { notice: { kind: 'success', text: t(done) } } : {}
}
