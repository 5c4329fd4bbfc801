import { regionOfId } from '../ids.ts'
import type { Actor } from '../people/actor.ts'
import { placesOf } from '../people/permissions.ts'
import { text, type Body } from '../web/form.ts'
import { awaitingStatuses, finalStatuses, openStatuses, type TaskStatus } from '../cases/lifecycle.ts'
import type { Cursor, QueueFilter } from './queue.store.ts'

/** The queue as its URL says it: whoever opens the same address sees the same list. */
export interface QueueQuery {
  stage: Stage
  /** '': whoever has it; `mine`, `nobody`, or the id of a colleague. */
  who: string
  item: string
  office: string
  /** What is typed to find somebody by, and how the address tells it (`people/held-search.ts`). */
  search: string
  find: string
  after: Cursor | undefined
}

export const stages = ['open', 'received', 'accepted', 'approvals', 'supplementing', 'followUp', 'decided'] as const
export type Stage = (typeof stages)[number]

/** Where a clock runs, by the day it runs out; where none does, what changed last stands first. */
const listed: Record<Stage, { statuses: readonly TaskStatus[]; order: QueueFilter['order'] }> = {
  open: { statuses: openStatuses, order: 'dueOn' },
  received: { statuses: ['received', 'noted'], order: 'dueOn' },
  accepted: { statuses: ['accepted', 'suspended'], order: 'dueOn' },
  approvals: { statuses: ['reviewing', 'approving'], order: 'dueOn' },
  supplementing: { statuses: awaitingStatuses, order: 'updatedAt' },
  followUp: { statuses: ['approved'], order: 'followUpOn' },
  decided: { statuses: finalStatuses, order: 'updatedAt' },
}

/** Anything that is no filter of ours is as if it were not there: an old or mistyped address still shows a queue. */
export function readQueueQuery(query: Body, searched = ''): QueueQuery {
  const stage = stages.find(one => one === text(query.status)) ?? 'open'
  const search = searched.slice(0, 60)
  return { stage, search, find: search === '' ? '' : text(query.find), who: idOf(query.who), item: idOf(query.item), office: officeOf(query.office), after: cursorOf(text(query.after)) }
}

const idOf = (value: unknown): string => /^[\w-]{1,64}$/.exec(text(value))?.[0] ?? ''
const officeOf = (value: unknown): string => /^[\w-]{1,64}@\d{12}$/.exec(text(value))?.[0] ?? ''

function cursorOf(value: string): Cursor | undefined {
  const [key = '', id = ''] = value.split('~')
  return /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(key) && regionOfId(id) !== '' ? { key, id } : undefined
}

export const cursorText = ({ key, id }: Cursor): string => `${key}~${id}`

/** The query string of a queue, '' for the plain one; a change of a filter starts again at the top. */
export function queueString(query: QueueQuery, changes: Partial<QueueQuery> = {}): string {
  const { stage, who, item, office, search, find, after } = { ...query, after: undefined, ...changes }
  const pairs = Object.entries({ status: stage === 'open' ? '' : stage, who, item, office, find: search === '' ? '' : find, after: after ? cursorText(after) : '' }).filter(([, value]) => value !== '')
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}

/** Only the actor's own offices, whatever the URL asks for. */
export function filterOf({ stage, who, item, office, after }: QueueQuery, actor: Actor): QueueFilter {
  return {
    ...listed[stage],
    officeIds: deskOffices(actor, office),
    assigneeId: who === '' ? undefined : who === 'nobody' ? null : who === 'mine' ? actor.id : who,
    itemCode: item || undefined,
    after,
  }
}

export function deskOffices(actor: Actor, only = ''): string[] {
  const own = placesOf(actor, 'task.read')
  return own.includes(only) ? [only] : own
}
