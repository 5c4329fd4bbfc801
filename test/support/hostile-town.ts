import { update } from '../../db/statement.ts'
import { deskActionNames } from '../../server/cases/desk-actions.ts'
import type { Role } from '../../server/people/actor.ts'
import type { Permission } from '../../server/people/permissions.ts'
import { paths } from '../../server/web/paths.ts'
import { movingSite, started } from '../drafts/support.ts'
import type { Agent } from './agent.ts'
import { taskFor } from './cases.ts'
import { givenCase, xihu } from './filed-case.ts'
import { anIdNumber } from './people.ts'
import type { Site } from './portal.ts'

export type Who = Role | 'citizen' | 'visitor'
const roleFor: Partial<Record<Permission, Role>> = {
  'internal.file': 'officer', 'counter.serve': 'counterOfficer', 'task.read': 'officer', 'task.work': 'officer', 'task.handOver': 'officer', 'office.oversee': 'head', 'audit.read': 'auditor',
  'catalogue.read': 'bundleAdministrator', 'catalogue.propose': 'bundleAdministrator', 'catalogue.publish': 'bundleAdministrator', 'catalogue.signOff': 'itemAdministrator', 'people.read': 'systemAdministrator', 'people.manage': 'systemAdministrator', 'roles.grant': 'securityAdministrator', 'credentials.reset': 'securityAdministrator', 'offices.manage': 'systemAdministrator',
  'supervision.read': 'supervisor', 'supervision.order': 'supervisor', 'calendar.manage': 'systemAdministrator',
}

/** Somebody who may do it. */
export const whoMay = (permission: Permission | 'unguarded'): Who => (roleFor as Record<string, Role>)[permission] ?? (permission === 'public.read' || permission === 'session.open' ? 'visitor' : 'citizen')

/** A town in which something of everything is under way, and somebody in every role. */
export interface HostileTown {
  site: Site
  agents: Map<Who, Agent>
  /** Real ids by what stands before them in the path. */
  ids: Record<string, string[]>
  /** Names and values of real controls, gathered from the pages: half-right input goes deeper than noise. */
  names: Set<string>
  values: Set<string>
  /** Addresses of the pages from which they were gathered, by who may open them. */
  pages: [Who, string][]
}

const office = `health@${xihu}`

/** A place in a route goes by what stands before it; one that follows another by its own name. */
export const placesIn = (route: string): string[] => route.split(/[ /]/).flatMap((step, index, steps) => {
  const before = steps[index - 1] ?? ''
  return /^[:*]/.test(step) ? [/^[:*]/.test(before) ? step.slice(1) : before] : []
})

export async function hostileTown(): Promise<HostileTown> {
  const site = await movingSite()
  const agents = new Map<Who, Agent>()
  const names = new Set(['_shown', '_drawn', '_next', '_later', '_retry', '_return', '_language', '_takeBack', '_certificate', 'declare', 'made'])
  const values = new Set<string>()
  const pages: [Who, string][] = []
  const gather = async (who: Who, of: string[]) => {
    for (const path of of) {
      pages.push([who, path])
      const { $ } = await agents.get(who)!.get(path)
      $('[name]:not([name=_csrf])').each((_, control) => void names.add($(control).attr('name') ?? ''))
      $('main [value]').each((_, control) => void values.add($(control).attr('value') ?? ''))
    }
  }
  const citizen = await site.citizen()
  const drafts = [await started(citizen), await started(citizen, { '新居是租的吗？': '是', '租约备案了吗？': '是' })]
  const [first, second, third] = [await givenCase(site, { applicant: citizen.person! }), await givenCase(site, { applicant: citizen.person! }), await givenCase(site, { applicant: citizen.person! })]
  const atHealth = [first, second, third].map(({ tasks }) => tasks.find(({ officeId }) => officeId === office)!.id)
  const other = await site.given({ kind: 'person', name: '王五', username: 'wang.wu', identity: { idNumber: anIdNumber('19880808') } })
  agents.set('citizen', citizen).set('visitor', site.visitor())
  for (const role of new Set(Object.values(roleFor))) agents.set(role, await site.as({ roles: [role], office }))
  await agents.get('officer')!.post(paths.deskAct(atHealth[1]!, 'noteDeficiencies'), { ask: ['field.child.name', 'material.birth-record'], 'reason.field.child.name': '与记录不符', 'reason.material.birth-record': '看不清' })
  // The notice goes out with the last department's word.
  const insurer = await site.as({ roles: ['officer'], office: 'healthcare@330106000000' })
  await insurer.post(paths.deskAct(taskFor(second, 'allowance').id, 'accept'))
  await agents.get('officer')!.post(paths.deskAct(atHealth[2]!, 'accept'))
  await insurer.post(paths.deskAct(taskFor(second, 'allowance').id, 'askOffice'), { toOfficeId: office, question: '请核实', dueOn: '2026-03-09' })
  const requests = (await agents.get('officer')!.get(paths.deskRequests())).links().flatMap(({ href }) => /requests\/(.+)$/.exec(href)?.[1] ?? [])
  expect(requests.length).toBe(1)
  const proposals = await Promise.all(['moving', 'birth'].map(async thing => /proposals\/([0-9a-z]+)/.exec((await agents.get('bundleAdministrator')!.post(paths.proposalChange(), { kind: 'bundle', thing }, { follow: false })).location ?? '')?.[1] ?? ''))
  await site.db.commit([update('proposal', { status: 'circulated' }, { id: proposals[1]! })])
  const ids: Record<string, string[]> = {
    proposals, 'sign-offs': proposals, kind: ['bundle', 'item', 'field', 'material', 'group', 'question'], thing: ['moving', 'birth', 'move', 'applicant', 'home.note', 'photo', 'new'],
    list: ['questions', 'items', 'phases', 'fields', 'materials', 'presence', 'result.fields', 'options'], entry: ['new', '0', '1', '-1', '99'],
    drafts, tasks: [...atHealth, first.tasks.at(-1)!.id], cases: [second.theCase.number, first.theCase.number], people: [other.id], offices: [office, 'nowhere@330106000000'], bundles: ['moving', 'birth'],
    sections: ['applicant', 'home', 'owner'], materials: ['photo', 'promise', 'map', 'household-register'], files: ['330106-absent'], certificates: ['330106-absent'], stages: ['birth'], requests, letters: ['1', '3', '5', '8', '99'],
  }
  await gather('citizen', ['/me/contact', '/me/password', paths.start('moving'), paths.draftQuestions(drafts[1]!), paths.draftMaterials(drafts[0]!), paths.draftCheck(drafts[0]!), ...ids.sections!.map(id => paths.draftSection(drafts[0]!, id))])
  await gather('citizen', [paths.supplement(second.theCase.number)])
  await gather('officer', atHealth.flatMap(id => [paths.deskTask(id), ...deskActionNames.map(action => paths.deskAct(id, action))]))
  await gather('visitor', ['/register', '/sign-in', '/search', '/verify', paths.bundle('moving')])
  await gather('counterOfficer', ['/counter'])
  await gather('officer', requests.map(id => paths.deskRequest(id)))
  await gather('supervisor', ['/supervision', paths.supervisedTask(atHealth[2]!), paths.supervisedCase(third.theCase.number)])
  await gather('systemAdministrator', ['/admin/calendar?year=2026', '/admin/calendar/day?day=2026-03-03', '/admin/calendar/notice', paths.adminOfficeHoursChange()])
  await gather('bundleAdministrator', ['/admin/bundles', '/admin/bundles/moving', '/admin/proposals/new', '/admin/proposals/import', ...proposals.flatMap(id => [paths.proposal(id), paths.proposalText(id), paths.proposalJournal(id), paths.proposalThing(id, 'bundle', 'moving'), paths.proposalEntry(id, 'bundle', 'moving', 'questions', 0), paths.proposalEntry(id, 'bundle', 'moving', 'items')])])
  await gather('securityAdministrator', [paths.adminPerson(other.id)])
  await gather('systemAdministrator', ['/admin/people/new', paths.adminPerson(other.id), paths.adminOffice(office)])
  return { site, agents, ids, names, values, pages }
}
