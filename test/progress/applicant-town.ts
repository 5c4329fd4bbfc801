import type { BundleDefinition, ServiceItem } from '../../server/catalogue/definition.ts'
import type { Dossier } from '../../server/cases/case.ts'
import { getDossier } from '../../server/cases/case.store.ts'
import { wakeCases } from '../../server/cases/wake.ts'
import type { Ctx } from '../../server/context.ts'
import type { DraftContent } from '../../server/drafts/draft.ts'
import type { Role } from '../../server/people/actor.ts'
import { actorOf, type Person } from '../../server/people/person.ts'
import { paths } from '../../server/web/paths.ts'
import type { Agent } from '../support/agent.ts'
import { taskFor } from '../support/cases.ts'
import { aBirth, givenCase, xihu } from '../support/filed-case.ts'
import { portal, type Site } from '../support/portal.ts'
import type { ShownPage } from '../support/shown-page.ts'

/** A birth filed by a citizen on Monday, 2 March 2026, at ten, and the people of the offices that handle it. */
export interface ApplicantTown {
  site: Site
  citizen: Agent
  number: string
  id: (code: string) => string
  now: () => Promise<Dossier>
  page: () => Promise<ShownPage>
  /** What a verb gets when somebody of this department acts now. */
  as: (department: string, role?: Role) => Ctx
  /** The portal wakes up on a day, at ten in the morning. */
  on: (day: string) => Promise<void>
}

export async function applicantTown({ changes = {}, content = {} }: { changes?: Partial<ServiceItem>; content?: Partial<DraftContent> } = {}): Promise<ApplicantTown> {
  const site = await portal()
  const citizen = await site.citizen()
  const dossier = await givenCase(site, { definition: aBirthWith(changes), content, applicant: citizen.person! })
  const people = new Map<string, Person>()
  for (const [department, role] of [['health', 'officer'], ['health', 'head'], ['healthcare', 'officer'], ['public-security', 'officer']] as const) {
    people.set(`${department} ${role}`, await site.given({ kind: 'person', name: `${department} ${role}`, username: `${role}.${department}`, identity: {}, grants: [{ role, officeId: `${department}@${xihu}` }] }))
  }
  const { number } = dossier.theCase
  return {
    site, citizen, number, id: code => taskFor(dossier, code).id, now: () => getDossier(site.ctx(), number), page: () => citizen.get(paths.case(number)),
    as: (department, role = 'officer') => site.ctx(actorOf(people.get(`${department} ${role}`)!)),
    on: async day => { site.clock = `${day}T02:00:00.000Z`; await wakeCases(site.ctx()) },
  }
}

/** The birth of the other tests; `changes` are made to its first item, the birth certificate. */
function aBirthWith(changes: Partial<ServiceItem>): BundleDefinition {
  const birth = aBirth()
  return { ...birth, items: { ...birth.items, certificate: { ...birth.items.certificate!, ...changes } } }
}

/** The record of birth may come later. */
export const deferrable: Partial<ServiceItem> = { materials: [{ material: 'birth-record', handling: 'deferrable', when: [] }] }
export const scan = { name: '分娩记录.png', type: 'image/png', bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64') }
export const shortcoming = (kind: 'field' | 'material', target: string, reason = '', code = 'other') => ({ kind, target, code, reason })
