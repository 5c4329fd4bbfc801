import { Router, type Request, type Response } from 'express'
import { beijingDay } from '../limits/calendar.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { listOfficersAt, namesOf } from '../people/person.store.ts'
import { officesOf, worksAt } from '../people/actor.ts'
import { can } from '../web/can.ts'
import type { Body } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { dayOf } from '../cases/dates.ts'
import { visit } from './last-visit.ts'
import { lineState } from '../cases/progress.ts'
import { queueString, readQueueQuery, stages } from './queue.form.ts'
import { loadsOf, type Load } from './load.ts'
import { countLoad } from './queue.store.ts'
import { queueChoices, queueOf } from './queue.view.ts'

export const queueRoutes = Router()

queueRoutes.get('/desk', can('task.read'), showQueue)
queueRoutes.get('/desk/load', can('office.oversee'), showLoad)

async function showQueue(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const query = readQueueQuery(req.query as Body)
  const newSince = lookedAt(req, res)
  const [queue, choices, colleagues] = await Promise.all([queueOf(ctx, query, newSince), queueChoices(ctx), colleaguesOf(res)])
  page(res, 'desk/queue', { title: t('desk:title'), density: 'officer', queue, query, ...choices, colleagues, stages, newSince, queueString, dayOf, lineState, isHead: officesOf(ctx.actor, 'head').length > 0 })
}

/** Remembers in the browser when this person last looked at his queue; returns since when things are new to him. */
export function lookedAt(req: Request, res: Response): string | undefined {
  const { actor, now } = res.locals.ctx
  const cookie = `desk-${actor.id}`
  const { since, remembered } = visit((req.cookies as Record<string, string>)[cookie], now)
  res.cookie(cookie, remembered, { httpOnly: true, sameSite: 'lax', secure: req.secure, path: paths.desk(), maxAge: 30 * 86_400_000 })
  return since
}

/** Whom a head may look over the shoulder of. */
async function colleaguesOf({ locals: { ctx } }: Response): Promise<{ id: string; name: string }[]> {
  const all = await Promise.all(officesOf(ctx.actor, 'head').map(office => listOfficersAt(ctx, office)))
  return [...new Map(all.flat().map(one => [one.id, one])).values()].filter(({ id }) => id !== ctx.actor.id)
}

async function showLoad(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const choices = await queueChoices(ctx)
  const offices = choices.offices.filter(({ id }) => worksAt(ctx.actor, id, 'head'))
  const loads = loadsOf(await countLoad(ctx.db, offices.map(({ id }) => id)), beijingDay(ctx.now), await readCalendar(ctx.db))
  const names = await namesOf(ctx, loads.flatMap(({ assigneeId }) => assigneeId ?? []))
  const officers = await Promise.all(offices.map(async office => ({ office, loads: await loadsAt(res, office.id, loads, names) })))
  officers.sort((a, b) => sum(b.loads, 'overdue') - sum(a.loads, 'overdue') || sum(b.loads, 'open') - sum(a.loads, 'open'))
  page(res, 'desk/load', { title: t('desk:load.title'), density: 'officer', query: readQueueQuery({}), stages, queueString, officers, isHead: true })
}

const sum = (loads: readonly Load[], what: 'open' | 'overdue'): number => loads.reduce((total, one) => total + one[what], 0)

/** Everybody who works there, also those with nothing to do; whoever is latest stands first, what nobody has at the end. */
async function loadsAt({ locals: { ctx } }: Response, officeId: string, loads: readonly Load[], names: ReadonlyMap<string, string>) {
  const nothing = { officeId, open: 0, overdue: 0, soon: 0, firstDueOn: '' }
  const own = loads.filter(one => one.officeId === officeId)
  const idle = (await listOfficersAt(ctx, officeId)).filter(({ id }) => !own.some(({ assigneeId }) => assigneeId === id))
  const rows = [...own.map(one => ({ ...one, name: names.get(one.assigneeId ?? '') })), ...idle.map(({ id, name }) => ({ ...nothing, assigneeId: id, name }))]
  return rows.sort((a, b) => Number(a.assigneeId === null) - Number(b.assigneeId === null) || b.overdue - a.overdue || b.soon - a.soon || b.open - a.open)
}
