import { Router, type Request, type Response } from 'express'
import { Conflict, NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import { askAboutReading } from '../readings/ask-about-reading.ts'
import { answerWithin, longestQuestion } from '../readings/question.ts'
import { findSubject, getReading, listMattersRead, listReadingsOf } from '../readings/reading.store.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { positionText, readMatter, readPosition, readQuestion } from './access-log.form.ts'
import { mattersOf, readDays } from './access-log.view.ts'

/** Who read my data, and what for (个人信息保护法第四十四条: whoever the data are about has a right to know). */
export const accessLogRoutes = Router()

accessLogRoutes.get('/me/access-log', can('account.own'), showLog)
accessLogRoutes.get('/me/access-log/:id/question', can('account.own'), (req: ById, res) => drawQuestion(req, res))
accessLogRoutes.post('/me/access-log/:id/question', can('account.own'), postQuestion)

type ById = Request<{ id: string }>

const perPage = 40

async function showLog(req: Request, res: Response) {
  const { ctx, t, text } = res.locals
  const [matter, before] = [readMatter(req.query.matter), readPosition(req.query.before)]
  const [found, matters, numbers] = await Promise.all([listReadingsOf(ctx, ctx.actor.id, { before, caseNumber: matter, limit: perPage + 1 }), mattersOf(ctx), listMattersRead(ctx.db, ctx.actor.id, 100)])
  const shown = found.slice(0, perPage)
  const last = found.length > perPage ? shown.at(-1)?.reading : undefined
  page(res, 'readings/access-log', {
    title: t('readings:title'), days: await readDays(ctx, res.locals, shown, matters), values: { matter }, isFirst: before === undefined, next: last && positionText(last),
    done: req.query.done === 'asked', notice: req.query.done === 'asked' ? { kind: 'success', text: t('readings:question.done', { count: answerWithin.value }) } : undefined,
    matters: numbers.map(number => ({ value: number, text: nameOf(number) })),
  })

  function nameOf(number: string): string {
    const definition = matters.get(number)
    const title = definition ? text(definition.bundle.title) : t('readings:matter')
    return /^\d{20}$/.test(number) ? t('readings:numbered', { title, number }) : t('readings:draft', { title })
  }
}

async function drawQuestion(req: ById, res: Response, { values = {}, problems = [] }: { values?: object; problems?: Problem[] } = {}, status = 200) {
  const { ctx, t } = res.locals
  const { id } = req.params
  const region = regionOfId(id)
  const subject = region === '' ? undefined : await findSubject(ctx.db, { region, readingId: id, personId: ctx.actor.id })
  const reading = subject && (await getReading(ctx, region, id))
  if (!reading) throw new NotFound('page')
  const [day] = await readDays(ctx, res.locals, [{ reading, caseNumber: subject.caseNumber }], await mattersOf(ctx))
  const [matter] = day?.matters ?? []
  const isAsked = matter?.readings[0]?.question !== undefined
  page(res, 'readings/question', {
    title: t('readings:question.title'), matter, reading: matter?.readings[0], isAsked, longest: longestQuestion, within: answerWithin.value, values, problems, ...(isAsked ? {} : { formId: 'form' }),
  }, status)
}

async function postQuestion(req: ById, res: Response) {
  const { data, values, problems } = readQuestion((req.body ?? {}) as Body)
  if (!data) return drawQuestion(req, res, { values, problems }, 422)
  try {
    await askAboutReading(res.locals.ctx, req.params.id, data)
  } catch (error) {
    // A second click: the page says that it is asked, and by when it is answered.
    if (!(error instanceof Conflict)) throw error
    return drawQuestion(req, res, {}, 409)
  }
  res.redirect(303, paths.accessLog({ done: 'asked' }))
}
