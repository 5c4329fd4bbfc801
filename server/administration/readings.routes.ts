import { Router, type Request, type Response } from 'express'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import { beijingDay } from '../limits/calendar.ts'
import { namesOf } from '../people/person.store.ts'
import { longestAnswer } from '../readings/question.ts'
import { getQuestion, listQuestions } from '../readings/question.store.ts'
import { getReading } from '../readings/reading.store.ts'
import { recordReading } from '../readings/record-reading.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { answerQuestion } from './answer-question.ts'
import { strip } from './reading-hours.ts'
import { readAnswer, readDay } from './readings.form.ts'
import { placeOf, readingsOfDay, type ReadingsOfDay } from './readings.view.ts'

/** Who reads whose data, as the auditor looks through it; and what people ask about it. */
export const readingsAuditRoutes = Router()

readingsAuditRoutes.get('/admin/audit/readings', can('audit.read'), showReadings)
readingsAuditRoutes.get('/admin/audit/readings/questions/:id', can('audit.read'), (req: ById, res) => drawQuestion(req, res))
readingsAuditRoutes.post('/admin/audit/readings/questions/:id', can('audit.read'), postAnswer)

type ById = Request<{ id: string }>

async function showReadings(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const today = beijingDay(ctx.now)
  const day = readDay(req.query.day, today)
  const [shown, open, answered] = await Promise.all([readingsOfDay(ctx, res.locals, day), listQuestions(ctx, 'open', 50), listQuestions(ctx, 'answered', 20)])
  await recordLookedThrough(ctx, shown)
  page(res, 'readings/audit', {
    title: t('readings:audit.title'), density: 'officer', ...shown, values: { day }, today, open, answered, strip,
    notice: req.query.done === 'answered' ? { kind: 'success', text: t('readings:audit.answered') } : undefined,
  })
}

/** The auditor is somebody who looks, too. */
const recordLookedThrough = (ctx: Ctx, { found }: ReadingsOfDay): Promise<void> =>
  recordReading(ctx, {
    kind: 'list', purpose: 'audit', officeId: null, fields: ['case.standing'],
    subjects: [...new Map(found.flatMap(({ reading: { region, subjects } }) => subjects.map(one => [`${one.personId} ${one.caseNumber}`, { ...one, region }] as const))).values()],
  })

async function drawQuestion(req: ById, res: Response, { values = {}, problems = [], conflict }: { values?: object; problems?: Problem[]; conflict?: string } = {}, status = 200) {
  const { ctx, t } = res.locals
  const question = await getQuestion(ctx, regionOfId(req.params.id), req.params.id)
  const reading = await getReading(ctx, question.region, question.readingId)
  await recordReading(ctx, { kind: 'page', purpose: 'audit', officeId: null, subjects: [{ personId: question.personId, caseNumber: question.caseNumber, region: question.region }], fields: ['question'] })
  const names = await namesOf(ctx, [reading?.actorId ?? '', question.answeredBy ?? ''])
  page(res, 'readings/audit-question', {
    title: t('readings:audit.questionTitle'), density: 'officer', question, reading, longest: longestAnswer, values, problems, ...(question.answeredAt === null ? { formId: 'form' } : {}),
    who: reading && { name: names.get(reading.actorId) ?? reading.actorId, place: await placeOf(ctx, res.locals, reading.officeId) }, answeredBy: names.get(question.answeredBy ?? '') ?? '',
    mayAnswer: question.answeredAt === null && reading?.actorId !== ctx.actor.id && question.personId !== ctx.actor.id,
    ...(conflict ? { notice: { kind: 'warning', heading: t('desk:notDone'), text: t(`errors:${conflict}`) } } : {}),
  }, status)
}

async function postAnswer(req: ById, res: Response) {
  const { data, values, problems } = readAnswer((req.body ?? {}) as Body)
  if (!data) return drawQuestion(req, res, { values, problems }, 422)
  try {
    await answerQuestion(res.locals.ctx, req.params.id, data)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return drawQuestion(req, res, { values, conflict: error.code }, 409)
  }
  res.redirect(303, paths.auditReadings({ done: 'answered' }))
}
