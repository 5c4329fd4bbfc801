import { Router, type Request, type Response } from 'express'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { readCalendarDay, readNoticeForm, readYear } from './calendar.form.ts'
import { listDaysByHand, listNotices, readCalendar } from './calendar.store.ts'
import { beijingDay, firstYear, missingNotice, yearOf } from './calendar.ts'
import { changeDay, importNotice, restoreDay } from './change-calendar.ts'
import { isPublished } from './published.ts'
import { holidaysOf, monthsOf } from './year.view.ts'

export const calendarRoutes = Router()

calendarRoutes.get('/admin/calendar', can('calendar.manage'), showYear)
calendarRoutes.get('/admin/calendar/day', can('calendar.manage'), showDay)
calendarRoutes.post('/admin/calendar/day', can('calendar.manage'), postDay)
calendarRoutes.post('/admin/calendar/day/restore', can('calendar.manage'), postRestore)
calendarRoutes.get('/admin/calendar/notice', can('calendar.manage'), showNotice)
calendarRoutes.post('/admin/calendar/notice', can('calendar.manage'), postNotice)

const doneWords = ['changed', 'restored', 'imported']

async function showYear(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const today = beijingDay(ctx.now)
  const year = readYear(text(req.query.year)) ?? yearOf(today)
  const [calendar, byHand, notices] = await Promise.all([readCalendar(ctx.db), listDaysByHand(ctx.db, year), listNotices(ctx.db)])
  const months = monthsOf(year, calendar, byHand)
  const done = doneWords.find(one => one === req.query.done)
  const imported = notices.find(one => one.year === year)
  page(res, 'limits/year', {
    title: t('limits:year.title', { year }), density: 'officer', year, months, holidays: holidaysOf(months), byHand, imported,
    source: imported ? 'imported' : isPublished(year) ? 'published' : 'presumed', today, firstYear, missing: missingNotice(calendar, today),
    workingDays: months.reduce((sum, month) => sum + month.workingDays, 0),
notice: done && { kind: 'success', text: t(`limits:done.${done}`) },
  })
}

function showDay(req: Request, res: Response) {
  drawDay(res, { values: { day: text(req.query.day) } })
}

function drawDay(res: Response, model: { values?: object; problems?: Problem[] }, status = 200) {
  page(res, 'limits/day', { title: res.locals.t('limits:day.title'), density: 'officer', formId: 'form', ...model }, status)
}

async function postDay(req: Request<unknown, unknown, Body>, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readCalendarDay(req.body, await readCalendar(ctx.db))
  if (!data) return drawDay(res, { values, problems }, 422)
  await changeDay(ctx, data)
  res.redirect(303, paths.adminCalendar(yearOf(data.day), 'changed'))
}

async function postRestore(req: Request<unknown, unknown, Body>, res: Response) {
  const day = text(req.body.day)
  await restoreDay(res.locals.ctx, day)
  res.redirect(303, paths.adminCalendar(yearOf(day), 'restored'))
}

async function showNotice(_req: Request, res: Response) {
  const calendar = await readCalendar(res.locals.ctx.db)
  drawNotice(res, { values: { year: String(yearOf(calendar.knownUntil) + 1) } })
}

function drawNotice(res: Response, model: { values?: object; problems?: Problem[] }, status = 200) {
  page(res, 'limits/notice', { title: res.locals.t('limits:notice.title'), density: 'officer', formId: 'form', ...model }, status)
}

async function postNotice(req: Request<unknown, unknown, Body>, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readNoticeForm(req.body, await readCalendar(ctx.db))
  if (!data) return drawNotice(res, { values, problems }, 422)
  await importNotice(ctx, data)
  res.redirect(303, paths.adminCalendar(data.year, 'imported'))
}
