import { Router, type Request, type Response } from 'express'
import { Conflict } from '../errors.ts'
import { findOffice, listDepartments } from '../offices/office.store.ts'
import { regionLevels } from '../offices/region-levels.ts'
import { roles, type Grant } from '../people/actor.ts'
import { maskNumber, maskPhone } from '../people/mask.ts'
import { listPeople, type PeopleSearch } from '../people/people-list.store.ts'
import { identityNumber } from '../people/person.ts'
import { findPersonByUsername, getPerson } from '../people/person.store.ts'
import { listFactors } from '../people/second-factor.store.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { closeAccount, reopenAccount } from './close-account.ts'
import { createStaff, resetPassword, type Handover } from './give-password.ts'
import { readGrant, readHeldGrant } from './grant.form.ts'
import { grantRole, holds, withdrawRole } from './grant-role.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { readStaff } from './staff.form.ts'

export const peopleAdministrationRoutes = Router()

peopleAdministrationRoutes.get('/admin/people', can('people.manage'), showPeople)
peopleAdministrationRoutes.get('/admin/people/new', can('people.manage'), showNew)
peopleAdministrationRoutes.post('/admin/people/new', can('people.manage'), postNew)
peopleAdministrationRoutes.get('/admin/people/:id', can('people.manage'), showPerson)
peopleAdministrationRoutes.post('/admin/people/:id/grant', can('people.manage'), postGrant)
peopleAdministrationRoutes.post('/admin/people/:id/withdraw', can('people.manage'), postWithdraw)
peopleAdministrationRoutes.post('/admin/people/:id/close', can('people.manage'), postClose)
peopleAdministrationRoutes.post('/admin/people/:id/reopen', can('people.manage'), postReopen)
peopleAdministrationRoutes.post('/admin/people/:id/password', can('people.manage'), postPassword)
peopleAdministrationRoutes.post('/admin/people/:id/second-factor', can('people.manage'), postSecondFactor)

type ById = Request<{ id: string }, unknown, Body>
type Post = Request<object, unknown, Body>

const perPage = 50

async function showPeople(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const search: PeopleSearch = { query: text(req.query.q).slice(0, 100), staffOnly: req.query.staff === 'yes', officeId: text(req.query.office), after: text(req.query.after) }
  const people = await listPeople(ctx, search, perPage + 1)
  const shown = people.slice(0, perPage)
  page(res, 'administration/people', {
    title: t('administration:people.title'), density: 'officer', values: { q: search.query, staff: search.staffOnly ? 'yes' : '', office: search.officeId },
    people: await Promise.all(shown.map(async person => ({ ...person, grants: await named(res, person.grants) }))),
    office: search.officeId === '' ? undefined : await findOffice(ctx.db, search.officeId),
    isFirst: search.after === '', next: people.length > perPage ? shown.at(-1)?.username : undefined,
  })
}

/** Grants with the names of their offices. */
const named = (res: Response, grants: readonly Grant[]) =>
  Promise.all(grants.map(async grant => ({ ...grant, office: grant.officeId === '' ? undefined : (await findOffice(res.locals.ctx.db, grant.officeId))?.name })))

function showNew(_req: Request, res: Response) {
  drawNew(res, {})
}

function drawNew(res: Response, model: { values?: object; problems?: Problem[] }, status = 200) {
  page(res, 'administration/new-person', { title: res.locals.t('administration:newPerson.title'), density: 'officer', formId: 'form', ...model }, status)
}

async function postNew(req: Post, res: Response) {
  const { ctx } = res.locals
  const { data, values, problems } = readStaff(req.body)
  if (!data) return drawNew(res, { values, problems }, 422)
  if (await findPersonByUsername(ctx, data.username)) return drawNew(res, { values, problems: [{ field: 'username', code: 'people:problem.usernameTaken' }] }, 422)
  showHandover(res, await createStaff(ctx, data))
}

/** Shown once, in answer to the form itself: it stands in no URL and in no session. */
function showHandover(res: Response, { person, password, until }: Handover) {
  page(res, 'administration/handover', { title: res.locals.t('administration:handover.title'), density: 'officer', person, password, until })
}

function showPerson(req: ById, res: Response) {
  const done = ['granted', 'withdrawn', 'closed', 'reopened', 'secondReset'].find(one => one === req.query.done)
  return drawPerson(req.params.id, res, { notice: done ? { kind: 'success', text: res.locals.t(`administration:person.done.${done}`) } : undefined })
}

async function drawPerson(id: string, res: Response, model: { values?: { region?: string }; problems?: Problem[]; notice?: object }, status = 200) {
  const { ctx, t } = res.locals
  const { identity, ...person } = await getPerson(ctx, id)
  const number = identityNumber(identity)
  page(res, 'administration/person', {
    title: t('administration:person.title', { name: person.name }), density: 'officer',
    person: { ...person, grants: await named(res, person.grants), number: number && maskNumber(number), phone: identity.phone && maskPhone(identity.phone) },
    hasSecond: (await listFactors(ctx, id)).length > 0, roles, departments: await listDepartments(ctx.db), levels: await regionLevels(ctx.db, model.values?.region ?? ''), ...model,
  }, status)
}

async function postGrant(req: ById, res: Response) {
  const { ctx } = res.locals
  const { id } = req.params
  const { data, values, problems } = readGrant(req.body)
  if (!data) return drawPerson(id, res, { values, problems }, problems.length > 0 ? 422 : 200)
  if (holds(await getPerson(ctx, id), data)) return drawPerson(id, res, { values, problems: [{ field: 'role', code: 'administration:problem.alreadyGranted' }] }, 422)
  if (data.officeId !== '' && (await findOffice(ctx.db, data.officeId))?.closedAt !== null) return drawPerson(id, res, { values, problems: [{ field: 'department', code: 'administration:problem.noOffice' }] }, 422)
  await grantRole(ctx, id, data)
  res.redirect(303, paths.adminPerson(id, 'granted'))
}

async function postWithdraw(req: ById, res: Response) {
  const grant = readHeldGrant(req.body)
  if (!grant) throw new Conflict('changedMeanwhile')
  await withdrawRole(res.locals.ctx, req.params.id, grant)
  res.redirect(303, req.params.id === res.locals.ctx.actor.id ? paths.me() : paths.adminPerson(req.params.id, 'withdrawn'))
}

async function postClose(req: ById, res: Response) {
  await closeAccount(res.locals.ctx, req.params.id)
  res.redirect(303, paths.adminPerson(req.params.id, 'closed'))
}

async function postReopen(req: ById, res: Response) {
  await reopenAccount(res.locals.ctx, req.params.id)
  res.redirect(303, paths.adminPerson(req.params.id, 'reopened'))
}

async function postPassword(req: ById, res: Response) {
  showHandover(res, await resetPassword(res.locals.ctx, req.params.id))
}

async function postSecondFactor(req: ById, res: Response) {
  await resetSecondFactor(res.locals.ctx, req.params.id)
  res.redirect(303, paths.adminPerson(req.params.id, 'secondReset'))
}
