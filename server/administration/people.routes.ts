import { Router, type Request, type Response } from 'express'
import { Conflict } from '../errors.ts'
import { findOffice, findRegion, listDepartments } from '../offices/office.store.ts'
import { regionLevels } from '../offices/region-levels.ts'
import { roles, type Grant, type Role } from '../people/actor.ts'
import { isAllowed } from '../people/permissions.ts'
import { heldSearch, holdSearch } from '../people/held-search.ts'
import { maskNumber, maskPhone } from '../people/mask.ts'
import { listPeople, type PeopleSearch } from '../people/people-list.store.ts'
import { identityNumber, type Person } from '../people/person.ts'
import { findPersonByUsername, getPerson } from '../people/person.store.ts'
import { isOneOffice, isWholeRegion, regionOfOffice } from '../people/scope.ts'
import { listFactors } from '../people/second-factor.store.ts'
import { clashWith } from '../people/separation.ts'
import { portalWide } from '../readings/reading.ts'
import { recordReading } from '../readings/record-reading.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { closeAccount, reopenAccount } from './close-account.ts'
import { endSessionsOf } from './end-sessions.ts'
import { createStaff, resetPassword, type Handover } from './give-password.ts'
import { readGrant, readHeldGrant } from './grant.form.ts'
import { grantRole, holds, withdrawRole } from './grant-role.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { readStaff } from './staff.form.ts'

export const peopleAdministrationRoutes = Router()

peopleAdministrationRoutes.get('/admin/people', can('people.read'), showPeople)
peopleAdministrationRoutes.post('/admin/people/search', can('people.read'), postSearch)
peopleAdministrationRoutes.get('/admin/people/new', can('people.manage'), showNew)
peopleAdministrationRoutes.post('/admin/people/new', can('people.manage'), postNew)
peopleAdministrationRoutes.get('/admin/people/:id', can('people.read'), showPerson)
peopleAdministrationRoutes.post('/admin/people/:id/grant', can('roles.grant'), postGrant)
peopleAdministrationRoutes.post('/admin/people/:id/withdraw', can('roles.grant'), postWithdraw)
peopleAdministrationRoutes.post('/admin/people/:id/close', can('people.manage'), postClose)
peopleAdministrationRoutes.post('/admin/people/:id/reopen', can('people.manage'), postReopen)
peopleAdministrationRoutes.post('/admin/people/:id/password', can('credentials.reset'), postPassword)
peopleAdministrationRoutes.post('/admin/people/:id/second-factor', can('credentials.reset'), postSecondFactor)
peopleAdministrationRoutes.post('/admin/people/:id/sessions', can('credentials.reset'), postSessions)

type ById = Request<{ id: string }, unknown, Body>
type Post = Request<object, unknown, Body>

const perPage = 50

async function showPeople(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const search: PeopleSearch = { query: heldSearch(ctx, req.query.find), staffOnly: req.query.staff === 'yes', officeId: text(req.query.office), after: text(req.query.after) }
  const people = await listPeople(ctx, search, perPage + 1)
  const shown = people.slice(0, perPage)
  await recordReading(ctx, { kind: search.query === '' ? 'list' : 'search', purpose: 'accounts', officeId: null, subjects: shown.map(({ id }) => ({ personId: id, region: portalWide })), fields: ['account'] })
  page(res, 'administration/people', {
    title: t('administration:people.title'), density: 'officer', values: { q: search.query, staff: search.staffOnly ? 'yes' : '', office: search.officeId },
    people: await Promise.all(shown.map(async person => ({ ...person, grants: await named(res, person.grants) }))),
    office: search.officeId === '' ? undefined : await findOffice(ctx.db, search.officeId),
    may: powers(res), isFirst: search.after === '', next: people.length > perPage ? shown.at(-1)?.id : undefined, find: search.query === '' ? '' : text(req.query.find),
  })
}

/** Posted, so that no name or number of a person stands in an address or a log. */
function postSearch(req: Post, res: Response) {
  const { q, staff, office } = req.body
  res.redirect(303, paths.filtered(paths.adminPeople(), { find: holdSearch(res.locals.ctx, text(q).slice(0, 100)), staff: text(staff), office: text(office) }))
}

/** Which part of an account is this administrator's: the page draws no other, and says whose it is. */
const powers = ({ locals: { ctx: { actor } } }: Response) =>
  ({ manage: isAllowed(actor, 'people.manage'), grant: isAllowed(actor, 'roles.grant'), reset: isAllowed(actor, 'credentials.reset') })

/** Grants with the names of the offices and regions they hold for. */
const named = ({ locals: { ctx: { db } } }: Response, grants: readonly Grant[]) =>
  Promise.all(grants.map(async grant => ({ ...grant, office: isWholeRegion(grant.officeId) ? await findRegion(db, regionOfOffice(grant.officeId)) : (await findOffice(db, grant.officeId))?.name })))

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
  const done = ['granted', 'withdrawn', 'closed', 'reopened', 'secondReset', 'sessionsEnded'].find(one => one === req.query.done)
  return drawPerson(req.params.id, res, { notice: done ? { kind: 'success', text: res.locals.t(`administration:person.done.${done}`) } : undefined })
}

async function drawPerson(id: string, res: Response, model: { values?: { region?: string }; problems?: Problem[]; notice?: object }, status = 200) {
  const { ctx, t } = res.locals
  const { identity, ...person } = await getPerson(ctx, id)
  const number = identityNumber(identity)
  await recordReading(ctx, { kind: 'page', purpose: 'accounts', officeId: null, subjects: [{ personId: id, region: portalWide }], fields: ['account', 'applicant.idNumber', 'applicant.phone'], covered: ['applicant.idNumber', 'applicant.phone'] })
  page(res, 'administration/person', {
    title: t('administration:person.title', { name: person.name }), density: 'officer',
    person: { ...person, grants: await named(res, person.grants), number: number && maskNumber(number), phone: identity.phone && maskPhone(identity.phone) },
    may: powers(res), isSelf: id === ctx.actor.id, hasSecond: (await listFactors(ctx, id)).length > 0, roles, departments: await listDepartments(ctx.db), levels: await regionLevels(ctx.db, model.values?.region ?? ''), ...model,
  }, status)
}

async function postGrant(req: ById, res: Response) {
  const { ctx } = res.locals
  const { id } = req.params
  const { data, values, problems } = readGrant(req.body)
  if (!data) return drawPerson(id, res, { values, problems }, problems.length > 0 ? 422 : 200)
  const problem = grantProblem(res, await getPerson(ctx, id), data)
  if (problem) return drawPerson(id, res, { values, problems: [problem] }, 422)
  if (isOneOffice(data.officeId) && (await findOffice(ctx.db, data.officeId))?.closedAt !== null) return drawPerson(id, res, { values, problems: [{ field: 'department', code: 'administration:problem.noOffice' }] }, 422)
  await grantRole(ctx, id, data)
  res.redirect(303, paths.adminPerson(id, 'granted'))
}

/** Why this person can't have this role, beside the field. */
function grantProblem({ locals: { ctx, t } }: Response, person: Person, grant: Grant): Problem | undefined {
  if (person.id === ctx.actor.id) return { field: 'role', code: 'administration:problem.ownRoles' }
  if (holds(person, grant)) return { field: 'role', code: 'administration:problem.alreadyGranted' }
  const clash = clashWith(person.grants, grant.role)
  if (!clash) return undefined
  const nameOf = (role: Role): string => t(`administration:role.${role}`)
  return { field: 'role', code: 'administration:problem.apart', params: { held: nameOf(clash.held), wanted: nameOf(grant.role), why: t(`administration:apart.${clash.why}`) } }
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

async function postSessions(req: ById, res: Response) {
  await endSessionsOf(res.locals.ctx, req.params.id)
  res.redirect(303, req.params.id === res.locals.ctx.actor.id ? paths.signIn() : paths.adminPerson(req.params.id, 'sessionsEnded'))
}
