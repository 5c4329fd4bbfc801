import { Router, type Request, type Response } from 'express'
import { listHandedIn } from '../drafts/draft.store.ts'
import { effectiveValue, type Value } from '../drafts/draft.ts'
import { fieldBox } from '../drafts/field-box.ts'
import { typedAs } from '../drafts/field-value.ts'
import { worldFor } from '../drafts/world.ts'
import { readTyped } from '../drafts/read-fields.ts'
import { listEvents } from '../ledger/event.store.ts'
import { beijingDay } from '../limits/calendar.ts'
import { acceptedTypes } from '../materials/upload.ts'
import { can } from '../web/can.ts'
import type { Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { uploadsIn } from '../web/uploads.ts'
import type { Dossier } from '../cases/case.ts'
import { correctionOf, passedOn, type Asked, type Correction } from '../cases/correction.ts'
import { whyAnswer } from './duty.view.ts'
import { awaitsDeferred } from '../cases/intake-acts.ts'
import { awaitsApplicant } from '../cases/lifecycle.ts'
import { getOwnDossier } from '../cases/own-case.ts'
import { shortcomingInWords, speechFor } from '../cases/said-words.ts'
import { sendPaper } from '../cases/send-paper.ts'
import { paperName, readSupplement } from './supplement.form.ts'
import { supplement } from '../cases/supplement.ts'

export const supplementRoutes = Router()

supplementRoutes.get('/cases/:number/supplement', can('case.own'), showSupplement)
supplementRoutes.post('/cases/:number/supplement', can('case.own'), postSupplement)

type ByNumber = Request<{ number: string }>

async function showSupplement(req: ByNumber, res: Response) {
  const dossier = await getOwnDossier(res.locals.ctx, req.params.number)
  if (!isOpen(dossier, res)) return drawLate(res, dossier, 'supplement', 200)
  await draw(res, dossier, await correctionFor(res, dossier))
}

/** Keeps the papers that are in order first, so that a fault in a field costs nobody a second upload. */
async function postSupplement(req: ByNumber, res: Response) {
  const { ctx } = res.locals
  const before = await getOwnDossier(ctx, req.params.number)
  if (!isOpen(before, res)) return drawLate(res, before, 'supplement', 409)
  const problems = await keepPapers(req, res, await correctionFor(res, before))
  const dossier = await getOwnDossier(ctx, req.params.number)
  const correction = await correctionFor(res, dossier)
  const body = req.body as Record<string, unknown>
  const typed = readTyped(body, correction.fields.map(({ planned }) => planned.field))
  const { data, values, problems: all } = readSupplement(body, correction, await worldFor(ctx, Object.values(typed)), problems)
  if (!data) return draw(res, dossier, correction, values as Record<string, Value>, all)
  await supplement(ctx, req.params.number, data)
  res.redirect(303, `${paths.case(req.params.number)}?sent`)
}

/** Somebody waits for an answer, and its day has not passed. */
const isOpen = ({ tasks, theCase: { proceedings: { notice } } }: Dossier, { locals: { ctx } }: Response): boolean =>
  tasks.some(({ status }) => awaitsApplicant(status)) && (notice?.answerBy ?? '9') >= beijingDay(ctx.now)

/** Nothing is asked any more, or its time has passed: that is said, and what to do. */
export async function drawLate(res: Response, dossier: Dossier, what: 'supplement' | 'deferred', status: number) {
  const { ctx, t } = res.locals
  const { theCase, version } = dossier
  const events = await listEvents(ctx.db, { region: theCase.region, caseId: theCase.id })
  page(res, 'cases/late', {
    title: t(`cases:late.title.${what}`), theCase, bundleTitle: version.definition.bundle.title, what, passedOn: passedOn(dossier, events, what, beijingDay(ctx.now)),
  }, status)
}

const correctionFor = async (res: Response, dossier: Dossier): Promise<Correction> =>
  correctionOf(dossier, await listHandedIn(res.locals.ctx, { region: dossier.theCase.region, id: dossier.theCase.draftId }))

async function keepPapers(req: ByNumber, res: Response, { materials }: Correction): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const { material } of materials) {
    const field = paperName(material.id)
    for (const upload of uploadsIn(req, field)) {
      const problem = await sendPaper(res.locals.ctx, req.params.number, material.id, upload)
      if (problem) problems.push({ ...problem, field })
    }
  }
  return problems
}

async function draw(res: Response, dossier: Dossier, correction: Correction, typed?: Record<string, Value>, problems: Problem[] = []) {
  const { ctx, t, text } = res.locals
  const { offices } = await speechFor(ctx, res.locals, dossier)
  const reasons = (asked: readonly Asked[]) => asked.map(({ task, code, reason }) =>
    t('cases:supplement.asked', { office: text(offices.get(task.officeId)?.name ?? { zh: '', en: '' }), reason: shortcomingInWords({ code, note: reason }, { t, text }) }))
  const current = (id: string) => effectiveValue(dossier.theCase.content, id) ?? ''
  const values = typed ?? Object.fromEntries(correction.fields.map(({ planned: { field } }) => [field.id, typedAs(field.type, current(field.id))]))
  const fields = await Promise.all(correction.fields.map(async ({ planned, asked }) => ({
    box: await fieldBox(ctx.db, { ...planned, isRequired: true }, values[planned.field.id] ?? '', text), reasons: reasons(asked),
  })))
  const answerBy = dossier.theCase.proceedings.notice?.answerBy ?? ''
  page(res, 'cases/supplement', {
    title: t('cases:supplement.title'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, formId: 'form',
    fields, materials: correction.materials.map(({ material, asked, sent }) => ({ name: paperName(material.id), material, reasons: reasons(asked), sent })),
    acceptedTypes, values, problems, answerBy, why: whyAnswer(dossier, { kind: 'answer', on: answerBy, taskIds: [] }), hasDeferred: dossier.tasks.some(task => awaitsDeferred(task)),
  }, problems.length > 0 || typed ? 422 : 200)
}
