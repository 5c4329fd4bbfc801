import { Router, type Request, type Response } from 'express'
import { beijingDay } from '../limits/calendar.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { heldSearch, holdSearch } from '../people/held-search.ts'
import { listOfficersAt, namesOf } from '../people/person.store.ts'
import { inScope, isAllowed, placesOf } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import { text, type Body } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { dayOf } from '../cases/dates.ts'
import { visit } from './last-visit.ts'
import { lineState } from '../cases/progress.ts'
import { queueString, readQueueQuery, stages } from './queue.form.ts'
import { loadsOf, type Load } from './load.ts'
import { countLoad } from './queue.store.ts'
import { queueChoices, queueOf, recordQueue } from './queue.view.ts'

export const queueRoutes = Router()

queueRoutes.get('/desk', can('task.read'), showQueue)
queueRoutes.post('/desk/search', can('task.read'), postSearch)
queueRoutes.get('/desk/load', can('office.oversee'), showLoad)

async function showQueue(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const query = queueQuery(req, res)
  const newSince = lookedAt(req, res)
  const [queue, choices, colleagues] = await Promise.all([queueOf(ctx, query, newSince), queueChoices(ctx), colleaguesOf(res)])
  await recordQueue(ctx, queue)
  page(res, 'desk/queue', { title: t('desk:title'), density: 'officer', queue, query, ...choices, colleagues, stages, newSince, queueString, dayOf, lineState, isHead: isAllowed(ctx.actor, 'office.oversee') })
}

/** The queue as its address tells it, with what it was searched by. */
export const queueQuery = (req: Pick<Request, 'query'>, { locals: { ctx } }: Response) => readQueueQuery(req.query as Body, heldSearch(ctx, req.query.find))

/** Posted, so that no name of a person stands in an address or a log. */
function postSearch(req: Request<object, unknown, Body>, res: Response) {
  const search = text(req.body.q).slice(0, 60)
  const find = holdSearch(res.locals.ctx, search)
  res.redirect(303, paths.desk() + queueString(readQueueQuery({ ...req.body, find }, search)))
}

/** Remembers in the browser when this person last looked at his queue; returns since when things are new to him. */
export function lookedAt(req: Request, res: Response): string | undefined {
  const { actor, now } = res.locals.ctx
  const isSecure = req.app.locals.isSecure === true
  const cookie = `${isSecure ? '__Host-' : ''}desk-${actor.id}`
  const { since, remembered } = visit((req.cookies as Record<string, string>)[cookie], now)
  res.cookie(cookie, remembered, { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/', maxAge: 30 * 86_400_000 })
  return since
}

/** Whom a head may look over the shoulder of. */
async function colleaguesOf({ locals: { ctx } }: Response): Promise<{ id: string; name: string }[]> {
  const all = await Promise.all(placesOf(ctx.actor, 'office.oversee').map(office => listOfficersAt(ctx, office)))
  return [...new Map(all.flat().map(one => [one.id, one])).values()].filter(({ id }) => id !== ctx.actor.id)
}

async function showLoad(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const choices = await queueChoices(ctx)
  const offices = choices.offices.filter(({ id }) => inScope(ctx.actor, 'office.oversee', { officeId: id }))
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
