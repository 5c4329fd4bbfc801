import { Router, type Request, type Response } from 'express'
import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { placesOf } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { acceptWhole, noteAtCounter } from './accept-whole.ts'
import { itemOf, type Dossier, type Task } from '../cases/case.ts'
import { caseForIntake } from './counter.ts'
import { readCursor, readSeen } from './counter-intake.form.ts'
import { intakeOf, intakeQueue, notableOf } from './counter-intake.view.ts'
import { readShortcomings } from './intake.form.ts'
import { regionOfNumber } from '../cases/filing.ts'
import { isUnspoken } from '../cases/lifecycle.ts'
import { lineState } from '../cases/progress.ts'
import { recordCase } from '../cases/record-case.ts'
import { recordList } from '../cases/record-list.ts'

export const counterIntakeRoutes = Router()

counterIntakeRoutes.get('/counter/intake', can('counter.serve'), showQueue)
counterIntakeRoutes.get('/counter/intake/:number', can('counter.serve'), (req: ByNumber, res) => showIntake(req, res))
counterIntakeRoutes.post('/counter/intake/:number/accept', can('counter.serve'), postAccept)
counterIntakeRoutes.get('/counter/intake/:number/items/:item/deficiencies', can('counter.serve'), askNoted)
counterIntakeRoutes.post('/counter/intake/:number/items/:item/deficiencies', can('counter.serve'), postNoted)

type ByNumber = Request<{ number: string }>
type ByItem = Request<{ number: string; item: string }>

async function showQueue(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const after = readCursor(req.query.after)
  const queue = await intakeQueue(ctx, after)
  const officeId = placesOf(ctx.actor, 'counter.serve')[0] ?? null
  await recordList(ctx, 'intake', queue.rows.map(({ row: { caseNumber } }) => ({ region: regionOfNumber(caseNumber), caseNumber, officeId })), ['applicant.name'])
  page(res, 'counter/intakes', { title: t('counter:intake.title'), density: 'officer', isLater: after !== undefined, ...queue })
}

const doneActions = ['accepted', 'noted'] as const

async function showIntake(req: ByNumber, res: Response, conflict?: string) {
  const { ctx, t } = res.locals
  const { number } = req.params
  const dossier = await caseForIntake(ctx, number)
  const { theCase, version } = dossier
  const done = doneActions.find(one => one === req.query.done)
  await recordIntake(ctx, dossier)
  page(res, 'counter/intake', {
    title: t('counter:intake.caseTitle', { number }), density: 'officer', bundleTitle: version.definition.bundle.title, lineState,
    theCase: { number, applicantName: theCase.applicantName, submittedAt: theCase.submittedAt, channel: theCase.channel, acceptedWholeAt: theCase.proceedings.acceptedWholeAt },
    ...(await intakeOf(ctx, res.locals, dossier)),
    notice: conflict ? { kind: 'warning', heading: t('counter:notDone'), text: t(`errors:${conflict}`) } : done ? { kind: 'success', text: t(`counter:intake.done.${done}`) } : undefined,
  }, conflict ? 409 : 200)
}

async function postAccept(req: ByNumber, res: Response) {
  const { number } = req.params
  try {
    await acceptWhole(res.locals.ctx, number, readSeen((req.body as Body).seen))
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return showIntake(req, res, error.code)
  }
  res.redirect(303, paths.counterIntake(number, 'accepted'))
}

async function taskForIntake(req: ByItem, res: Response): Promise<{ dossier: Dossier; task: Task }> {
  const dossier = await caseForIntake(res.locals.ctx, req.params.number)
  const task = dossier.tasks.find(({ itemCode }) => itemCode === req.params.item)
  if (!task) throw new NotFound('page')
  return { dossier, task }
}

async function askNoted(req: ByItem, res: Response) {
  const { dossier, task } = await taskForIntake(req, res)
  if (!isUnspoken(task.status)) return res.redirect(303, paths.counterIntake(req.params.number))
  await drawNoted(res, dossier, task, {}, [], 200)
}

async function postNoted(req: ByItem, res: Response) {
  const { number, item } = req.params
  const { dossier, task } = await taskForIntake(req, res)
  const { targets, isRepeat } = notableOf(dossier, task, res.locals)
  const { data, values, problems } = readShortcomings(req.body as Body, targets, isRepeat)
  // What can't be noted any more needs no corrections.
  if (!isUnspoken(task.status)) return showIntake(req, res, 'task.notAllowed')
  if (!data) return drawNoted(res, dossier, task, values, problems, 422)
  try {
    await noteAtCounter(res.locals.ctx, number, item, data)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return showIntake(req, res, error.code)
  }
  res.redirect(303, paths.counterIntake(number, 'noted'))
}

const recordIntake = (ctx: Ctx, { theCase }: Dossier): Promise<void> =>
  recordCase(ctx, theCase, { kind: 'page', purpose: 'intake', officeId: placesOf(ctx.actor, 'counter.serve')[0] ?? null, fields: ['applicant.name', 'case.standing'] })

async function drawNoted(res: Response, dossier: Dossier, task: Task, values: Record<string, unknown>, problems: Problem[], status: number) {
  const { t, text } = res.locals
  const { name } = itemOf(dossier, task).item
  const { shown, isRepeat } = notableOf(dossier, task, res.locals)
  await recordIntake(res.locals.ctx, dossier)
  page(res, 'counter/note', {
    title: t('counter:note.title', { item: text(name) }), density: 'officer', formId: 'form', item: text(name), itemCode: task.itemCode,
    theCase: { number: dossier.theCase.number, applicantName: dossier.theCase.applicantName }, notable: shown, isRepeat, values, problems,
  }, status)
}
