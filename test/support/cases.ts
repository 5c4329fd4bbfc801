import type { BundleDefinition, ServiceItem } from '../../server/catalogue/definition.ts'
import { plan } from '../../server/catalogue/plan.ts'
import type { Act } from '../../server/cases/act.ts'
import type { Dossier } from '../../server/cases/case.ts'
import type { Change } from '../../server/cases/change.ts'
import { filed } from '../../server/cases/filing.ts'
import { emptyContent, type Draft } from '../../server/drafts/draft.ts'
import { publishedCalendar } from '../../server/limits/calendar.ts'
import { usualHours } from '../../server/limits/office-hours.ts'

const text = (zh: string) => ({ zh, en: zh })

export const anItem = (code: string, changes: Partial<ServiceItem> = {}): ServiceItem => ({
  code, name: text(code), department: 'civil-affairs', level: 'county', kind: 'publicService', handling: 'promised',
  promisedLimit: { value: 3, unit: 'workingDay', provenance: 'illustrative' }, competence: { by: 'filing' }, fields: [], materials: [], signOff: [],
  result: { name: text(`${code}的结果`), fields: [], certificate: false }, presence: [], provenance: 'illustrative', ...changes,
})

/** A bundle of items, each with those it waits for. */
export function aDefinition(waits: Record<string, string[]>, items: Record<string, Partial<ServiceItem>> = {}): BundleDefinition {
  const codes = Object.keys(waits)
  return {
    bundle: {
      id: 'moving', title: text('搬家一件事'), summary: text('搬家'), keywords: [], audience: 'individual', stage: 'home', leadDepartment: 'civil-affairs',
      decisionSections: ['三.2'], lists: [], intake: 'unified', promisedTotal: { value: 30, unit: 'workingDay', provenance: 'illustrative' },
      phases: [], maxVisits: 0, exceptions: [], questions: [], coApplicants: [], items: codes.map(item => ({ item, when: [], optional: false, after: waits[item] ?? [] })),
    },
    items: Object.fromEntries(codes.map(code => [code, anItem(code, items[code])])),
    fields: {}, groups: [], materials: {}, registers: {},
    departments: { 'civil-affairs': { id: 'civil-affairs', name: text('民政'), kind: 'government', offices: ['county'] } },
  }
}

export const aDraft = (changes: Partial<Draft> = {}): Draft => ({
  id: '330106-draft', region: '330106', regionCode: '330106000000', applicantId: 'applicant', authorId: 'applicant', mandateId: null, bundleId: 'moving',
  bundleVersionId: 'moving-1', channel: 'online', status: 'open', mayCommit: true, version: 1, createdAt: '2026-03-01T02:00:00.000Z', updatedAt: '2026-03-01T02:00:00.000Z',
  content: emptyContent(), ...changes,
})

export const anAct = (changes: Partial<Act> = {}): Act =>
  ({ actorId: 'officer', actorRole: 'officer', officeId: 'civil-affairs@330106000000', onBehalfOf: null, at: '2026-03-02T02:00:00.000Z', ...changes })

/** A case just filed, in memory: what a use case would have read. */
export const aDossier = (definition: BundleDefinition, draft?: Draft): Dossier => after(aFiling(definition, draft))

/** … with the events of its filing. */
export function aFiling(definition: BundleDefinition, draft: Draft = aDraft(), at = anAct().at): Change {
  const situation = plan(definition, { answers: draft.content.answers, chosen: draft.content.chosen ?? [] })
  const offices = new Map(situation.items.map(({ code, item }) => [code, `${item.department}@330106000000`]))
  const act = anAct({ actorId: 'applicant', actorRole: 'applicant', officeId: null, at })
  const version = { id: 'moving-1', bundleId: 'moving', version: 1, status: 'published' as const, hash: '', definition, proof: { combinations: 1, maxVisits: 0, longestPathDays: 3, checks: [] }, publishedAt: act.at }
  const applicant = { id: 'applicant', name: '王芳', index: null }
  return filed({ draft, version, plan: situation, offices, applicant, number: '33010620260302000001' }, act, { calendar: publishedCalendar, hours: usualHours })
}

/** The dossier after a change, as it would be read again. */
export function after(change: Change): Dossier {
  const { theCase } = change.after
  return { ...change.after, theCase: { ...theCase, version: theCase.version + 1, lastSeq: theCase.lastSeq + change.events.length } }
}

export const taskFor = (dossier: Dossier, code: string) => dossier.tasks.find(({ itemCode }) => itemCode === code)!
export const statuses = (dossier: Dossier) => Object.fromEntries(dossier.tasks.map(({ itemCode, status }) => [itemCode, status]))
