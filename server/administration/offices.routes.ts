import { Router, type Request, type Response } from 'express'
import { findRegion, getOffice, getRegion, listDepartments, listOfficesIn, listRegionsUnder, regionPath } from '../offices/office.store.ts'
import { listPeople } from '../people/people-list.store.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { changeOffice, closeOffice, reopenOffice } from './change-office.ts'
import { readOffice } from './office.form.ts'

export const officeAdministrationRoutes = Router()

officeAdministrationRoutes.get('/admin/offices', can('offices.manage'), showOffices)
officeAdministrationRoutes.get('/admin/offices/:id', can('offices.manage'), showOffice)
officeAdministrationRoutes.post('/admin/offices/:id', can('offices.manage'), postOffice)
officeAdministrationRoutes.post('/admin/offices/:id/close', can('offices.manage'), postClose)
officeAdministrationRoutes.post('/admin/offices/:id/reopen', can('offices.manage'), postReopen)

type ById = Request<{ id: string }, unknown, Body>

const province = '330000000000'

/** The offices of one region, and the way up and down from it; or of one department there and in the regions below. */
async function showOffices(req: Request, res: Response) {
  const { ctx: { db }, t } = res.locals
  const region = (await findRegion(db, text(req.query.region))) ?? (await getRegion(db, province))
  const department = text(req.query.department)
  const below = await listRegionsUnder(db, region.code)
  const places = department === '' ? [region] : [region, ...below]
  const offices = (await Promise.all(places.map(({ code }) => listOfficesIn(db, code)))).flat()
  page(res, 'administration/offices', {
    title: t('administration:offices.title'), density: 'officer', values: { department },
    offices: offices.filter(({ departmentId }) => department === '' || departmentId === department),
    region, below, trail: [await getRegion(db, province), ...(await regionPath(db, region.code))], departments: await listDepartments(db),
  })
}

function showOffice(req: ById, res: Response) {
  const done = ['changed', 'closed', 'reopened'].find(one => one === req.query.done)
  return drawOffice(req.params.id, res, { notice: done ? { kind: 'success', text: res.locals.t(`administration:office.done.${done}`) } : undefined })
}

async function drawOffice(id: string, res: Response, model: { values?: object; problems?: Problem[]; notice?: object }, status = 200) {
  const { ctx, text: inLanguage } = res.locals
  const office = await getOffice(ctx.db, id)
  const staff = await listPeople(ctx, { query: '', staffOnly: true, officeId: id, after: '' }, 100)
  page(res, 'administration/office', { title: inLanguage(office.name), density: 'officer', formId: 'form', office, staff, values: office, ...model }, status)
}

async function postOffice(req: ById, res: Response) {
  const { data, values, problems } = readOffice(req.body)
  if (!data) return drawOffice(req.params.id, res, { values, problems }, 422)
  await changeOffice(res.locals.ctx, req.params.id, data)
  res.redirect(303, paths.adminOffice(req.params.id, 'changed'))
}

async function postClose(req: ById, res: Response) {
  await closeOffice(res.locals.ctx, req.params.id)
  res.redirect(303, paths.adminOffice(req.params.id, 'closed'))
}

async function postReopen(req: ById, res: Response) {
  await reopenOffice(res.locals.ctx, req.params.id)
  res.redirect(303, paths.adminOffice(req.params.id, 'reopened'))
}
