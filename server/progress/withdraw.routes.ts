import { Router, type Request, type Response } from 'express'
import { ancestors } from '../catalogue/planned-item.ts'
import { can } from '../web/can.ts'
import { list, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { canWithdraw } from '../cases/applicant-acts.ts'
import type { Dossier } from '../cases/case.ts'
import { canMove, isFinal } from '../cases/lifecycle.ts'
import { getOwnDossier } from '../cases/own-case.ts'
import { lineState, progressOf } from '../cases/progress.ts'
import { readWithdrawal } from './withdraw.form.ts'
import { withdraw } from '../cases/withdraw.ts'

export const withdrawRoutes = Router()

withdrawRoutes.get('/cases/:number/withdraw', can('case.own'), askWithdraw)
withdrawRoutes.post('/cases/:number/withdraw', can('case.own'), postWithdraw)
withdrawRoutes.get('/cases/:number/withdraw/part', can('case.own'), confirmPart)
withdrawRoutes.post('/cases/:number/withdraw/part', can('case.own'), postPart)

type ByNumber = Request<{ number: string }>

async function askWithdraw(req: ByNumber, res: Response) {
  const dossier = await getOwnDossier(res.locals.ctx, req.params.number)
  if (!canWithdraw(dossier)) return res.redirect(303, paths.case(req.params.number))
  await drawChoice(res, dossier, {}, [])
}

async function postWithdraw(req: ByNumber, res: Response) {
  await withdraw(res.locals.ctx, req.params.number)
  res.redirect(303, paths.case(req.params.number))
}

/** What would lapse with the chosen items is shown before anything is done. */
async function confirmPart(req: ByNumber, res: Response) {
  const { ctx, t } = res.locals
  const dossier = await getOwnDossier(ctx, req.params.number)
  if (!canWithdraw(dossier)) return res.redirect(303, paths.case(req.params.number))
  const { data, values, problems } = readWithdrawal(req.query as Body, withdrawable(dossier))
  if (!data) return drawChoice(res, dossier, values, problems, 422)
  const { stops } = await progressOf(ctx, dossier)
  const lapsing = lapsingWith(dossier, data)
  const among = (codes: readonly string[]) => stops.filter(({ task }) => codes.includes(task.itemCode))
  page(res, 'cases/withdraw-part', {
    title: t('cases:withdraw.partConfirmTitle'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, items: data,
    chosen: among(data), lapse: among(lapsing), goOn: stops.filter(({ task }) => !isFinal(task.status) && !data.includes(task.itemCode) && !lapsing.includes(task.itemCode)),
  })
}

async function postPart(req: ByNumber, res: Response) {
  const { ctx } = res.locals
  const dossier = await getOwnDossier(ctx, req.params.number)
  const body = req.body as Body
  const { data, values, problems } = readWithdrawal(body, withdrawable(dossier))
  if (!data && (isWithdrawnAlready(dossier, list(body.items)) || !canWithdraw(dossier))) return res.redirect(303, paths.case(req.params.number))
  if (!data) return drawChoice(res, dossier, values, problems, 422)
  await withdraw(ctx, req.params.number, dossier.tasks.filter(({ itemCode }) => data.includes(itemCode)).map(({ id }) => id))
  res.redirect(303, paths.case(req.params.number))
}

/** Sent twice is done once. */
const isWithdrawnAlready = ({ tasks }: Dossier, items: readonly string[]): boolean =>
  items.length > 0 && items.every(code => tasks.some(({ itemCode, status }) => itemCode === code && status === 'withdrawn'))

const withdrawable = ({ tasks }: Dossier): string[] => tasks.filter(({ status }) => canMove(status, 'withdraw')).map(({ itemCode }) => itemCode)

/** Items that need one of these and have not been decided. */
const lapsingWith = (dossier: Dossier, items: readonly string[]): string[] =>
  withdrawable(dossier).filter(code => !items.includes(code) && items.some(one => ancestors(dossier.plan.items, code).has(one)))

async function drawChoice(res: Response, dossier: Dossier, values: Record<string, unknown>, problems: Problem[], status = 200) {
  const { ctx, t } = res.locals
  const { stops } = await progressOf(ctx, dossier)
  page(res, 'cases/withdraw', {
    title: t('cases:withdraw.title'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, stops, lineState, values, problems,
    offered: stops.filter(({ task }) => withdrawable(dossier).includes(task.itemCode)),
  }, status)
}
