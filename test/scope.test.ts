import { insert } from '../db/statement.ts'
import { accept } from '../server/cases/accept.ts'
import { askOffice } from '../server/cases/requests.ts'
import { knownCatalogue } from '../server/catalogue/known-catalogue.ts'
import { circulate } from '../server/designer/circulate.ts'
import { textOf } from '../server/designer/first-text.ts'
import { startProposal } from '../server/designer/start-proposal.ts'
import { newRegionalId } from '../server/ids.ts'
import { insertFile } from '../server/materials/file.store.ts'
import type { Actor, Role } from '../server/people/actor.ts'
import { inScope, permissions, type Permission } from '../server/people/permissions.ts'
import { actorOf } from '../server/people/person.ts'
import { reaches, regionPrefix, regionsAround, type Place, type Scope } from '../server/people/scope.ts'
import { paths } from '../server/web/paths.ts'
import type { Agent } from './support/agent.ts'
import { taskFor } from './support/cases.ts'
import { givenCase, xihu } from './support/filed-case.ts'
import { portal, type Site } from './support/portal.ts'
import { drafter } from './support/publish.ts'
import { routes } from './support/route-permissions.ts'

const yuhang = '330110000000'
const cuiyuan = '330106005000'

/** What is asked for: the things of one case in Xihu, by what stands for them in a route. */
let site: Site
let number: string
let things: Record<string, string>
/** For each permission that reaches only so far: one person whom it reaches, and others of the same role whom it doesn't. */
let reached: Partial<Record<Permission, Agent>>
let others: Partial<Record<Permission, Agent[]>>

beforeAll(async () => {
  site = await portal({ catalogue: true })
  const citizen = await site.citizen()
  const dossier = await givenCase(site, { applicant: citizen.person! })
  const { theCase } = dossier
  number = theCase.number
  const [certificate, allowance] = ['certificate', 'allowance'].map(code => taskFor(dossier, code).id) as [string, string]
  const at = (department: string, region: string, role: Role = 'officer') => site.officer({ department, region, role })
  const doctor = await at('health', xihu)
  const ctx = (agent: Agent) => site.ctx(actorOf(agent.person!))
  await accept(ctx(doctor), certificate)
  const insurer = await at('healthcare', xihu)
  await accept(ctx(insurer), allowance)
  await askOffice(ctx(insurer), allowance, { toOfficeId: `health@${xihu}`, question: '请核实出生证', dueOn: '2026-03-09', shared: { fields: [], materials: [] } })
  const file = newRegionalId('330106')
  await site.files.put(file, Buffer.from('%PDF-1.4'))
  await site.db.commit([
    insertFile(site.vault, { region: '330106', id: file, ownerId: citizen.id, name: '分娩记录.pdf', mediaType: 'application/pdf', size: 8, sha256: 'x', createdAt: site.clock.toISOString() }),
    insert('material', { region: '330106', id: newRegionalId('330106'), draft_id: theCase.draftId, case_id: theCase.id, material_id: 'birth-record', source: 'applicant', file_id: file, certificate_id: null, sealed: null, created_at: site.clock.toISOString() }),
  ])
  const text = textOf('item', 'child-aid', await knownCatalogue(site.db))!.replace('value: 10', 'value: 9')
  const proposal = (await startProposal(site.ctx(drafter), { zh: '草案', en: 'Proposal' }, text, { how: 'import' })).id
  await circulate(site.ctx(drafter), proposal)
  const request = /requests\/(.+)$/.exec((await doctor.get(paths.deskRequests())).links().find(({ href }) => href.includes('/desk/requests/'))?.href ?? '')?.[1] ?? ''
  const letter = /letters\/(\d+)/.exec((await doctor.get(paths.deskTask(certificate))).html)?.[1] ?? ''
  things = { 'desk/tasks': certificate, 'supervision/tasks': certificate, 'desk/requests': request, letters: letter, cases: number, intake: number, items: 'certificate', files: file, drafts: theCase.draftId, 'co-applicants': 'spouse', 'sign-offs': proposal, ':kind': 'item', ':thing': 'child-aid' }

  site.pass({ days: 1 }) // two working days are left: on the supervisor's list of what is due soon

  const head = await at('health', xihu, 'head')
  const clerk = await at('service-centre', xihu, 'counterOfficer')
  const supervisor = await site.as({ roles: ['supervisor'], region: xihu })
  const items = await at('civil-affairs', xihu, 'itemAdministrator')
  reached = { 'file.read': doctor, 'task.read': doctor, 'task.work': doctor, 'task.handOver': doctor, 'office.oversee': head, 'counter.serve': clerk, 'supervision.read': supervisor, 'supervision.order': supervisor, 'catalogue.signOff': items }
  const officers = [await at('health', yuhang), await at('public-security', xihu), await at('health', yuhang, 'head')]
  const heads = [await at('health', yuhang, 'head'), await at('public-security', xihu, 'head')]
  // A supervisor of the county next door, and one of a township within: neither watches over the county's own office.
  const supervisors = [await site.as({ roles: ['supervisor'], region: yuhang, username: 'yuhang.supervisor' }), await site.as({ roles: ['supervisor'], region: cuiyuan, username: 'cuiyuan.supervisor' })]
  others = {
    'file.read': officers, 'task.read': officers, 'task.work': officers, 'task.handOver': officers, 'office.oversee': heads, 'counter.serve': [await at('service-centre', yuhang, 'counterOfficer')],
    'supervision.read': supervisors, 'supervision.order': supervisors, 'catalogue.signOff': [await at('education', xihu, 'itemAdministrator')],
  }
}, 120_000)

/** Scopes that are a matter of place; what is one's own, and what is everybody's, is tried elsewhere. */
const local: Scope[] = ['office', 'department', 'county', 'region']
/** By the helper whom somebody has asked, not by the place alone: tried with the mandates (`test/agents/`). */
const personal: Permission[] = ['assistance.serve']
const localRoutes = Object.entries(routes).flatMap(([route, permission]) =>
  permission !== 'unguarded' && !personal.includes(permission) && Object.values(permissions[permission] as Record<string, Scope>).some(scope => local.includes(scope)) ? [{ route, permission }] : [])

/** Lists, and forms about people, who belong to no county: they name no thing, and must show nothing of the case to others. */
const lists = ['GET /desk', 'POST /desk/search', 'GET /desk/load', 'GET /desk/requests', 'GET /counter', 'POST /counter/find', 'GET /counter/intake', 'GET /supervision', 'GET /supervision/export', 'GET /supervision/cases.csv', 'GET /admin/sign-offs']
const beginsAnew = ['POST /counter/start', 'GET /counter/confirm', 'POST /counter/confirm']
/** About a draft, which whoever serves at a counter reaches only as its author. */
const ofAuthor = ['POST /drafts/:id/co-applicants/:coApplicant/witness']

function pathOf(route: string): string {
  const [, pattern = ''] = route.split(' ')
  return pattern.replace(/(?:(\w+)\/)?([\w-]+)\/:(\w+)/g, (_, area: string | undefined, before: string, name: string) => {
    const thing = things[`${area}/${before}`] ?? things[before] ?? things[`:${name}`]
    if (!thing) throw new Error(`${route}: this test has no ${before}/:${name}`)
    return `${area === undefined ? '' : `${area}/`}${before}/${thing}`
  }).replace(/:(\w+)/g, (_, name: string) => things[`:${name}`] ?? name)
}

async function answerTo(agent: Agent, route: string): Promise<{ status: number; text: string }> {
  const page = route.startsWith('GET') ? await agent.get(pathOf(route), { follow: false }) : await agent.post(pathOf(route), route.endsWith('/find') ? { number } : {}, { follow: false })
  return { status: page.status, text: route === 'POST /counter/find' ? (page.location ?? page.html) : page.html }
}

test(`of ${Object.keys(routes).length} routes ${localRoutes.length} reach only as far as an office, a county, a department or a region: all are tried here`, () => {
  const things = localRoutes.filter(({ route }) => ![...lists, ...beginsAnew].includes(route))
  expect(things.map(({ route }) => pathOf(route)).filter(path => path.includes(':'))).toEqual([])
  expect([...lists, ...beginsAnew, ...ofAuthor].filter(route => !localRoutes.some(one => one.route === route))).toEqual([])
  expect(localRoutes.filter(({ permission }) => !reached[permission] || !others[permission]?.length)).toEqual([])
})

test('whoever has the right role in the wrong place finds nothing there, on every route with a thing', async () => {
  const surprises: string[] = []
  for (const { route, permission } of localRoutes.filter(one => ![...lists, ...beginsAnew].includes(one.route))) {
    for (const other of others[permission]!) {
      const { status } = await answerTo(other, route)
      if (status !== 404) surprises.push(`${route} answers ${other.person!.username} with ${status}`)
    }
  }
  expect(surprises).toEqual([])
})

test('no list shows him the case, and every list shows it to whom it reaches', async () => {
  const shows = ({ text }: { text: string }) => text.includes('陈小雨') || ['desk/tasks', 'desk/requests', 'cases', 'sign-offs'].some(thing => text.includes(`/${thing}/${things[thing]!}`))
  for (const route of lists.filter(one => one !== 'GET /desk/load')) {
    const { permission } = localRoutes.find(one => one.route === route)!
    for (const other of others[permission]!) expect([route, other.person!.username, shows(await answerTo(other, route))]).toEqual([route, other.person!.username, false])
  }
  for (const route of ['GET /desk', 'GET /desk/requests', 'POST /counter/find', 'GET /supervision', 'GET /admin/sign-offs']) {
    const { permission } = localRoutes.find(one => one.route === route)!
    const path = route === 'GET /supervision' ? '/supervision?list=soon' : pathOf(route)
    const answer = route.startsWith('GET') ? { text: (await reached[permission]!.get(path)).html } : await answerTo(reached[permission]!, route)
    expect([route, shows(answer)]).toEqual([route, true])
  }
})

test('whoever has it in the right place is let in, on every route', async () => {
  const surprises: string[] = []
  for (const { route, permission } of localRoutes.filter(one => !ofAuthor.includes(one.route))) {
    const { status } = await answerTo(reached[permission]!, route)
    if (status === 403 || status === 404 || status >= 500) surprises.push(`${route} answers ${status}`)
  }
  expect(surprises).toEqual([])
})

test('a city’s supervisor watches over all its counties, the province’s over all cities', async () => {
  for (const region of ['330100000000', '330000000000']) {
    const supervisor = await site.as({ roles: ['supervisor'], region, username: `supervisor.${region}` })
    for (const path of [paths.supervisedTask(things['desk/tasks']!), paths.supervisedCase(number)]) expect([region, (await supervisor.get(path)).status]).toEqual([region, 200])
  }
  const nowhere = await site.signedIn({ kind: 'person', name: '无地区', username: 'no.region', identity: {}, passwordHash: null, grants: [{ role: 'supervisor', officeId: '' }] })
  expect((await nowhere.get(paths.supervisedCase(number))).status).toBe(404)
  expect((await nowhere.get('/supervision')).text()).toContain('没有指定地区')
})

// prettier-ignore
const reach: [scope: Scope, grant: string, place: Place, isReached: boolean][] = [
  ['office',     `health@${xihu}`,      { officeId: `health@${xihu}` },      true],
  ['office',     `health@${xihu}`,      { officeId: `health@${yuhang}` },    false],
  ['office',     `health@${xihu}`,      { officeId: `police@${xihu}` },      false],
  ['office',     `health@${xihu}`,      { region: xihu },                    false],
  ['office',     '',                    { officeId: '' },                    false],
  ['office',     `@${xihu}`,            { officeId: `@${xihu}` },            false],
  ['department', `health@${xihu}`,      { officeId: `health@${yuhang}` },    true],
  ['department', `health@${xihu}`,      { officeId: `police@${xihu}` },      false],
  ['county',     `centre@${cuiyuan}`,   { region: '330106' },                true],
  ['county',     `centre@${xihu}`,      { region: '330110' },                false],
  ['county',     'centre@330100000000', { region: '330106' },                false],
  ['county',     'centre@',             { region: '' },                      false],
  ['region',     `@${xihu}`,            { officeId: `health@${cuiyuan}` },   true],
  ['region',     `@${xihu}`,            { officeId: 'health@330100000000' }, false],
  ['region',     '@330100000000',       { region: xihu },                    true],
  ['region',     '@330000000000',       { region: '331102000000' },          true],
  ['region',     `@${cuiyuan}`,         { region: xihu },                    false],
  ['region',     `health@${xihu}`,      { region: xihu },                    false],
  ['region',     '',                    { region: xihu },                    false],
  ['own',        `health@${xihu}`,      { officeId: `health@${xihu}` },      false],
  ['all',        '',                    { region: xihu },                    true],
]
test.each(reach)('a power of scope %s, granted for “%s”, and %j: %s', (scope, grant, place, isReached) => {
  expect(reaches(scope, grant, place)).toBe(isReached)
})

test('a region’s prefix is what all codes within begin with, and the regions around it are those whose prefix it has', () => {
  expect(['330000000000', '330100000000', xihu, cuiyuan, '330106005001'].map(regionPrefix)).toEqual(['33', '3301', '330106', '330106005', '330106005001'])
  expect(regionsAround(cuiyuan)).toEqual(['330000000000', '330100000000', xihu, cuiyuan])
})

test('a role alone gives nothing anywhere: it counts where the grant says', () => {
  const actor: Actor = { id: 'x', kind: 'person', name: 'x', grants: [{ role: 'officer', officeId: `health@${xihu}` }, { role: 'head', officeId: `health@${yuhang}` }], mandates: [] }
  const at = (permission: Permission, region: string) => inScope(actor, permission, { officeId: `health@${region}` })
  expect([at('task.work', xihu), at('task.approve', xihu), at('task.approve', yuhang), at('task.review', yuhang)]).toEqual([true, false, true, false])
})
