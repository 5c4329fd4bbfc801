import { Router, type Request, type Response } from 'express'
import { Conflict } from '../errors.ts'
import { hasCase } from '../cases/case.store.ts'
import { compactNumber } from '../people/identity-number.ts'
import { namesOf } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listEnding } from './erase-cases.ts'
import { readHold } from './hold.form.ts'
import { holdCase, releaseHold } from './hold-case.ts'
import { listHeldCases } from './retention.store.ts'
import { rotationState } from './rotate-keys.ts'

export const keepingRoutes = Router()

keepingRoutes.get('/admin/keys', can('keys.manage'), showKeys)
keepingRoutes.get('/admin/retention', can('retention.manage'), showRetention)
keepingRoutes.post('/admin/retention/hold', can('retention.manage'), postHold)
keepingRoutes.post('/admin/retention/release', can('retention.manage'), postRelease)

type Post = Request<object, unknown, Body>

async function showKeys(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  page(res, 'privacy/keys', { title: t('privacy:keys.title'), density: 'officer', ...(await rotationState(ctx)), sealing: ctx.vault.sealing })
}

const soonDays = 90
const shown = 100

async function showRetention(req: Request, res: Response) {
  const done = (['held', 'released'] as const).find(one => one === req.query.done)
  await drawRetention(res, done ? { notice: { kind: 'success', text: res.locals.t(`privacy:retention.done.${done}`) } } : {})
}

async function drawRetention(res: Response, model: { values?: object; problems?: Problem[]; notice?: object } = {}, status = 200) {
  const { ctx, t } = res.locals
  const [ending, holds] = await Promise.all([listEnding(ctx, soonDays, shown), listHeldCases(ctx.db, shown)])
  page(res, 'privacy/retention', { title: t('privacy:retention.title'), density: 'officer', formId: 'form', ending, holds, names: await namesOf(ctx, holds.map(({ held_by }) => held_by)), days: soonDays, ...model }, status)
}

async function postHold(req: Post, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readHold(req.body)
  if (!data) return drawRetention(res, { values, problems }, 422)
  if (!(await hasCase(ctx.db, data.number))) return drawRetention(res, { values, problems: [{ field: 'number', code: 'privacy:problem.noCase' }] }, 422)
  const conflict = await holdCase(ctx, data.number, data.reason).then(() => undefined, asCode)
  if (conflict) return drawRetention(res, { values, problems: [{ field: 'number', code: conflict === 'case.erased' ? 'errors:case.erased' : 'privacy:problem.held' }] }, 422)
  res.redirect(303, paths.adminRetention('held'))
}

function asCode(error: unknown): string {
  if (error instanceof Conflict) return error.code
  throw error
}

async function postRelease(req: Post, res: Response) {
  const number = compactNumber(String(req.body.number ?? ''))
  await releaseHold(res.locals.ctx, number)
  res.redirect(303, paths.adminRetention('released'))
}
