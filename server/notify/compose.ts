import type { Dossier, Task } from '../cases/case.ts'
import type { ChainedEvent, EventType } from '../ledger/event.ts'
import type { SiteVisit } from '../cases/proceedings.ts'
import type { StaffMember } from '../people/staff.store.ts'
import { applicantNews, applicantTypes, ownActs } from './applicant-news.ts'
import type { Detail, Entry, Message } from './message.ts'
import { staffNews, staffTypes } from './staff-news.ts'

/** A message before it has an id. */
export type Composed = Pick<Message, 'personId' | 'kind' | 'fromSeq' | 'toSeq' | 'content'>

/** One thing to tell one person. */
interface News {
  event: ChainedEvent
  about: Task[]
  detail: Detail
  request?: string
}

/**
 * What is to be told of these events: at most one message for each person, however many departments
 * have acted. Events that nobody has to be told of give none.
 */
export function composed(dossier: Dossier, events: readonly ChainedEvent[], staff: readonly StaffMember[]): Composed[] {
  const forApplicant = events.flatMap(event => applicantNewsOf(dossier, event))
  const forStaff = new Map<string, News[]>()
  for (const event of events) {
    for (const { personId, news } of staffNewsOf(dossier, event, staff)) forStaff.set(personId, [...(forStaff.get(personId) ?? []), news])
  }
  return [
    ...messageOf(dossier, dossier.theCase.applicantId, 'applicant', forApplicant),
    ...coApplicantsOf(dossier).flatMap(id => messageOf(dossier, id, 'applicant', forApplicant.filter(({ event: { type } }) => ofTheWhole.includes(type)))),
    ...[...forStaff].flatMap(([personId, news]) => messageOf(dossier, personId, 'staff', news)),
  ]
}

/** What co-applicants hear as well: what concerns the matter as a whole. */
const ofTheWhole: readonly EventType[] = ['case.submitted', 'case.extended', 'case.visitArranged', 'case.visitCancelled', 'case.concluded', 'case.reopened']
const coApplicantsOf = ({ theCase }: Dossier): string[] => [...new Set(theCase.proceedings.coApplicants.flatMap(({ personId }) => personId ?? []))]

/** Whether the staff have to be looked up at all. */
export const concernsStaff = (events: readonly Pick<ChainedEvent, 'type'>[]): boolean => events.some(({ type }) => type in staffNews)

/** All offices in which somebody may have to be told. */
export const officesConcerned = ({ tasks, requests }: Pick<Dossier, 'tasks' | 'requests'>): string[] =>
  [...new Set([...tasks.map(({ officeId }) => officeId), ...requests.flatMap(({ fromOfficeId, toOfficeId }) => [fromOfficeId, toOfficeId])])]

function applicantNewsOf(dossier: Dossier, event: ChainedEvent): News[] {
  const detailOf = (applicantNews as Partial<Record<EventType, (data: object) => Detail>>)[event.type]
  const byAgent = event.actorRole === 'agent'
  if (!detailOf || (ownActs.includes(event.type) && !byAgent)) return []
  return [{ event, about: aboutOf(dossier, event), detail: { ...detailOf(event.data), ...(byAgent ? { by: 'agent' } : {}) } }]
}

function staffNewsOf(dossier: Dossier, event: ChainedEvent, staff: readonly StaffMember[]): { personId: string; news: News }[] {
  const telling = (staffNews as Partial<Record<EventType, { to: (typeof staffNews)['order.given']['to']; detail: (data: object) => Detail }>>)[event.type]
  const task = dossier.tasks.find(({ id }) => id === event.taskId)
  if (!telling || !task) return []
  // Nobody is told what he has done himself; who applies hears it as the applicant.
  const people = new Set(telling.to({ dossier, staff, task }, event).filter(id => id !== event.actorId && id !== dossier.theCase.applicantId))
  return [...people].map(personId => ({ personId, news: { event, about: [task], detail: telling.detail(event.data), ...requestOf(event) } }))
}

const requestOf = ({ type, data }: ChainedEvent): { request?: string } => (type.startsWith('request.') && typeof data.id === 'string' ? { request: data.id } : {})

/** The tasks that an event concerns: its own, or those that an event of the whole case names. */
function aboutOf({ theCase, tasks }: Dossier, { taskId, data }: ChainedEvent): Task[] {
  const visit = (data.visit as SiteVisit | undefined) ?? theCase.proceedings.visits.find(({ id }) => id === data.id)
  const changes = (data.changes as { taskId: string }[] | undefined)?.map(change => change.taskId)
  const named = taskId !== null ? [taskId] : ((data.tasks as string[] | undefined) ?? changes ?? visit?.taskIds ?? [])
  return tasks.filter(({ id }) => named.includes(id))
}

function messageOf({ version }: Dossier, personId: string, kind: Message['kind'], news: readonly News[]): Composed[] {
  if (news.length === 0) return []
  const seqs = news.map(({ event }) => event.seq)
  const weights: readonly EventType[] = kind === 'applicant' ? applicantTypes : staffTypes
  const entries = entriesOf(news).sort((a, b) => weights.indexOf(a.type) - weights.indexOf(b.type) || a.seq - b.seq)
  return [{ personId, kind, fromSeq: Math.min(...seqs), toSeq: Math.max(...seqs), content: { version: version.id, entries } }]
}

/** Events that say the same are one entry. One that gives a reason stands alone: the reason is read with it. */
function entriesOf(news: readonly News[]): Entry[] {
  const entries = new Map<string, Entry>()
  for (const { event, about, detail, ...more } of news) {
    const key = `${event.type} ${JSON.stringify({ ...detail, ...more })} ${reasonOf(event) === undefined ? '' : event.seq}`
    const entry = entries.get(key) ?? { type: event.type, seq: event.seq, about: [], detail, ...more }
    const added = about.filter(task => !entry.about.some(one => one.task === task.id)).map(task => ({ task: task.id, item: task.itemCode }))
    entries.set(key, { ...entry, about: [...entry.about, ...added] })
  }
  return [...entries.values()]
}

/** Why something was done, in the words of who did it: not kept in messages, but read from the event. */
export const reasonOf = ({ data }: Pick<ChainedEvent, 'data'>): string | undefined => (typeof data.reason === 'string' && data.reason !== '' ? data.reason : undefined)
