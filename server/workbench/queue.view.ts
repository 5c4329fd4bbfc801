import { taskLamp } from '../cases/dates.ts'
import { getVersion, listPublished } from '../catalogue/bundle.store.ts'
import type { ServiceItem, Text } from '../catalogue/definition.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Ctx } from '../context.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { beijingDay, type Day, type WorkingCalendar } from '../limits/calendar.ts'
import { type ShownLamp } from '../limits/lamp.ts'
import { listOffices, type Office } from '../offices/office.store.ts'
import { maskName } from '../people/mask.ts'
import { namesOf } from '../people/person.store.ts'
import { awaitsAgreement, mustStandAside, type CaseSides } from '../cases/desk-actions.ts'
import { isProposed } from '../cases/lifecycle.ts'
import { isStillNeeded } from '../cases/need.ts'
import { recordList, recordSearch } from '../cases/record-list.ts'
import { sidesOf } from '../cases/side.store.ts'
import { deskOffices, filterOf, type QueueQuery } from './queue.form.ts'
import { listQueue, queuePageSize, searchTasks, type Cursor } from './queue.store.ts'
import type { QueuedTask } from '../cases/task.store.ts'

/** A queue as a page shows it. */
export interface Queue {
  query: QueueQuery
  rows: QueueRow[]
  next: Cursor | undefined
  /** More was found than is shown. */
  isCut: boolean
}

export interface QueueRow {
  task: QueuedTask
  item: Text
  lamp: ShownLamp | undefined
  /** The day on which something has to be done next: the limit, or what follows a decision. */
  dueOn: string | null
  /** The clock stands still until then. */
  pausedUntil: string | undefined
  /** Whose proposal waits for agreement, and for whose. */
  proposal: { by: string; awaits: 'me' | 'others' | 'own' } | undefined
  holder: string | undefined
  isMine: boolean
  /** He stands on the applicant's side: a colleague has to handle it. */
  isOwnMatter: boolean
  /** Came in, or came back from the applicant, since the last visit. */
  isNew: boolean
}

/** Records whose matters stand in a queue, before it is shown; what was looked for by name or number, each time. */
export async function recordQueue(ctx: Ctx, { query, rows }: Queue): Promise<void> {
  const listed = rows.map(({ task: { region, caseNumber, officeId } }) => ({ region, caseNumber, officeId }))
  if (query.search) await recordSearch(ctx, 'queue', deskOffices(ctx.actor)[0] ?? null, listed, ['applicant.name'])
  else await recordList(ctx, 'queue', listed, ['applicant.name'])
}

export async function queueOf(ctx: Ctx, query: QueueQuery, newSince?: string): Promise<Queue> {
  const filter = filterOf(query, ctx.actor)
  const found = query.search ? await searchTasks(ctx.db, filter.officeIds, query.search) : await listQueue(ctx.db, filter)
  const tasks = found.slice(0, queuePageSize)
  const last = tasks.at(-1)
  const isCut = found.length > queuePageSize
  const next = last && isCut && !query.search ? { key: last[filter.order] as string, id: last.id } : undefined
  const rows = await rowsOf(ctx, tasks, newSince)
  // What waits for one's own agreement stands first on its page; the pages themselves stay in the order of days.
  return { query, rows: query.stage === 'approvals' ? rows.toSorted((a, b) => Number(b.proposal?.awaits === 'me') - Number(a.proposal?.awaits === 'me')) : rows, next, isCut }
}

async function rowsOf(ctx: Ctx, tasks: readonly QueuedTask[], newSince: string | undefined): Promise<QueueRow[]> {
  const versionIds = [...new Set(tasks.map(({ bundleVersionId }) => bundleVersionId))]
  const versions = new Map(await Promise.all(versionIds.map(async id => [id, await getVersion(ctx.db, id)] as const)))
  const names = await namesOf(ctx, tasks.flatMap(({ assigneeId, proceedings: { proposal } }) => [assigneeId ?? [], proposal?.by ?? []].flat()))
  const [calendar, sides] = await Promise.all([readCalendar(ctx.db), sidesOf(ctx.db, tasks)])
  const today = beijingDay(ctx.now)
  const isOwn = (of: CaseSides | undefined): boolean => of !== undefined && mustStandAside(ctx.actor, of)
  const itemFor = ({ bundleVersionId, itemCode }: QueuedTask) => versions.get(bundleVersionId)?.definition.items[itemCode]
  const named = (task: QueuedTask): QueuedTask => {
    const definition = versions.get(task.bundleVersionId)?.definition
    return !definition || isStillNeeded(task, definition, calendar, ctx.now) ? task : { ...task, applicantName: maskName(task.applicantName) }
  }
  return tasks.map(task => ({
    task: named(task),
    item: itemFor(task)?.name as Text,
    ...timeOf(task, today, calendar), proposal: proposalOf(ctx, task, itemFor(task)?.signOff ?? [], names),
    holder: task.assigneeId === null ? undefined : names.get(task.assigneeId),
    isMine: task.assigneeId === ctx.actor.id,
    isOwnMatter: isOwn(sides.get(task.caseNumber)),
    isNew: newSince !== undefined && task.acceptedAt === null && (task.clockStartedAt ?? '') > newSince,
  }))
}

function timeOf(task: QueuedTask, today: Day, calendar: WorkingCalendar): Pick<QueueRow, 'lamp' | 'dueOn' | 'pausedUntil'> {
  const { decidedAt, followUpOn, status, proceedings: { suspensions } } = task
  if (followUpOn !== null) return { lamp: taskLamp({ clockStartedAt: decidedAt, dueOn: followUpOn }, today, calendar), dueOn: followUpOn, pausedUntil: undefined }
  return { lamp: taskLamp(task, today, calendar), dueOn: task.clockStartedAt && task.dueOn, pausedUntil: status === 'suspended' ? suspensions.at(-1)?.until : undefined }
}

function proposalOf({ actor }: Ctx, task: QueuedTask, signOff: ServiceItem['signOff'], names: ReadonlyMap<string, string>): QueueRow['proposal'] {
  const { proposal } = task.proceedings
  if (!proposal || !isProposed(task.status)) return undefined
  return { by: names.get(proposal.by) ?? '', awaits: awaitsAgreement(actor, task, signOff) ? 'me' : proposal.by === actor.id ? 'own' : 'others' }
}

/** What can be filtered by: the offices one works at, and the items that their departments handle. */
export interface QueueChoices {
  offices: Office[]
  items: { code: string; name: Text }[]
}

export async function queueChoices(ctx: Ctx): Promise<QueueChoices> {
  const [offices, published] = await Promise.all([listOffices(ctx.db, deskOffices(ctx.actor)), listPublished(ctx.db)])
  const departments = [...new Set(offices.map(({ departmentId }) => departmentId))]
  return { offices, items: departments.flatMap(id => itemsByDepartment(published).get(id) ?? []) }
}

const sorted = new WeakMap<readonly BundleVersion[], Map<string, QueueChoices['items']>>()

/** What each department handles in all that is published: worked out once for a list of versions. */
function itemsByDepartment(published: readonly BundleVersion[]): Map<string, QueueChoices['items']> {
  const known = sorted.get(published)
  if (known) return known
  const items = new Map(published.flatMap(({ definition }) => Object.values(definition.items)).map(item => [item.code, item]))
  const made = new Map([...Map.groupBy(items.values(), ({ department }) => department)].map(([id, own]) => [id, own.map(({ code, name }) => ({ code, name }))]))
  sorted.set(published, made)
  return made
}

/** The most urgent other task of the same queue: offered after a decision, so that nobody goes back to look for it. */
export const nextOf = ({ rows }: Queue, taskId: string): QueueRow | undefined => rows.find(({ task }) => task.id !== taskId)
