import { roles, type Actor, type Role } from '../server/people/actor.ts'
import { isAllowed, permissions, type Permission } from '../server/people/permissions.ts'
import type { Agent } from './support/agent.ts'
import { portal, type Site } from './support/portal.ts'
import { routesOf } from './support/route-table.ts'

/**
 * Every route and the permission it asks for. A route that is missing here, or that asks for another
 * permission, fails the first test: add its line, and read it as a decision.
 */
// prettier-ignore
const routes: Record<string, Permission | 'unguarded'> = {
  'GET /health':                                         'unguarded',
  'GET /ready':                                          'unguarded',

  'GET /':                                               'public.read',
  'GET /accessibility':                                  'public.read',
  'GET /bundles/:id':                                    'public.read',
  'GET /bundles/:id/checklist':                          'public.read',
  'GET /favicon.ico':                                    'public.read',
  'GET /help':                                           'public.read',
  'GET /open':                                           'public.read',
  'GET /open/overdue':                                   'public.read',
  'GET /privacy':                                        'public.read',
  'GET /regions':                                        'public.read',
  'GET /robots.txt':                                     'public.read',
  'GET /search':                                         'public.read',
  'GET /settings':                                       'public.read',
  'GET /stages/:stage':                                  'public.read',
  'GET /verify':                                         'public.read',

  'GET /certificates/:id':                               'account.own',
  'GET /me':                                             'account.own',
  'GET /me/certificates':                                'account.own',
  'GET /me/contact':                                     'account.own',
  'POST /me/contact':                                    'account.own',
  'GET /me/messages':                                    'account.own',
  'GET /me/messages/:id':                                'account.own',
  'POST /me/messages/read':                              'account.own',
  'GET /me/notifications':                               'account.own',
  'POST /me/notifications':                              'account.own',
  'GET /me/password':                                    'account.own',
  'POST /me/password':                                   'account.own',
  'GET /register':                                       'session.open',
  'POST /register':                                      'session.open',
  'GET /sign-in':                                        'session.open',
  'POST /sign-in':                                       'session.open',
  'POST /sign-out':                                      'session.open',
  'POST /sign-out/everywhere':                           'account.own',

  'GET /bundles/:id/start':                              'draft.own',
  'POST /bundles/:id/start':                             'draft.own',
  'GET /cases':                                          'case.own',
  'GET /cases/:number':                                  'case.own',
  'GET /cases/:number/deferred':                         'case.own',
  'POST /cases/:number/deferred':                        'case.own',
  'GET /cases/:number/history.json':                     'case.own',
  'GET /cases/:number/letters/:seq':                     'case.own',
  'GET /cases/:number/receipt':                          'case.own',
  'GET /cases/:number/supplement':                       'case.own',
  'POST /cases/:number/supplement':                      'case.own',
  'GET /cases/:number/withdraw':                         'case.own',
  'POST /cases/:number/withdraw':                        'case.own',
  'GET /cases/:number/withdraw/part':                    'case.own',
  'POST /cases/:number/withdraw/part':                   'case.own',
  'GET /drafts/:id':                                     'draft.own',
  'GET /drafts/:id/check':                               'draft.own',
  'GET /drafts/:id/discard':                             'draft.own',
  'POST /drafts/:id/discard':                            'draft.own',
  'GET /drafts/:id/known':                               'draft.own',
  'POST /drafts/:id/known':                              'draft.own',
  'GET /drafts/:id/materials':                           'draft.own',
  'POST /drafts/:id/materials':                          'draft.own',
  'GET /drafts/:id/materials/:material':                 'draft.own',
  'POST /drafts/:id/materials/:material':                'draft.own',
  'GET /drafts/:id/questions':                           'draft.own',
  'POST /drafts/:id/questions':                          'draft.own',
  'GET /drafts/:id/sections/:group':                     'draft.own',
  'POST /drafts/:id/sections/:group':                    'draft.own',
  'POST /drafts/:id/submit':                             'draft.own',
  'GET /drafts/:id/version':                             'draft.own',
  'POST /drafts/:id/version':                            'draft.own',
  'GET /drafts/:id{/*rest}':                             'draft.own',
  'GET /files/:id':                                      'file.read',

  'GET /counter':                                        'counter.serve',
  'GET /counter/cases/:number':                          'counter.serve',
  'GET /counter/cases/:number/correct':                  'counter.serve',
  'POST /counter/cases/:number/correct':                 'counter.serve',
  'POST /counter/cases/:number/hand-out':                'counter.serve',
  'GET /counter/intake':                                 'counter.serve',
  'GET /counter/intake/:number':                         'counter.serve',
  'POST /counter/intake/:number/accept':                 'counter.serve',
  'GET /counter/intake/:number/items/:item/deficiencies': 'counter.serve',
  'POST /counter/intake/:number/items/:item/deficiencies': 'counter.serve',
  'POST /counter/find':                                  'counter.serve',
  'POST /counter/start':                                 'counter.serve',

  'GET /desk':                                           'task.read',
  'GET /desk/load':                                      'office.oversee',
  'GET /desk/requests':                                  'task.read',
  'GET /desk/requests/:id':                              'task.read',
  'POST /desk/requests/:id/answer':                      'task.work',
  'GET /desk/tasks/:id':                                 'task.read',
  'GET /desk/tasks/:id/letters/:seq':                   'task.read',
  'GET /desk/tasks/:id/answer-order':                   'task.work',
  'POST /desk/tasks/:id/answer-order':                  'task.work',
  'GET /desk/tasks/:id/ask-office':                     'task.work',
  'POST /desk/tasks/:id/ask-office':                    'task.work',
  'GET /desk/tasks/:id/cancel-request':                 'task.work',
  'POST /desk/tasks/:id/cancel-request':                'task.work',
  'GET /desk/tasks/:id/check-commitment':               'task.work',
  'POST /desk/tasks/:id/check-commitment':              'task.work',
  'GET /desk/tasks/:id/correct-result':                 'task.work',
  'POST /desk/tasks/:id/correct-result':                'task.work',
  'GET /desk/tasks/:id/deliver':                        'task.work',
  'POST /desk/tasks/:id/deliver':                       'task.work',
  'GET /desk/tasks/:id/explain-delay':                  'task.work',
  'POST /desk/tasks/:id/explain-delay':                 'task.work',
  'GET /desk/tasks/:id/reopen':                         'task.work',
  'POST /desk/tasks/:id/reopen':                        'task.work',
  'GET /desk/tasks/:id/repair-breach':                  'task.work',
  'POST /desk/tasks/:id/repair-breach':                 'task.work',
  'GET /desk/tasks/:id/revoke-decision':                'task.work',
  'POST /desk/tasks/:id/revoke-decision':               'task.work',
  'GET /desk/tasks/:id/accept':                         'task.work',
  'POST /desk/tasks/:id/accept':                        'task.work',
  'GET /desk/tasks/:id/agree':                          'task.work',
  'POST /desk/tasks/:id/agree':                         'task.work',
  'GET /desk/tasks/:id/approve':                        'task.work',
  'POST /desk/tasks/:id/approve':                       'task.work',
  'GET /desk/tasks/:id/arrange-visit':                  'task.work',
  'POST /desk/tasks/:id/arrange-visit':                 'task.work',
  'GET /desk/tasks/:id/ask-extension':                  'task.work',
  'POST /desk/tasks/:id/ask-extension':                 'task.work',
  'GET /desk/tasks/:id/cancel-visit':                   'task.work',
  'POST /desk/tasks/:id/cancel-visit':                  'task.work',
  'GET /desk/tasks/:id/claim':                          'task.work',
  'POST /desk/tasks/:id/claim':                         'task.work',
  'GET /desk/tasks/:id/decide-extension':               'task.work',
  'POST /desk/tasks/:id/decide-extension':              'task.work',
  'GET /desk/tasks/:id/decline-to-accept':              'task.work',
  'POST /desk/tasks/:id/decline-to-accept':             'task.work',
  'GET /desk/tasks/:id/hand-over':                      'task.handOver',
  'POST /desk/tasks/:id/hand-over':                     'task.handOver',
  'GET /desk/tasks/:id/note-deficiencies':              'task.work',
  'POST /desk/tasks/:id/note-deficiencies':             'task.work',
  'GET /desk/tasks/:id/prolong':                        'task.work',
  'POST /desk/tasks/:id/prolong':                       'task.work',
  'GET /desk/tasks/:id/record-visit':                   'task.work',
  'POST /desk/tasks/:id/record-visit':                  'task.work',
  'GET /desk/tasks/:id/refuse':                         'task.work',
  'POST /desk/tasks/:id/refuse':                        'task.work',
  'GET /desk/tasks/:id/resume':                         'task.work',
  'POST /desk/tasks/:id/resume':                        'task.work',
  'GET /desk/tasks/:id/reveal':                         'task.work',
  'POST /desk/tasks/:id/reveal':                        'task.work',
  'GET /desk/tasks/:id/send-back':                      'task.work',
  'POST /desk/tasks/:id/send-back':                     'task.work',
  'GET /desk/tasks/:id/suspend':                        'task.work',
  'POST /desk/tasks/:id/suspend':                       'task.work',
  'GET /desk/tasks/:id/take-back-deficiencies':         'task.work',
  'POST /desk/tasks/:id/take-back-deficiencies':        'task.work',

  'GET /supervision':                                    'supervision.read',
  'GET /supervision/cases/:number':                      'supervision.read',
  'POST /supervision/cases/:number/extend':              'supervision.order',
  'GET /supervision/tasks/:id':                          'supervision.read',
  'POST /supervision/tasks/:id/orders':                  'supervision.order',

  'GET /admin/bundles':                                  'catalogue.read',
  'GET /admin/bundles/:id':                              'catalogue.read',
  'GET /admin/bundles/:id/definition.yaml':              'catalogue.read',
  'POST /admin/bundles/:id/retire':                      'catalogue.publish',
  'GET /admin/bundles/compile':                          'catalogue.publish',
  'POST /admin/bundles/compile':                         'catalogue.publish',
  'POST /admin/bundles/publish':                         'catalogue.publish',

  'GET /admin/audit':                                    'audit.read',
  'POST /admin/audit/check':                             'audit.read',
  'GET /admin/offices':                                  'offices.manage',
  'GET /admin/offices/:id':                              'offices.manage',
  'POST /admin/offices/:id':                             'offices.manage',
  'POST /admin/offices/:id/close':                       'offices.manage',
  'POST /admin/offices/:id/reopen':                      'offices.manage',
  'GET /admin/calendar':                                 'calendar.manage',
  'GET /admin/calendar/day':                             'calendar.manage',
  'POST /admin/calendar/day':                            'calendar.manage',
  'POST /admin/calendar/day/restore':                    'calendar.manage',
  'GET /admin/calendar/notice':                          'calendar.manage',
  'POST /admin/calendar/notice':                         'calendar.manage',
  'GET /admin/calendar/hours':                           'calendar.manage',
  'GET /admin/calendar/hours/change':                    'calendar.manage',
  'POST /admin/calendar/hours/change':                   'calendar.manage',
  'POST /admin/calendar/hours/restore':                  'calendar.manage',
  'GET /admin/people':                                   'people.manage',
  'GET /admin/people/:id':                               'people.manage',
  'POST /admin/people/:id/close':                        'people.manage',
  'POST /admin/people/:id/grant':                        'people.manage',
  'POST /admin/people/:id/password':                     'people.manage',
  'POST /admin/people/:id/reopen':                       'people.manage',
  'POST /admin/people/:id/withdraw':                     'people.manage',
  'GET /admin/people/new':                               'people.manage',
  'POST /admin/people/new':                              'people.manage',
}

const everybody: Permission[] = ['public.read', 'session.open']
const applicant: Permission[] = [...everybody, 'account.own', 'draft.own', 'case.own', 'file.read']

/** What each may do, written down a second time and by person: a change in `permissions.ts` has to be meant. */
// prettier-ignore
const holders: Record<Who, Permission[]> = {
  anonymous:           everybody,
  citizen:             applicant,
  company:             applicant,
  counterOfficer:      [...applicant, 'counter.serve'],
  officer:             [...applicant, 'task.read', 'task.work', 'task.handOver'],
  head:                [...applicant, 'task.read', 'task.work', 'task.handOver', 'office.oversee'],
  supervisor:          [...applicant, 'supervision.read', 'supervision.order'],
  bundleAdministrator: [...applicant, 'catalogue.read', 'catalogue.publish'],
  systemAdministrator: [...applicant, 'catalogue.read', 'people.manage', 'offices.manage', 'calendar.manage'],
  auditor:             [...applicant, 'catalogue.read', 'audit.read'],
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
  const actor: Actor = { id: who, kind: who === 'company' ? 'organisation' : who === 'anonymous' ? who : 'person', name: who, grants: roles.filter(role => role === who).map(role => ({ role, officeId: '' })) }
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
