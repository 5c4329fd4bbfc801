import { roles, type Actor, type Role } from '../server/people/actor.ts'
import { isAllowed, permissions, type Permission } from '../server/people/permissions.ts'
import type { Agent } from './support/agent.ts'
import { portal, type Site } from './support/portal.ts'
import { routes } from './support/route-permissions.ts'
import { routesOf } from './support/route-table.ts'

const everybody: Permission[] = ['public.read', 'session.open']
const applicant: Permission[] = [...everybody, 'account.own', 'draft.own', 'case.own', 'file.read']
/** Whoever works for a public body may have matters of his own, or of his office. */
const official: Permission[] = [...applicant, 'internal.file']

/** What each may do, written down a second time and by person: a change in `permissions.ts` has to be meant. */
// prettier-ignore
const holders: Record<Who, Permission[]> = {
  anonymous:           everybody,
  citizen:             applicant,
  company:             applicant,
  counterOfficer:      [...official, 'counter.serve'],
  assistant:           [...official, 'assistance.serve'],
  officer:             [...official, 'task.read', 'task.work', 'task.handOver', 'task.review'],
  head:                [...official, 'task.read', 'task.work', 'task.handOver', 'task.approve', 'office.oversee'],
  supervisor:          [...official, 'supervision.read', 'supervision.order'],
  itemAdministrator:   [...official, 'catalogue.read', 'catalogue.signOff'],
  bundleAdministrator: [...official, 'catalogue.read', 'catalogue.propose', 'catalogue.publish'],
  systemAdministrator: [...official, 'catalogue.read', 'people.read', 'people.manage', 'offices.manage', 'calendar.manage'],
  securityAdministrator: [...official, 'people.read', 'roles.grant', 'credentials.reset', 'keys.manage', 'retention.manage'],
  auditor:             [...official, 'catalogue.read', 'audit.read'],
}

type Who = 'anonymous' | 'citizen' | 'company' | Role
const everyone: Who[] = ['anonymous', 'citizen', 'company', ...roles]
/** Routes after which the agent is somebody else: they are tried last. */
const endsSession = ['POST /sign-out/everywhere', 'POST /sign-out']

let site: Site
beforeAll(async () => {
  site = await portal()
})

test('every route is in the table, with the permission its line names', () => {
  const found = routesOf(site.app)
  expect(found.length).toBeGreaterThan(20)
  const lines = found.filter(({ route, permission }) => routes[route] !== permission).map(({ route, permission }) => `  '${route}': '${permission}',`)
  if (lines.length > 0) throw new Error(`Routes that the table in this test does not know, or knows with another permission:\n${lines.join('\n')}`)
  const gone = Object.keys(routes).filter(route => !found.some(one => one.route === route))
  if (gone.length > 0) throw new Error(`The table in this test has routes that are not there any more:\n  ${gone.join('\n  ')}`)
})

test.each(everyone)('%s holds what was written down, and nothing else', who => {
  const actor: Actor = { id: who, kind: who === 'company' ? 'organisation' : who === 'anonymous' ? who : 'person', name: who, grants: roles.filter(role => role === who).map(role => ({ role, officeId: '' })), mandates: [] }
  const held = (Object.keys(permissions) as Permission[]).filter(permission => isAllowed(actor, permission))
  expect(held.sort()).toEqual([...holders[who]].sort())
})

test('every permission is held by somebody, and asked for by name', () => {
  const held = new Set(Object.values(holders).flat())
  expect(Object.values(routes).filter(permission => permission !== 'unguarded' && !held.has(permission))).toEqual([])
})

test.each(everyone)('%s: every route answers as the table says', async who => {
  const agent = await agentOf(who)
  const surprises: string[] = []
  const guarded = Object.entries(routes).sort(([a], [b]) => endsSession.indexOf(a) - endsSession.indexOf(b))
  for (const [route, permission] of guarded) {
    const expected = permission === 'unguarded' || holders[who].includes(permission) ? 'let in' : who === 'anonymous' ? 'sent to sign in' : 'forbidden'
    const answer = await answerTo(agent, route)
    if (!answer.startsWith(expected)) surprises.push(`${route}: ${answer}, not ${expected}`)
  }
  expect(surprises).toEqual([])
}, 120_000)

function agentOf(who: Who): Promise<Agent> | Agent {
  if (who === 'anonymous') return site.visitor()
  if (who === 'citizen') return site.citizen()
  return who === 'company' ? site.company() : site.as({ roles: [who] })
}

/** What a route does with an empty request about a thing that is not there: past its guard it is not found, or incomplete. */
async function answerTo(agent: Agent, route: string): Promise<string> {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replace(/\{?\/?[:*](\w+)\}?/g, '/absent').replaceAll('//', '/')
  const page = method === 'GET' ? await agent.get(path, { follow: false }) : await agent.post(path, {}, { follow: false })
  if (page.status === 303 && /^\/sign-in\?(next|lapsed)=/.test(page.location ?? '')) return 'sent to sign in'
  if (page.status === 403 && page.text().includes('您的账号没有此项权限')) return 'forbidden'
  if (page.status === 401 || page.status === 403 || page.status >= 500) return `${page.status}: ${page.describe()}`
  return `let in (${page.status})`
}
