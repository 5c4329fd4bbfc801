import { applies } from '../../server/catalogue/condition.ts'
import type { Dossier, Task } from '../../server/cases/case.ts'
import { arrivedStatuses } from '../../server/cases/lifecycle.ts'
import { withdraw } from '../../server/cases/withdraw.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { isAllowed, type Permission } from '../../server/people/permissions.ts'
import type { Grant, Role } from '../../server/people/actor.ts'
import { actorOf } from '../../server/people/person.ts'
import { getPerson } from '../../server/people/person.store.ts'
import { paths } from '../../server/web/paths.ts'
import { situationsCovering, type Situation } from '../journeys/every-option.ts'
import { shipped } from '../journeys/every-option-walk.ts'
import type { Agent } from '../support/agent.ts'
import { portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'
import { Planting } from './planted-cases.ts'

/**
 * Need-to-know as a property: over every bundle that ships, no answer to anybody who works for an office holds a
 * value that his items don't need. Every value that is filed is one of a kind; the pages, lists, searches, letters
 * and files of every office and role are fetched, and what of it turns up is held against the definitions, read here
 * without the Plan. `EVERY_SITUATION=1`: every situation that covers something, not only the largest of a bundle.
 */
const planting = new Planting()
const leaks: string[] = []
let site: Site
let cases: Dossier[]
let staff: Agent
let visited = 0

beforeAll(async () => {
  site = await portal({ catalogue: true })
  cases = []
  for (const definition of shipped) {
    const all = situationsCovering(definition)
    const items = ({ answers, chosen }: Situation) => definition.bundle.items.filter(({ item, when, optional }) => applies(when, answers) === 'yes' && (!optional || chosen.includes(item))).length
    const [largest] = [...all].sort((a, b) => items(b) - items(a))
    for (const situation of process.env.EVERY_SITUATION ? all : [largest as Situation]) cases.push(await planting.file(site, definition.bundle.id, situation))
  }
  // Of some the applicant thinks better: nobody has any business with them any more.
  for (const [nth, { theCase }] of cases.entries()) {
    if (nth % 6 !== 5) continue
    await withdraw(site.ctx(actorOf(await getPerson(site.ctx(), theCase.applicantId))), theCase.number)
    cases[nth] = await getDossier(site.ctx(), theCase.number)
  }
  staff = await site.as({ roles: ['officer'], office: 'health@330106000000', username: 'somebody' })
}, 120_000)

/** The same person in another post: signing in forty times would take longer than all the rest. */
async function post(...grants: Grant[]): Promise<void> {
  await site.db.forMigration().deleteFrom('role_grant').where('person_id', '=', staff.id).execute()
  for (const { role, officeId } of grants) await site.db.forMigration().insertInto('role_grant').values({ person_id: staff.id, role, office_id: officeId, granted_at: 'x', granted_by: 'x' }).execute()
}

const hasArrived = ({ status }: Task): boolean => arrivedStatuses.includes(status)
beforeEach(() => void leaks.splice(0))

const isOver = ({ status }: Task): boolean => status === 'withdrawn'

/** What an item may see, as one reads it off the definition: its own fields and papers, and by what the registers were asked for them. */
function neededBy({ version: { definition }, theCase: { content: { answers } } }: Dossier, { itemCode }: Pick<Task, 'itemCode'>): Set<string> {
  const item = definition.items[itemCode]
  const known = new Set([...(item?.fields ?? []).filter(({ when }) => applies(when, answers) === 'yes').map(({ field }) => field), ...(item?.materials ?? []).filter(({ when }) => applies(when, answers) === 'yes').map(({ material }) => material)])
  for (const id of known) {
    const by = definition.fields[id]?.register?.by ?? definition.materials[id]?.register?.by
    if (by) known.add(by)
  }
  return known
}

type Allowed = (number: string, kind: string, id: string) => boolean
const nothing: Allowed = () => false

async function look(where: string, page: ShownPage, allowed: Allowed): Promise<ShownPage> {
  visited += 1
  if (page.status >= 500) leaks.push(`${where}: ${page.status}`)
  for (const token of planting.foundIn(`${page.path} ${page.body.toString('utf8')} ${[...page.headers.values()].map(decoded).join(' ')}`)) {
    const { number, kind, id } = planting.planted.get(token)!
    if (!allowed(number, kind, id)) leaks.push(`${where}: ${kind} ${id} of ${cases.find(({ theCase }) => theCase.number === number)?.theCase.bundleId}`)
  }
  return page
}

const decoded = (text: string): string => { try { return decodeURIComponent(text) } catch { return text } }

const get = async (path: string, allowed: Allowed, as: string): Promise<ShownPage> => look(`${as} ${path}`, await staff.get(path), allowed)

/** Names stand in lists: of those whose matter lies at this office, and is still its business. */
const namesAt = (officeId: string): Allowed => (number, kind) =>
  kind === 'name' && cases.some(({ theCase, tasks }) => theCase.number === number && tasks.some(task => task.officeId === officeId && hasArrived(task) && !isOver(task)))

const officesOf = (): string[] => [...new Set(cases.flatMap(({ tasks }) => tasks.map(({ officeId }) => officeId)))].sort()

test('officers and heads of every office see of every case what their items need', async () => {
  for (const [nth, officeId] of officesOf().entries()) {
    const role: Role = nth % 4 === 3 ? 'head' : 'officer'
    await post({ role, officeId })
    const names = namesAt(officeId)
    const own = cases.flatMap(dossier => dossier.tasks.filter(task => task.officeId === officeId).map(task => ({ dossier, task })))
    for (const address of [paths.desk(), `${paths.desk()}?status=decided`, paths.deskRequests(), ...(role === 'head' ? [paths.deskLoad()] : [])]) await get(address, names, officeId)
    for (const [order, { dossier, task }] of own.entries()) await visitTask({ dossier, task, officeId, names, order })
    const foreign = cases.find(({ tasks }) => tasks.every(one => one.officeId !== officeId))
    if (foreign) await visitForeign(foreign, officeId, names)
  }
  expect(leaks).toEqual([])
}, 120_000)

interface Visit {
  dossier: Dossier
  task: Task
  officeId: string
  names: Allowed
  order: number
}

/** The page of a task, one of its forms, its letters and papers; and a paper of the case that is none of its business. */
async function visitTask({ dossier, task, officeId, names, order }: Visit): Promise<void> {
  const needed = neededBy(dossier, task)
  const allowed: Allowed = (number, kind, id) => names(number, kind, id) || (number === dossier.theCase.number && !isOver(task) && needed.has(id))
  const page = await get(paths.deskTask(task.id), allowed, officeId)
  expect([task.id, page.status]).toEqual([task.id, hasArrived(task) ? 200 : 404])
  if (!hasArrived(task)) return
  const links = [...new Set(page.links().map(({ href }) => href))].filter(href => href.startsWith(`${paths.deskTask(task.id)}/`))
  if (links.length > 0) await get(links[order % links.length] as string, allowed, officeId)
  const files = page.links().map(({ href }) => href).filter(href => href.startsWith('/files/'))
  if (files[0]) expect((await get(files[0], allowed, officeId)).status).toBe(200)
  const hidden = await paperBeyond(dossier, officeId)
  if (hidden) expect((await get(paths.file(hidden), nothing, officeId)).status).toBe(404)
}

/** A paper that no item of this office needs, or needs any more. */
async function paperBeyond(dossier: Dossier, officeId: string): Promise<string | undefined> {
  const needed = new Set(dossier.tasks.filter(task => task.officeId === officeId && hasArrived(task) && !isOver(task)).flatMap(task => [...neededBy(dossier, task)]))
  const papers = await site.db.read.selectFrom('material').select(['material_id', 'file_id']).where('region', '=', '330106').where('draft_id', '=', dossier.theCase.draftId).execute()
  return papers.find(({ material_id }) => !needed.has(material_id))?.file_id ?? undefined
}

async function visitForeign(dossier: Dossier, officeId: string, names: Allowed): Promise<void> {
  const [task] = dossier.tasks as [Task]
  for (const address of [paths.deskTask(task.id), paths.deskLetter(task.id, 1), paths.deskAct(task.id, 'reveal'), paths.case(dossier.theCase.number), paths.history(dossier.theCase.number), paths.draft(dossier.theCase.draftId)]) {
    expect([address, (await get(address, nothing, officeId)).status]).toEqual([address, 404])
  }
  for (const words of [dossier.theCase.applicantName, dossier.theCase.number]) await look(`${officeId} search`, await staff.post(paths.deskSearch(), { q: words }), (number, kind, id) => names(number, kind, id) || (words === dossier.theCase.applicantName && number === dossier.theCase.number && kind === 'name' && isTyped))
}

/** What was searched for stands in the search field again. */
const isTyped = true

test('counter, supervisor, administrators and auditor see no form value, no paper and no number of anybody', async () => {
  const names: Allowed = (_number, kind) => kind === 'name'
  const some = cases.filter((_, nth) => nth % 3 === 0)
  await post({ role: 'counterOfficer', officeId: 'service-centre@330106000000' })
  for (const address of [paths.counter(), paths.counterIntakes()]) await get(address, names, 'counter')
  for (const { theCase } of some) for (const address of [paths.counterCase(theCase.number), paths.counterIntake(theCase.number), paths.counterCorrect(theCase.number), paths.case(theCase.number)]) await get(address, names, 'counter')
  await post({ role: 'supervisor', officeId: '@330100000000' })
  for (const list of ['', '?list=overdue', '?list=soon', '?list=suspended', '?list=joint', '?list=orders']) await get(paths.supervision(list), nothing, 'supervisor')
  for (const { theCase, tasks: [task] } of some) for (const address of [paths.supervisedCase(theCase.number), paths.supervisedTask(task!.id), paths.deskTask(task!.id), paths.case(theCase.number)]) await get(address, nothing, 'supervisor')
  for (const [role, permission, addresses] of others) {
    await post({ role, officeId: role === 'itemAdministrator' ? 'health@330106000000' : '' })
    expect(isAllowed({ ...actorOf(staff.person!), grants: [{ role, officeId: '' }] }, permission)).toBe(true)
    // An account has a name by which it is found, and covered numbers.
    for (const address of addresses) await get(address, permission === 'people.read' ? names : nothing, role)
    for (const { theCase, tasks: [task] } of some.slice(0, 3)) for (const address of [paths.case(theCase.number), paths.deskTask(task!.id), paths.supervisedTask(task!.id), paths.counterCase(theCase.number)]) await get(address, nothing, role)
  }
  expect(leaks).toEqual([])
}, 120_000)

const others: [Role, Permission, string[]][] = [
  ['itemAdministrator', 'catalogue.signOff', [paths.signOffs(), paths.adminBundles()]],
  ['bundleAdministrator', 'catalogue.read', [paths.adminBundles(), paths.proposals()]],
  ['systemAdministrator', 'people.read', [paths.adminPeople(), paths.adminOffices()]],
  ['securityAdministrator', 'people.read', [paths.adminPeople()]],
  ['auditor', 'audit.read', [paths.auditReadings()]],
]

test('so much was looked at that it means something', () => {
  const tasks = cases.flatMap(({ tasks: all }) => all)
  expect(cases.length).toBeGreaterThanOrEqual(shipped.length)
  expect(tasks.filter(hasArrived).length).toBeGreaterThan(100)
  expect(planting.planted.size).toBeGreaterThan(1000)
  expect(visited).toBeGreaterThan(tasks.length * 2)
})
