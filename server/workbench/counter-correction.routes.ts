import { Router, type Request, type Response } from 'express'
import { fieldBox } from '../drafts/field-box.ts'
import type { Value } from '../drafts/draft.ts'
import { worldFor } from '../drafts/world.ts'
import { acceptedTypes } from '../materials/upload.ts'
import { Conflict, Forbidden } from '../errors.ts'
import { placesOf } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { uploadsIn } from '../web/uploads.ts'
import type { Dossier } from '../cases/case.ts'
import { caseAtCounter } from './counter.ts'
import { correctableFields, correctablePapers, correctOnTheSpot, takeOnTheSpot } from './counter-correction.ts'
import { readCorrection, readIdentity, shownNow, typedNow } from './counter-correction.form.ts'
import { recordCase } from '../cases/record-case.ts'
import { isApplicantPresent } from './counter-presence.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'

export const counterCorrectionRoutes = Router()

counterCorrectionRoutes.get('/counter/cases/:number/correct', can('counter.serve'), askIdentity)
counterCorrectionRoutes.post('/counter/cases/:number/correct', can('counter.serve'), postCorrection)

type ByNumber = Request<{ number: string }>

/** A case with something that can be put right at once; nobody corrects his own. */
async function caseToCorrect(req: ByNumber, res: Response): Promise<Dossier | undefined> {
  const { ctx } = res.locals
  const dossier = await caseAtCounter(ctx, req.params.number)
  if (isOwnMatter(ctx.actor, dossier.theCase)) throw new Forbidden('task.ownMatter')
  if (correctableFields(dossier).length > 0 || correctablePapers(dossier).length > 0) return dossier
  res.redirect(303, paths.counterCase(req.params.number))
  return undefined
}

async function askIdentity(req: ByNumber, res: Response) {
  const dossier = await caseToCorrect(req, res)
  if (dossier) await drawIdentity(res, dossier, {}, [], 200)
}

/**
 * First the number on the card, which opens the data to the counter because the applicant stands there;
 * then, with the same number, what was changed. It is posted each time and kept nowhere.
 */
async function postCorrection(req: ByNumber, res: Response) {
  const { ctx } = res.locals
  const dossier = await caseToCorrect(req, res)
  if (!dossier) return
  const body = req.body as Body
  const isFilled = body.step === 'correct'
  const card = isFilled ? { ...readIdentity({ identity: body.identity }) } : readIdentity(body)
  if (card.data === undefined) return drawIdentity(res, dossier, card.values, card.problems, 422)
  if (!(await isApplicantPresent(ctx, dossier.theCase, card.data))) return drawIdentity(res, dossier, card.values, [{ field: 'identity', code: 'counter:problem.notApplicant' }], 422)
  if (!isFilled) return drawFields(res, dossier, { identity: card.data }, [], 200)
  const fields = correctableFields(dossier)
  const { data, values, problems } = readCorrection(body, fields, dossier.theCase.content, await worldFor(ctx, Object.values(typedNow(body, fields))), chosenPapers(req, dossier).length > 0)
  if (!data) return drawFields(res, dossier, values, problems, 422)
  try {
    const refused = await takePapers(req, res, dossier)
    await correctOnTheSpot(ctx, req.params.number, data)
    if (refused.length > 0) return await drawFields(res, await caseAtCounter(ctx, req.params.number), { identity: card.data }, refused, 422)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return drawFields(res, await caseAtCounter(ctx, req.params.number), values, [], 409, error.code)
  }
  res.redirect(303, paths.counterCase(req.params.number, 'corrected'))
}

const chosenPapers = (req: Request, dossier: Dossier) =>
  correctablePapers(dossier).map(({ id }) => ({ id, uploads: uploadsIn(req, paperName(id)) })).filter(({ uploads }) => uploads.length > 0)

/** Each paper is kept by itself: what was right is not sent again because of another. */
async function takePapers(req: ByNumber, { locals: { ctx } }: Response, dossier: Dossier): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const { id, uploads } of chosenPapers(req, dossier)) problems.push(...(await takeOnTheSpot(ctx, req.params.number, id, uploads)).map(problem => ({ ...problem, field: paperName(id) })))
  return problems
}

const paperName = (materialId: string): string => `paper.${materialId}`

const recordAtCounter = ({ locals: { ctx } }: Response, theCase: Dossier['theCase'], fields: string[]): Promise<void> =>
  recordCase(ctx, theCase, { kind: 'page', purpose: 'counter', officeId: placesOf(ctx.actor, 'counter.serve')[0] ?? null, fields })

async function drawIdentity(res: Response, { theCase, version }: Dossier, values: Record<string, unknown>, problems: Problem[], status: number) {
  await recordAtCounter(res, theCase, ['applicant.name'])
  page(res, 'counter/identify', {
    title: res.locals.t('counter:correct.title'), density: 'officer', formId: 'form', theCase: { number: theCase.number, applicantName: theCase.applicantName },
    bundleTitle: version.definition.bundle.title, values, problems,
  }, status)
}

async function drawFields(res: Response, dossier: Dossier, typed: Record<string, unknown>, problems: Problem[], status: number, conflict?: string) {
  const { ctx, t, text } = res.locals
  const { theCase, version } = dossier
  const fields = correctableFields(dossier)
  const now = Object.fromEntries(fields.map(planned => [planned.field.id, shownNow(theCase.content, planned)]))
  const values: Record<string, unknown> = { ...now, ...typed }
  const sections = await Promise.all([...Map.groupBy(fields, ({ group }) => group)].map(async ([group, planned]) => ({
    group, boxes: await Promise.all(planned.map(one => fieldBox(ctx.db, { ...one, needs: [] }, (values[one.field.id] ?? '') as Value, text))),
  })))
  await recordAtCounter(res, theCase, ['applicant.name', ...fields.map(({ field }) => field.id)])
  page(res, 'counter/correct', {
    title: t('counter:correct.title'), density: 'officer', formId: 'form', theCase: { number: theCase.number, applicantName: theCase.applicantName },
    bundleTitle: version.definition.bundle.title, sections, values, problems, acceptedTypes,
    papers: correctablePapers(dossier).map(({ id, name, hint }) => ({ field: paperName(id), name, hint })),
    ...(conflict ? { notice: { kind: 'warning', heading: t('counter:notDone'), text: t(`errors:${conflict}`) } } : {}),
  }, status)
}
