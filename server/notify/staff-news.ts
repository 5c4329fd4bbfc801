import type { Dossier, InternalRequest, SupervisionOrder, Task } from '../cases/case.ts'
import type { DataOf } from '../cases/events.ts'
import type { ChainedEvent, EventType } from '../ledger/event.ts'
import { reaches } from '../people/scope.ts'
import type { StaffMember } from '../people/staff.store.ts'
import type { Detail } from './message.ts'

/** Who of the staff can be told, and of what task. */
export interface Audience {
  dossier: Dossier
  staff: readonly StaffMember[]
  task: Task
}

type To = (audience: Audience, event: ChainedEvent) => string[]
type News = { [T in EventType]?: { to: To; detail: (data: DataOf<T>) => Detail } }

const plain = (): Detail => ({})
const untilDue = ({ dueOn }: { dueOn: string }): Detail => ({ dueOn })

const holders = ({ staff }: Audience, officeId: string, ...roles: StaffMember['role'][]): string[] =>
  staff.filter(one => one.officeId === officeId && roles.includes(one.role)).map(({ id }) => id)

/** Whoever handles an office's work: its officers, or its heads where it has none. */
const officersOf = (audience: Audience, officeId: string): string[] => {
  const officers = holders(audience, officeId, 'officer')
  return officers.length > 0 ? officers : holders(audience, officeId, 'head')
}
const worksAt = (audience: Audience, officeId: string, personId: string | null): personId is string =>
  personId !== null && holders(audience, officeId, 'officer', 'head').includes(personId)

/** Whoever has the task, and still works there; else the officers of its office. */
const whoHas: To = audience => (worksAt(audience, audience.task.officeId, audience.task.assigneeId) ? [audience.task.assigneeId] : officersOf(audience, audience.task.officeId))
/** Whoever has the task, if anybody has. */
const whoHasAlone: To = audience => (audience.task.assigneeId === null ? [] : whoHas(audience, {} as ChainedEvent))
const heads: To = audience => holders(audience, audience.task.officeId, 'head')
const officers: To = audience => officersOf(audience, audience.task.officeId)
const supervisors: To = ({ staff, task }) => staff.filter(({ role, officeId }) => role === 'supervisor' && reaches('region', officeId, task)).map(({ id }) => id)

const requestOf = ({ dossier }: Audience, { data }: ChainedEvent): InternalRequest | undefined => dossier.requests.find(({ id }) => id === data.id)
const orderOf = ({ dossier }: Audience, { data }: ChainedEvent): SupervisionOrder | undefined => dossier.orders.find(({ id }) => id === data.id)

const asked: To = (audience, event) => officersOf(audience, requestOf(audience, event)?.toOfficeId ?? '')
const headsAsked: To = (audience, event) => holders(audience, requestOf(audience, event)?.toOfficeId ?? '', 'head')
/** Whoever asked, and still works there; else whoever has the task now. */
const asker: To = (audience, event) => {
  const request = requestOf(audience, event)
  return request && worksAt(audience, request.fromOfficeId, request.askedBy) ? [request.askedBy] : whoHas(audience, event)
}
const giver: To = (audience, event) => {
  const all = supervisors(audience, event)
  const by = orderOf(audience, event)?.givenBy
  return by !== undefined && all.includes(by) ? [by] : all
}
const extensionAsker: To = (audience, event) => {
  const by = audience.task.proceedings.extension?.askedBy ?? null
  return worksAt(audience, audience.task.officeId, by) ? [by] : whoHas(audience, event)
}
const proposedTo: To = (audience, event) => (event.data.to === 'approving' ? heads(audience, event) : officers(audience, event))

const both = (...all: To[]): To => (audience, event) => all.flatMap(to => to(audience, event))

/** What the staff are told, and who: first what is late, then what waits for them, then what they waited for. */
// prettier-ignore
export const staffNews = {
  'task.inputCorrected':      { to: both(whoHas, heads), detail: plain },
  'task.limitPassed':         { to: both(whoHas, heads, supervisors), detail: untilDue },
  'order.overdue':            { to: both(whoHas, heads, supervisors), detail: untilDue },
  'order.given':              { to: both(whoHas, heads), detail: untilDue },
  'task.deliveryLate':        { to: both(whoHas, heads), detail: plain },
  'task.commitmentCheckLate': { to: both(whoHas, heads), detail: plain },
  'request.overdue':          { to: both(asker, asked, headsAsked), detail: untilDue },
  'task.limitToday':          { to: both(whoHas, heads), detail: untilDue },
  'task.limitNear':           { to: whoHas, detail: untilDue },
  'request.asked':            { to: asked, detail: untilDue },
  'task.extensionAsked':      { to: heads, detail: ({ value, unit }) => ({ value, unit }) },
  'task.decisionProposed':    { to: proposedTo, detail: ({ outcome }) => ({ outcome }) },
  'task.decisionAgreed':      { to: heads, detail: plain },
  'task.decisionSentBack':    { to: whoHas, detail: plain },
  'task.extensionApproved':   { to: extensionAsker, detail: untilDue },
  'task.extensionDeclined':   { to: extensionAsker, detail: plain },
  'order.answered':           { to: giver, detail: plain },
  'request.answered':         { to: asker, detail: plain },
  'request.cancelled':        { to: asked, detail: plain },
  'task.supplemented':        { to: whoHasAlone, detail: plain },
  'task.deferredHandedIn':    { to: whoHasAlone, detail: plain },
  'task.withdrawn':           { to: whoHasAlone, detail: plain },
} satisfies News

export const staffTypes = Object.keys(staffNews) as (keyof typeof staffNews)[]
