import { Router, type Request, type Response } from 'express'
import { Conflict } from '../errors.ts'
import { namesOf } from '../people/person.store.ts'
import { recordReading } from '../readings/record-reading.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { confirmPart, declinePart } from './answer-confirmation.ts'
import { readConfirmation, readRefusal } from './confirmation.form.ts'
import { confirmationView, shownContext } from './confirmation.view.ts'
import { changesOfPart, fieldsOfPart, type Part, type PartChanges } from './co-part.ts'
import { getOwnConfirmation, listOwnConfirmations } from './own-confirmation.ts'

export const confirmationRoutes = Router()

confirmationRoutes.get('/me/confirmations', can('account.own'), showAll)
confirmationRoutes.get('/me/confirmations/:id', can('account.own'), (req: ById, res: Response) => showOne(req, res))
confirmationRoutes.post('/me/confirmations/:id', can('account.own'), postConfirm)
confirmationRoutes.post('/me/confirmations/:id/decline', can('account.own'), postDecline)

type ById = Request<{ id: string }>

async function showAll(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const named = await listOwnConfirmations(ctx)
  const names = await namesOf(ctx, named.map(({ draft }) => draft.applicantId))
  const done = text(req.query.done)
  page(res, 'drafts/confirmations', {
    title: t('confirmations:list.title'),
    matters: named.map(({ confirmation, draft, definition, one }) => ({
      id: confirmation.id, draftId: draft.id, title: definition.bundle.title, applicant: names.get(draft.applicantId) ?? '', askedAt: confirmation.askedAt, standing: one?.standing ?? 'filed',
    })),
    notice: done === 'confirmed' || done === 'declined' ? { kind: 'success', text: t(`confirmations:list.done.${done}`) } : undefined,
  })
}

interface Drawn {
  problems?: Problem[]
  values?: Record<string, unknown>
  /** When the form said something else by the time he answered. */
  changes?: PartChanges
  status?: number
}

async function showOne(req: ById, res: Response, { problems = [], values = {}, changes, status = 200 }: Drawn = {}): Promise<void> {
  const { t, text: inLanguage } = res.locals
  const { one, ...named } = await getOwnConfirmation(res.locals.ctx, req.params.id)
  // Once filed there is a case to look at.
  if (!one) return res.redirect(303, paths.draft(named.draft.id))
  const view = await confirmationView({ ...named, one }, changes ?? one.changes, res.locals)
  const { draft, plan } = named
  await recordReading(res.locals.ctx, {
    kind: 'page', purpose: 'coApplication', role: 'coApplicant', officeId: null, fields: fieldsOfPart(one.coApplicant, plan).map(({ field }) => field.id), subjects: [{ personId: draft.applicantId, region: draft.region }],
  })
  page(res, 'drafts/confirmation', {
    title: t('confirmations:one.title', { title: inLanguage(view.bundle.title) }), ...view, problems, values, isNews: changes !== undefined, url: paths.confirmation(req.params.id),
  }, status)
}

async function postConfirm(req: ById, res: Response) {
  const { ctx } = res.locals
  const { id } = req.params
  const { data, values, problems } = readConfirmation(req.body as Body)
  if (!data) return showOne(req, res, { problems, values, status: problems.length > 0 ? 422 : 200 })
  const shown = shownPart(res, id, data.shown)
  try {
    await confirmPart(ctx, id, shown)
  } catch (error) {
    if (error instanceof Conflict && error.code === 'assurance.tooLow') return showOne(req, res, { problems: [{ field: 'confirmed', code: 'drafts:assurance.problem' }], values, status: 422 })
    if (!(error instanceof Conflict && error.code === 'confirmation.changed')) throw error
    const { one } = await getOwnConfirmation(ctx, id)
    return showOne(req, res, { changes: shown && one ? changesOfPart(shown, one.part) : { fields: [], isMatterChanged: true }, status: 409 })
  }
  res.redirect(303, paths.confirmations('confirmed'))
}

/** What the page had shown; undefined for what is no such thing, or was shown of another confirmation. */
function shownPart({ locals: { ctx } }: Response, id: string, sealed: string): Part | undefined {
  try {
    return ctx.vault.open<Part>(sealed, shownContext(id))
  } catch {
    return undefined
  }
}

async function postDecline(req: ById, res: Response) {
  const { data, values, problems } = readRefusal(req.body as Body)
  if (!data) return showOne(req, res, { problems, values, status: problems.length > 0 ? 422 : 200 })
  await declinePart(res.locals.ctx, req.params.id, data.reason)
  res.redirect(303, paths.confirmations('declined'))
}
