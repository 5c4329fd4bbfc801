import fc from 'fast-check'
import type { ServiceItem } from '../../server/catalogue/definition.ts'
import { answered, withdrawnPart, withdrawnWhole } from '../../server/cases/applicant-acts.ts'
import type { Act } from '../../server/cases/act.ts'
import type { Dossier, Task } from '../../server/cases/case.ts'
import { passed, type Change } from '../../server/cases/change.ts'
import { agreed, decided, sentBack } from '../../server/cases/decision-acts.ts'
import { breachRepaired, commitmentBroken, commitmentKept, decisionRevoked, delayExplained, delivered, reopened } from '../../server/cases/follow-up-acts.ts'
import { claimed, handedOver, released } from '../../server/cases/holder-acts.ts'
import { accepted, acceptedWhole, deferredHandedIn, deficienciesNoted, deficienciesTakenBack, notAccepted } from '../../server/cases/intake-acts.ts'
import { caseExtended, extensionAsked, extensionDecided, prolonged, resumed, suspended, visitArranged, visitCancelled, visitRecorded } from '../../server/cases/procedure-acts.ts'
import { orderAnswered, orderGiven, requestAnswered, requestAsked, requestCancelled } from '../../server/cases/request-acts.ts'
import { dayOf } from '../../server/cases/dates.ts'
import { daysAfter } from '../../server/limits/legal-clocks.ts'
import { aDefinition, anAct } from '../support/cases.ts'

/** Any plan: up to seven items, each waiting for some before it, with every rule that an item can have. */
export const plans = fc.tuple(
  fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.nat()), { minLength: 1, maxLength: 7 }),
  fc.constantFrom('unified' as const, 'perDepartment' as const),
).map(([items, intake]) => {
  const waits = Object.fromEntries(items.map(([list], index) => [`i${index}`, index === 0 ? [] : [...new Set(list.map(n => `i${n % index}`))]]))
  const definition = aDefinition(waits, Object.fromEntries(items.map(([, seed], index) => [`i${index}`, anyItem(seed)])))
  return { ...definition, bundle: { ...definition.bundle, intake } }
})

function anyItem(seed: number): Partial<ServiceItem> {
  const unit = (['workingDay', 'calendarDay', 'hour'] as const)[seed % 3] ?? 'workingDay'
  const provenance = 'illustrative' as const
  return {
    kind: seed % 2 === 0 ? 'permit' : 'publicService',
    promisedLimit: { value: seed % 12, unit, provenance },
    ...(seed % 4 === 0 ? { statutoryLimit: { value: 20, unit: 'workingDay', provenance } } : {}),
    signOff: seed % 5 === 0 ? [{ by: 'secondOfficer', basis: '第三十四条' }, { by: 'head', basis: '内部' }] : seed % 5 === 1 ? [{ by: 'head', basis: '内部' }] : [],
    ...(seed % 11 === 3 ? { withoutApplication: '办法' } : {}),
    ...(seed % 7 === 2 ? { presence: [{ who: { zh: '本人', en: 'self' }, why: 'pickUp', where: 'counter', at: 'collection', basis: '办法', when: [] }] } : {}),
  }
}

export interface Step {
  which: number
  what: number
  /** Hours that pass first; now and then the machine's clock is set back. */
  hours: number
}

export const steps = (shortest: number, longest: number) =>
  fc.array(fc.record({ which: fc.nat(), what: fc.nat(), hours: fc.oneof({ weight: 8, arbitrary: fc.nat(30) }, { weight: 2, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: fc.constant(-50) }) }), { minLength: shortest, maxLength: longest, size: 'max' })

/** Named by article 45, or not. */
const kinds = ['testing', 'expertReview', 'publicNotice', 'applicant'] as const

type Attempt = (dossier: Dossier, task: Task, act: Act, what: number) => Change

const head = (act: Act): Act => ({ ...act, actorId: 'head', actorRole: 'head' })
const another = (act: Act): Act => ({ ...act, actorId: 'second' })
const openId = (list: readonly { id: string }[], what: number): string => list[what % Math.max(1, list.length)]?.id ?? 'none'

/** Everything that anybody can try at any moment; what the law does not allow then is refused. */
export const attempts: Attempt[] = [
  (dossier, { id }, act) => claimed(dossier, id, act),
  (dossier, { id }, act) => handedOver(dossier, id, 'second', act),
  (dossier, { id }, act) => released(dossier, id, act),
  (dossier, { id }, act) => accepted(dossier, id, { materials: [] }, act),
  (dossier, { id }, act) => accepted(dossier, id, { materials: [] }, act),
  (dossier, { id }, act, what) => accepted(dossier, id, { materials: ['paper'], until: daysAfter(dayOf(act.at), 1 + (what % 9)) }, act),
  (dossier, _task, act) => acceptedWhole(dossier, new Map(), { ...act, actorRole: 'counterOfficer' }),
  (dossier, _task, act) => deferredHandedIn(dossier, 'paper', new Map(), act),
  (dossier, { id }, act, what) => deficienciesNoted(dossier, id, { shortcomings: [{ kind: 'field', target: 'a.b', code: 'other', reason: '请核对' }], repeatReason: what % 2 ? '漏看' : null }, act),
  (dossier, { id }, act) => deficienciesTakenBack(dossier, id, act),
  (dossier, _task, act) => answered(dossier, {}, { ...act, actorId: 'applicant', actorRole: 'applicant' }),
  (dossier, _task, act) => answered(dossier, {}, { ...act, actorId: 'applicant', actorRole: 'applicant' }),
  (dossier, { id }, act) => notAccepted(dossier, id, { reason: '不属于本机关职权', ground: 'notOurPower' }, act),
  (dossier, { id }, act) => decided(dossier, id, { outcome: 'approve', result: { fields: {} } }, act),
  (dossier, { id }, act) => decided(dossier, id, { outcome: 'approve', result: { fields: {} } }, act),
  (dossier, { id }, act) => decided(dossier, id, { outcome: 'refuse', reason: '不符合条件' }, act),
  (dossier, { id }, act) => agreed(dossier, id, another(act)),
  (dossier, { id }, act) => agreed(dossier, id, head(act)),
  (dossier, { id }, act) => sentBack(dossier, id, '请补充理由', head(act)),
  (dossier, { id }, act, what) => suspended(dossier, id, { kind: kinds[what % kinds.length]!, reason: '检测', until: daysAfter(dayOf(act.at), Math.floor(what / kinds.length) % 15), hearing: null }, act),
  (dossier, { id }, act, what) => prolonged(dossier, id, { until: daysAfter(dayOf(act.at), what % 30), reason: '检测未完' }, act),
  (dossier, { id }, act) => resumed(dossier, id, '合格', act),
  (dossier, { id }, act, what) => extensionAsked(dossier, id, { value: 1 + (what % 12), reason: '案情复杂' }, act),
  (dossier, { id }, act, what) => extensionDecided(dossier, id, what % 3 ? { isApproved: true } : { isApproved: false, answer: '按期办结' }, head(act)),
  (dossier, _task, act, what) => caseExtended(dossier, { value: 1 + (what % 16), reason: '情况复杂', approver: '区人民政府负责人' }, head(act)),
  (dossier, { id }, act) => visitArranged(dossier, { on: daysAfter(dayOf(act.at), 3), place: '现场', purpose: '踏勘', leadTaskId: id, taskIds: [id] }, act),
  (dossier, _task, act, what) => visitRecorded(dossier, openId(dossier.theCase.proceedings.visits, what), '符合', act),
  (dossier, _task, act, what) => visitCancelled(dossier, openId(dossier.theCase.proceedings.visits, what), '改期', act),
  (dossier, { id }, act) => requestAsked(dossier, id, { toOfficeId: 'tax@330106000000', question: '是否欠税', shared: { fields: [], materials: [] }, dueOn: daysAfter(dayOf(act.at), 5) }, act),
  (dossier, _task, act, what) => requestAnswered(dossier, openId(dossier.requests, what), '无', act),
  (dossier, _task, act, what) => requestCancelled(dossier, openId(dossier.requests.filter(({ state }) => state === 'open'), what), '不再需要', act),
  (dossier, { id }, act) => orderGiven(dossier, id, { text: '请尽快办理', dueOn: daysAfter(dayOf(act.at), 2) }, { ...act, actorRole: 'supervisor' }),
  (dossier, _task, act, what) => orderAnswered(dossier, openId(dossier.orders, what), '已办', head(act)),
  (dossier, { id }, act) => delayExplained(dossier, id, '系统故障', act),
  (dossier, { id }, act) => delivered(dossier, id, 'collected', act),
  (dossier, { id }, act) => commitmentKept(dossier, id, '属实', act),
  (dossier, { id }, act) => commitmentBroken(dossier, id, { finding: '不实', rectifyBy: daysAfter(dayOf(act.at), 10) }, act),
  (dossier, { id }, act) => decisionRevoked(dossier, id, '未改正', act),
  (dossier, { id }, act) => breachRepaired(dossier, id, head(act)),
  (dossier, { id }, act, what) => (what % 5 ? passed(dossier, act) : reopened(dossier, id, { authority: '法院', document: '1号', reason: '撤销' }, head(act))),
  (dossier, { id }, act, what) => (what % 4 ? passed(dossier, act) : withdrawnPart(dossier, [id], { ...act, actorId: 'applicant', actorRole: 'applicant' })),
  (dossier, _task, act, what) => (what % 9 ? passed(dossier, act) : withdrawnWhole(dossier, { ...act, actorId: 'applicant', actorRole: 'applicant' })),
  (dossier, _task, act) => passed(dossier, act),
]

export const actAt = (at: number): Act => anAct({ at: new Date(at).toISOString() })
