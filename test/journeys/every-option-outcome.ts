import { trips } from '../../server/catalogue/plan-effort.ts'
import { itemOf, type Dossier, type Task } from '../../server/cases/case.ts'
import type { Certificate } from '../../server/cases/certificate.ts'
import { dayOf } from '../../server/cases/dates.ts'
import { dataOf } from '../../server/cases/events.ts'
import { hasSucceeded } from '../../server/cases/lifecycle.ts'
import { replayed } from '../../server/cases/replay.ts'
import { canonical, firstBroken } from '../../server/ledger/chain.ts'
import type { ChainedEvent, EventType } from '../../server/ledger/event.ts'
import { countOut } from '../../server/limits/clock.ts'
import type { Message } from '../../server/notify/message.ts'
import type { Faults } from './every-option-routing.ts'

export interface Outcome {
  dossier: Dossier
  events: readonly ChainedEvent[]
  /** Of the applicant's wallet and inbox. */
  certificates: readonly Certificate[]
  messages: readonly Message[]
  /** By when it was to be over, as the applicant was told when he filed. */
  expectedEnd: string
}

export const outcomeFaults = (outcome: Outcome): Faults => [ungranted, notInHand, tooManyVisits, notAsTold, late, unfinished].flatMap(check => check(outcome))

const ungranted = ({ dossier: { theCase, tasks } }: Outcome): Faults => [
  ...(theCase.status === 'concluded' ? [] : [`the case is ${theCase.status}`]),
  ...tasks.filter(({ status }) => !hasSucceeded(status)).map(({ itemCode, status }) => `${itemCode} is ${status}`),
]

/** Each result that is a certificate is in the wallet once and says what was entered, and the inbox has told of the end. */
function notInHand({ dossier, certificates, messages }: Outcome): Faults {
  const faults = dossier.tasks.flatMap(task => {
    const { result: { certificate, fields } } = itemOf(dossier, task).item
    const own = certificates.filter(({ taskId, status }) => taskId === task.id && status === 'valid')
    const missing = fields.filter(id => (task.result?.fields[id] ?? '').length === 0)
    return [
      ...missing.map(id => `${task.itemCode} is granted without ${id}`),
      ...(own.length === (certificate ? 1 : 0) ? [] : [`${task.itemCode} gave ${own.length} certificates`]),
      ...own.filter(({ facts }) => canonical(facts) !== canonical(task.result?.fields ?? {})).map(({ identifier }) => `${identifier} of ${task.itemCode} does not say what was entered`),
    ]
  })
  const told = messages.filter(({ kind, caseId }) => kind === 'applicant' && caseId === dossier.theCase.id).flatMap(({ content }) => content.entries)
  return told.some(({ type }) => type === 'case.concluded') ? faults : [...faults, 'the applicant was not told of the end']
}

/** Journeys as they came about, told by when each item came in; no more than the Plan says, and the proof for all situations. */
function tooManyVisits({ dossier }: Outcome): Faults {
  const { plan, version: { proof, definition } } = dossier
  const [most, planned] = [proof.maxVisits, trips(plan.items).length]
  const made = new Set(dossier.tasks.flatMap(task => visitsFor(dossier, task))).size
  return made <= planned && planned <= most && most <= definition.bundle.maxVisits ? [] : [`${made} visits were made, ${planned} planned, at most ${most} proved, ${definition.bundle.maxVisits} promised`]
}

const visitsFor = (dossier: Dossier, task: Task): string[] =>
  itemOf(dossier, task).presence.filter(({ where }) => where !== 'site').map(({ where, at }) =>
    `${where === 'counter' ? where : task.departmentId} ${at === 'collection' ? 'when all is done' : task.receivedAt}`)

/** The chain is whole, and the history says what is stored. */
function notAsTold({ dossier, events }: Outcome): Faults {
  const { theCase, tasks } = dossier
  const broken = firstBroken(events)
  const end = events.at(-1)
  const again = replayed(dossier, events)
  const state = ({ theCase: { status, concludedAt, updatedAt, proceedings }, deficiencies, requests, orders }: Dossier) => ({ status, concludedAt, updatedAt, proceedings, deficiencies, requests, orders })
  return [
    ...(broken === undefined ? [] : [`the history is broken at ${broken}`]),
    ...(end?.seq === theCase.lastSeq && end.hash === theCase.lastHash ? [] : ['the case remembers another end of its history']),
    ...tasks.filter((task, index) => canonical(again.tasks[index]) !== canonical(task)).map(({ itemCode }) => `${itemCode} is not what its history says`),
    ...(canonical(state(again)) === canonical(state(dossier)) ? [] : ['the case is not what its history says']),
  ]
}

const neverWhenOnTime: readonly EventType[] = ['task.limitPassed', 'task.deemedAccepted', 'task.acceptanceRevoked', 'task.deliveryLate', 'task.commitmentCheckLate']

/** Every office kept its day, and together they kept what the bundle promises from the first acceptance on, which is when an office was first open, and what the applicant was told at filing. */
function late({ dossier, events, expectedEnd }: Outcome): Faults {
  const { theCase, version, calendar, hours, tasks } = dossier
  const { promisedTotal } = version.definition.bundle
  const end = dayOf(theCase.concludedAt ?? '9999-12-31T00:00:00.000Z')
  const accepted = tasks.map(({ acceptedAt }) => acceptedAt ?? theCase.submittedAt).sort()[0] ?? theCase.submittedAt
  const promised = countOut(accepted, promisedTotal, calendar, { hours }).dueOn
  const dueOn = (id: string) => events.filter(({ type, taskId }) => type === 'task.accepted' && taskId === id).map(event => dataOf(event, 'task.accepted').dueOn).at(-1) ?? ''
  return [
    ...events.filter(({ type }) => neverWhenOnTime.includes(type)).map(({ type, at }) => `${type} at ${at}`),
    ...tasks.filter(({ id, decidedAt }) => decidedAt === null || dayOf(decidedAt) > dueOn(id)).map(({ id, itemCode, decidedAt }) => `${itemCode} was due on ${dueOn(id)} and decided at ${decidedAt}`),
    ...(end <= promised ? [] : [`it was over on ${end}, ${promisedTotal.value} ${promisedTotal.unit} were over on ${promised}`]),
    ...(end <= expectedEnd ? [] : [`it was over on ${end}, the applicant was told ${expectedEnd}`]),
  ]
}

/** Nothing is left for anybody to see to. */
const unfinished = ({ dossier: { theCase, tasks } }: Outcome): Faults => [
  ...(theCase.wakeAt === null ? [] : [`the case is to be woken at ${theCase.wakeAt}`]),
  ...tasks.filter(({ followUpOn }) => followUpOn !== null).map(({ itemCode }) => `${itemCode} is still to be seen to`),
]
