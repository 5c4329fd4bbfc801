import { Router, type Request, type Response } from 'express'
import { getVersion } from '../catalogue/bundle.store.ts'
import { listDrafts } from '../drafts/draft.store.ts'
import { listEvents } from '../ledger/event.store.ts'
import { can } from '../web/can.ts'
import { drawLine } from '../web/line.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listCasesOf } from './case.store.ts'
import { isFinal } from './lifecycle.ts'
import { getOwnDossier } from './own-case.ts'
import { lineState, progressOf, type Progress } from './progress.view.ts'
import { canWithdraw } from './applicant-acts.ts'
import { withdraw } from './withdraw.ts'

export const citizenRoutes = Router()

citizenRoutes.get('/cases', can('case.own'), showCases)
citizenRoutes.get('/cases/:number', can('case.own'), showCase)
citizenRoutes.get('/cases/:number/receipt', can('case.own'), showReceipt)
citizenRoutes.get('/cases/:number/history.json', can('case.own'), downloadHistory)
citizenRoutes.get('/cases/:number/withdraw', can('case.own'), askWithdraw)
citizenRoutes.post('/cases/:number/withdraw', can('case.own'), postWithdraw)

type ByNumber = Request<{ number: string }>

async function showCases(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const [cases, drafts] = await Promise.all([listCasesOf(ctx.db, ctx.actor.id), listDrafts(ctx)])
  const ids = [...new Set([...cases, ...drafts].map(({ bundleVersionId }) => bundleVersionId))]
  const versions = await Promise.all(ids.map(id => getVersion(ctx.db, id)))
  const titles = Object.fromEntries(versions.map(({ id, definition }) => [id, definition.bundle.title]))
  page(res, 'cases/list', { title: t('cases:list.title'), cases, drafts, titles })
}

async function showCase(req: ByNumber, res: Response) {
  const { ctx, t, text } = res.locals
  const dossier = await getOwnDossier(ctx, req.params.number)
  const progress = await progressOf(ctx, dossier)
  const { title } = dossier.version.definition.bundle
  page(res, 'cases/case', {
    title: text(title), theCase: dossier.theCase, bundleTitle: title, ...progress, line: lineOf(progress, res), lineState,
    decided: dossier.tasks.filter(({ status }) => isFinal(status)).length, canWithdraw: canWithdraw(dossier),
    notice: req.query.sent === undefined ? undefined : { kind: 'success', text: t('cases:supplement.sent') },
  })
}

const lineOf = ({ nodes }: Progress, { locals: { t, text } }: Response) =>
  drawLine(nodes.map(({ id, label, status, state, after }) => ({ id, label: text(label), sub: t(`cases:status.${status}`), state, after, href: `#${id}` })))

async function showReceipt(req: ByNumber, res: Response) {
  const { ctx, t } = res.locals
  const dossier = await getOwnDossier(ctx, req.params.number)
  const { stops, presumedAfter } = await progressOf(ctx, dossier)
  page(res, 'cases/receipt', { title: t('cases:receipt.title'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, stops, lineState, presumedAfter })
}

/** The chain of the case as it is stored, for the applicant to keep and check. */
async function downloadHistory(req: ByNumber, res: Response) {
  const { ctx } = res.locals
  const { theCase } = await getOwnDossier(ctx, req.params.number)
  const events = await listEvents(ctx.db, { region: theCase.region, caseId: theCase.id })
  res.attachment(`${theCase.number}-history.json`).json({ case: theCase.number, bundleVersion: theCase.bundleVersionId, hash: 'sha256', events })
}

async function askWithdraw(req: ByNumber, res: Response) {
  const { ctx, t } = res.locals
  const dossier = await getOwnDossier(ctx, req.params.number)
  if (!canWithdraw(dossier)) return res.redirect(303, paths.case(req.params.number))
  const { stops } = await progressOf(ctx, dossier)
  page(res, 'cases/withdraw', { title: t('cases:withdraw.title'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, stops, lineState })
}

async function postWithdraw(req: ByNumber, res: Response) {
  await withdraw(res.locals.ctx, req.params.number)
  res.redirect(303, paths.case(req.params.number))
}
