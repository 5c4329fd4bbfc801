import { Router, type Request, type Response } from 'express'
import { listHandedIn } from '../drafts/draft.store.ts'
import { effectiveValue, type Value } from '../drafts/draft.ts'
import { fieldBox } from '../drafts/field-box.ts'
import { typedAs } from '../drafts/field-value.ts'
import { worldFor } from '../drafts/world.ts'
import { readTyped } from '../drafts/read-fields.ts'
import { acceptedTypes } from '../materials/upload.ts'
import { getOffice } from '../offices/office.store.ts'
import { can } from '../web/can.ts'
import type { Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { uploadsIn } from '../web/uploads.ts'
import type { Dossier } from './case.ts'
import { correctionOf, type Asked, type Correction } from './correction.ts'
import { awaitsApplicant } from './lifecycle.ts'
import { getOwnDossier } from './own-case.ts'
import { sendPaper } from './send-paper.ts'
import { paperName, readSupplement } from './supplement.form.ts'
import { supplement } from './supplement.ts'

export const supplementRoutes = Router()

supplementRoutes.get('/cases/:number/supplement', can('case.own'), showSupplement)
supplementRoutes.post('/cases/:number/supplement', can('case.own'), postSupplement)

type ByNumber = Request<{ number: string }>

async function showSupplement(req: ByNumber, res: Response) {
  const dossier = await getOwnDossier(res.locals.ctx, req.params.number)
  if (!dossier.tasks.some(({ status }) => awaitsApplicant(status))) return res.redirect(303, paths.case(req.params.number))
  await draw(res, dossier, await correctionFor(res, dossier))
}

/** Keeps the papers that are in order first, so that a fault in a field costs nobody a second upload. */
async function postSupplement(req: ByNumber, res: Response) {
  const { ctx } = res.locals
  const before = await getOwnDossier(ctx, req.params.number)
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
  const names = new Map(await Promise.all([...correction.fields, ...correction.materials].flatMap(({ asked }) => asked).map(async ({ task: { officeId } }) =>
    [officeId, text((await getOffice(ctx.db, officeId)).name)] as const)))
  const reasons = (asked: readonly Asked[]) => asked.map(({ task, reason }) => t('cases:supplement.asked', { office: names.get(task.officeId), reason }))
  const current = (id: string) => effectiveValue(dossier.theCase.content, id) ?? ''
  const values = typed ?? Object.fromEntries(correction.fields.map(({ planned: { field } }) => [field.id, typedAs(field.type, current(field.id))]))
  const fields = await Promise.all(correction.fields.map(async ({ planned, asked }) => ({
    box: await fieldBox(ctx.db, { ...planned, isRequired: true }, values[planned.field.id] ?? '', text), reasons: reasons(asked),
  })))
  page(res, 'cases/supplement', {
    title: t('cases:supplement.title'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, formId: 'form',
    fields, materials: correction.materials.map(({ material, asked, sent }) => ({ name: paperName(material.id), material, reasons: reasons(asked), sent })),
    acceptedTypes, values, problems,
  }, problems.length > 0 || typed ? 422 : 200)
}
