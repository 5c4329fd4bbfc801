import { Router, type Request, type Response } from 'express'
import { changeOfficeHours, restoreOfficeHours } from '../limits/change-calendar.ts'
import { clockTime, hoursPerDay, usualHours, type OfficeHours } from '../limits/office-hours.ts'
import { listOfficeHours, readOfficeHours } from '../limits/office-hours.store.ts'
import { findRegion, regionPath } from '../offices/office.store.ts'
import { postedRegion, regionLevels } from '../offices/region-levels.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { readOfficeHoursForm, stretches } from './office-hours.form.ts'

export const officeHoursRoutes = Router()

officeHoursRoutes.get('/admin/calendar/hours', can('calendar.manage'), showHours)
officeHoursRoutes.get('/admin/calendar/hours/change', can('calendar.manage'), showChange)
officeHoursRoutes.post('/admin/calendar/hours/change', can('calendar.manage'), postChange)
officeHoursRoutes.post('/admin/calendar/hours/restore', can('calendar.manage'), postRestore)

type Post = Request<unknown, unknown, Body>

async function showHours(req: Request, res: Response) {
  const { ctx: { db }, t, text: inLanguage, language } = res.locals
  const nameOf = async (code: string) => {
    const path = (await regionPath(db, code)).map(inLanguage)
    return language === 'en' ? path.toReversed().join(', ') : path.join('')
  }
  const done = ['changed', 'restored'].find(one => one === req.query.done)
  const own = await listOfficeHours(db)
  page(res, 'administration/office-hours', {
    title: t('limits:hours.title'), density: 'officer', usual: asShown(usualHours),
    own: await Promise.all(own.map(async ({ region, hours, changedAt }) => ({ region, name: await nameOf(region), changedAt, ...asShown(hours) }))),
    notice: done && { kind: 'success', text: t(`limits:hours.done.${done}`) },
  })
}

const asShown = (hours: OfficeHours) => ({ stretches: hours.map(({ opens, closes }) => `${clockTime(opens)}–${clockTime(closes)}`), perDay: hoursPerDay(hours) })

/** Begins with the hours that hold in the region now. */
async function showChange(req: Request, res: Response) {
  const region = await findRegion(res.locals.ctx.db, text(req.query.region))
  const hours = await readOfficeHours(res.locals.ctx.db, region?.code ?? '')
  const times = Object.fromEntries(stretches.flatMap((name, index) => {
    const stretch = hours[index]
    return stretch ? [[`${name}Opens`, clockTime(stretch.opens)], [`${name}Closes`, clockTime(stretch.closes)]] : []
  }))
  await drawChange(res, { values: { region: region?.code ?? '', ...times }, hours })
}

async function drawChange(res: Response, model: { values: { region?: string }; problems?: Problem[]; hours?: OfficeHours }, status = 200) {
  const { ctx, t } = res.locals
  const { hours, ...rest } = model
  page(res, 'administration/change-office-hours', {
    title: t('limits:hours.changeTitle'), density: 'officer', formId: 'form', stretches, perDay: hours && hoursPerDay(hours),
    levels: await regionLevels(ctx.db, model.values.region ?? '', 'county'), ...rest,
  }, status)
}

async function postChange(req: Post, res: Response) {
  const { ctx } = res.locals
  const posted = postedRegion({ city: text(req.body['region.city']), county: text(req.body['region.county']), township: '' })
  const { data, values, problems, hours } = readOfficeHoursForm(req.body, await findRegion(ctx.db, posted))
  const wish = text(req.body._next)
  if (wish === 'region') return drawChange(res, { values })
  if (!data || wish === 'preview') return drawChange(res, { values, problems, hours }, problems.length > 0 ? 422 : 200)
  await changeOfficeHours(ctx, data.region, data.hours)
  res.redirect(303, paths.adminOfficeHours('changed'))
}

async function postRestore(req: Post, res: Response) {
  await restoreOfficeHours(res.locals.ctx, text(req.body.region))
  res.redirect(303, paths.adminOfficeHours('restored'))
}
