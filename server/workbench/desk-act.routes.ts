import type { Request, RequestHandler, Response, Router } from 'express'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Permission } from '../people/permissions.ts'
import type { ReadingPurpose } from '../readings/reading.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Form, type Problem } from '../web/form.ts'
import type { RequestLocals } from '../web/locals.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import type { Dossier, Task } from '../cases/case.ts'
import { recordCase } from '../cases/record-case.ts'
import { deskActionNames, deskActions, requireAction, type DeskAction } from '../cases/desk-actions.ts'
import { deskTask, type DeskTask } from './desk-task.view.ts'
import { taskAtDesk } from '../cases/desk.ts'
import { isFinal } from '../cases/lifecycle.ts'
import { lineState } from '../cases/progress.ts'
import { queueString } from './queue.form.ts'
import { lookedAt, queueQuery } from './queue.routes.ts'
import { nextOf, queueOf, recordQueue } from './queue.view.ts'

/**
 * An act on a task: its button, its form (`views/desk/acts/<action>.ejs`), what is read from it and what
 * is done with it. A routes file of the desk is a table of acts; pages, problems and conflicts are told
 * here for all of them.
 */
export interface Act {
  action: DeskAction
  /** Reads what was typed; `run` is there when nothing is wrong with it. */
  read: (body: Body, at: AtDesk) => Promise<{ values: Record<string, unknown>; problems: Problem[]; run?: () => Promise<void> }>
  form: NonNullable<More['form']>
  after: More['after']
}

export interface AtDesk {
  ctx: Ctx
  dossier: Dossier
  task: Task
  speaker: Pick<RequestLocals, 't' | 'text' | 'language'>
}

interface More {
  /** What the form needs beside the task's page; its `values` win over what was typed. */
  form?: (at: AtDesk, typed: Record<string, unknown>) => object | Promise<object>
  /** Answers in place of the task's page with “done”. */
  after?: (req: ById, res: Response) => Promise<void>
}

export const act = <T>(action: DeskAction, read: (body: Body, at: AtDesk) => Form<T> | Promise<Form<T>>, run: (ctx: Ctx, taskId: string, data: T) => Promise<void>, more: More = {}): Act => ({
  action,
  read: async (body, at) => {
    const { data, ...typed } = await read(body, at)
    return data === undefined ? typed : { ...typed, run: () => run(at.ctx, at.task.id, data) }
  },
  form: more.form ?? (() => ({})),
  after: more.after,
})

/** For what is done by its button alone. */
export const nothing = (): Form<true> => ({ data: true, values: {}, problems: [] })

/** Mounts acts, each at `/desk/tasks/:id/<action>`. */
export function offer(router: Router, permission: Permission, acts: readonly Act[]): void {
  for (const one of acts) {
    router.get(paths.deskActRoute(one.action), can(permission), ask(one))
    router.post(paths.deskActRoute(one.action), can(permission), perform(one))
  }
}

export type ById = Request<{ id: string }>

interface Shown {
  /** The act whose form is open. */
  act?: Act
  values?: Record<string, unknown>
  problems?: Problem[]
  /** Why the act could not be done, when somebody was quicker. */
  conflict?: string
}

/** The page of a task, with the form of an act while that is to be had. */
export async function showTask(req: ById, res: Response, shown: Shown = {}, status = 200): Promise<void> {
  const { ctx, t, text: inWords } = res.locals
  const at = { ...(await taskAtDesk(ctx, req.params.id)), ctx, speaker: res.locals }
  const query = queueQuery(req, res)
  const [model, queue] = await Promise.all([deskTask(ctx, res.locals, at.dossier, at.task), queueOf(ctx, query, lookedAt(req, res))])
  const { act: tried, values: typed = {} } = shown
  const acting = tried && model.actions.includes(tried.action) && !model.direct.includes(tried.action) ? tried.action : undefined
  const { values = {}, ...form } = (acting && tried ? await tried.form(at, typed) : {}) as { values?: object }
  await Promise.all([recordPage(ctx, at, model, tried?.action), recordQueue(ctx, queue)])
  page(res, 'desk/task', {
    title: t('desk:taskTitle', { item: inWords(model.item), applicant: model.task.applicantName }), density: 'officer', ...model, ...form,
    queue, query, queueString, lineState, upNext: nextOf(queue, at.task.id), done: deskActionNames.find(one => one === req.query.done),
    acting, failed: tried?.action, typed: wordsOf(typed), problems: shown.problems ?? [], values: { ...typed, ...values }, ...(acting ? { formId: 'form' } : {}),
    ...(shown.conflict ? { notice: { kind: 'warning', heading: t(wordsOf(typed).length === 0 ? 'desk:notDone' : 'desk:conflict'), text: t(`errors:${shown.conflict}`) } } : {}),
  }, status)
}

/** What somebody opens a task for; where it is none of these, to examine it. */
const purposes: Partial<Record<DeskAction, ReadingPurpose>> = {
  approve: 'decision', refuse: 'decision', agree: 'decision', sendBack: 'decision', decideExtension: 'decision', correctResult: 'followUp', deliver: 'followUp', checkCommitment: 'followUp',
  revokeDecision: 'followUp', repairBreach: 'followUp', reopen: 'followUp', suspend: 'procedure', prolong: 'procedure', resume: 'procedure', askExtension: 'procedure',
  arrangeVisit: 'procedure', recordVisit: 'procedure', cancelVisit: 'procedure', askOffice: 'request', cancelRequest: 'request', handOver: 'handOver',
}

const recordPage = (ctx: Ctx, { dossier: { theCase }, task }: AtDesk, { reading }: DeskTask, action: DeskAction | undefined): Promise<void> =>
  recordCase(ctx, theCase, {
    kind: 'page', purpose: (action && purposes[action]) ?? (isFinal(task.status) ? 'followUp' : 'examination'), officeId: task.officeId, taskId: task.id, ...reading,
  })

/** What a date is counted from. */
const counted = ['until', 'value']

/** What was chosen can be chosen again; what was written must not be lost. */
const choices = /^(ask|to|ground|kind|chairId|taskIds|id|outcome|how|toOfficeId|fields|materials|code\..*)$/

const wordsOf = (typed: Record<string, unknown>): string[] =>
  Object.entries(typed).filter(([name]) => !choices.test(name)).map(([, value]) => [value].flat().join(' ')).filter(words => words.trim() !== '')

/** The page with the form of an act; when the act is not to be had, the page says by its buttons what is. */
function ask(one: Act): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { dossier, task } = await taskAtDesk(res.locals.ctx, req.params.id)
    if (!deskActions(res.locals.ctx.actor, dossier, task).includes(one.action)) return res.redirect(303, back(req))
    await showTask(req, res, { act: one })
  }
}

/** Does it, or draws the page again as typed: with what is wrong, with the dates that would come of it (`count`), or with what somebody else has done meanwhile. */
function perform(one: Act): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { ctx } = res.locals
    const body = (req.body ?? {}) as Body
    const { dossier, task } = await taskAtDesk(ctx, req.params.id)
    const { values, problems, run } = await one.read(body, { ctx, dossier, task, speaker: res.locals })
    try {
      // What can't be done any more needs no corrections.
      requireAction(ctx.actor, dossier, task, one.action)
      // To count a date only what it is counted from has to be right.
      const inCount = problems.filter(({ field }) => counted.includes(field))
      if (body.count !== undefined) return await showTask(req, res, { act: one, values, problems: inCount }, inCount.length > 0 ? 422 : 200)
      // The page was drawn from a task that has changed since: what he decided on is not what is there.
      if (body.seen !== undefined && text(body.seen) !== task.updatedAt) throw new Conflict('task.changedSince')
      if (!run) return await showTask(req, res, { act: one, values, problems }, 422)
      await run()
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      return showTask(req, res, { act: one, values, conflict: error.code }, 409)
    }
    if (one.after) return one.after(req, res)
    res.redirect(303, back(req, one.action))
  }
}

function back(req: ById, done?: DeskAction): string {
  const query = queueString(queueQuery(req, req.res as Response))
  return `${paths.deskTask(req.params.id)}${query}${done ? `${query ? '&' : '?'}done=${done}` : ''}`
}
