import { getVersion } from '../catalogue/bundle.store.ts'
import type { Text } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { jointLimit, momentOf, taskLamp } from '../cases/dates.ts'
import type { Suspension } from '../cases/proceedings.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { beijingDay, dayAfter, type Day, type WorkingCalendar } from '../limits/calendar.ts'
import { countOut } from '../limits/clock.ts'
import { workingDaysBefore, workingDaysBetween, type ShownLamp } from '../limits/lamp.ts'
import { legalLimits } from '../limits/legal-clocks.ts'
import { getOffice } from '../offices/office.store.ts'
import { namesOf } from '../people/person.store.ts'
import { listRunningSince, type RunningCase } from './joint.store.ts'
import type { WatchQuery } from './watch.form.ts'
import { jointNearDays, lateFollowUps, soonDays, type WatchList } from './watch.ts'
import { listDue, listExtended, listLateFollowUps, listOrders, listOverdue, listRepeated, listSuspended, orderStates, watchPageSize, type Cursor, type WatchedTask } from './watch.store.ts'

/** A list of what has to be looked into, as a page shows it. */
export interface Watched {
  rows: WatchRow[]
  next: Cursor | undefined
}

export interface WatchRow {
  id: string
  /** Absent for a list of cases. */
  task: WatchedTask | undefined
  caseNumber: string
  item: Text
  office: Text | undefined
  holder: string | undefined
  lamp: ShownLamp | undefined
  order: 'open' | 'answered' | undefined
  /** What the list is about, beside the task. */
  suspension?: Suspension & { days: number }
  repeat?: { at: string; reason: string }
  late?: ReturnType<typeof lateFollowUps>
  asked?: { givenAt: string; dueOn: Day; answeredAt: string | null; isLate: boolean }
  joint?: { dueOn: Day; isExtended: boolean; ended: number; of: number }
}

interface Reading {
  ctx: Ctx
  query: WatchQuery
  today: Day
  calendar: WorkingCalendar
}

type Found = { task: WatchedTask; id?: string; key: string; more?: Partial<WatchRow> }[]

export async function watchedOf(ctx: Ctx, query: WatchQuery, list: WatchList): Promise<Watched> {
  const reading = { ctx, query, today: beijingDay(ctx.now), calendar: await readCalendar(ctx.db) }
  if (list === 'joint') return jointCases(reading)
  const found = await finders[list](reading)
  const shown = found.slice(0, watchPageSize)
  const last = shown.at(-1)
  return { rows: await rowsOf(reading, shown), next: last && found.length > watchPageSize ? { key: last.key, id: last.id ?? last.task.id } : undefined }
}

const byDue = (tasks: readonly WatchedTask[]): Found => tasks.map(task => ({ task, key: task.dueOn ?? '' }))

const finders: Record<Exclude<WatchList, 'joint'>, (reading: Reading) => Promise<Found>> = {
  overdue: async ({ ctx, query, today }) => byDue(await listOverdue(ctx.db, query, today, query.after)),
  soon: async ({ ctx, query, today, calendar }) => byDue(await listDue(ctx.db, query, { from: today, until: countOut(today, { value: soonDays, unit: 'workingDay' }, calendar).dueOn }, query.after)),
  extended: async ({ ctx, query }) => byDue(await listExtended(ctx.db, query, query.after)),
  suspended: async reading => suspendedLongest(reading, await listSuspended(reading.ctx.db, reading.query)),
  followUp: async ({ ctx, query, today }) =>
    (await listLateFollowUps(ctx.db, query, today, query.after)).map(task => ({ task, key: task.followUpOn ?? '', more: { late: lateFollowUps(task, today) } })),
  repeated: async ({ ctx, query }) => (await listRepeated(ctx.db, query, query.after)).map(({ id, at, repeatReason, task }) => ({ task, id, key: at, more: { repeat: { at, reason: repeatReason } } })),
  orders: async ({ ctx, query, today }) => (await listOrders(ctx.db, query, query.after)).map(({ id, givenAt, dueOn, answeredAt, task }) =>
    ({ task, id, key: givenAt, more: { asked: { givenAt, dueOn, answeredAt, isLate: answeredAt === null && dueOn < today } } })),
}

/** Since when something stands still lies in its proceedings: put in order here, the longest first. */
function suspendedLongest({ query: { after }, today, calendar }: Reading, tasks: readonly WatchedTask[]): Found {
  const all = tasks.flatMap(task => {
    const last = task.proceedings.suspensions.at(-1)
    return last ? [{ task, key: last.from, more: { suspension: { ...last, days: workingDaysBetween(last.from, today, calendar) } } }] : []
  })
  const sorted = all.sort((a, b) => compared(a.key, b.key) || compared(a.task.id, b.task.id))
  return sorted.filter(({ key, task }) => !after || key > after.key || (key === after.key && task.id > after.id))
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

async function rowsOf({ ctx, today, calendar }: Reading, found: Found): Promise<WatchRow[]> {
  const tasks = found.map(({ task }) => task)
  const [names, orders] = await Promise.all([namesOf(ctx, tasks.flatMap(({ assigneeId }) => assigneeId ?? [])), orderStates(ctx.db, tasks)])
  return Promise.all(found.map(async ({ task, id, more }) => ({
    id: id ?? task.id, task, caseNumber: task.caseNumber, ...(await wordsOf(ctx, task)), holder: names.get(task.assigneeId ?? ''),
    lamp: taskLamp(task, today, calendar), order: orders.get(task.id), ...more,
  })))
}

/** What a task is about and where it lies, in words. */
export async function wordsOf({ db }: Pick<Ctx, 'db'>, { bundleVersionId, itemCode, officeId }: Pick<WatchedTask, 'bundleVersionId' | 'itemCode' | 'officeId'>): Promise<{ item: Text; office: Text }> {
  const [version, office] = await Promise.all([getVersion(db, bundleVersionId), getOffice(db, officeId)])
  return { item: version.definition.items[itemCode]?.name ?? { zh: itemCode, en: itemCode }, office: office.name }
}

/** Cases that come near the joint limit of 45 working days, or are past it; the first to end stands first. */
async function jointCases({ ctx, query, today, calendar }: Reading): Promise<Watched> {
  const acceptedBy = workingDaysBefore(today, legalLimits.jointDecision.value - jointNearDays, calendar)
  const running = await listRunningSince(ctx.db, query, momentOf(dayAfter(acceptedBy)))
  const near = (await Promise.all(running.map(one => jointRow(ctx, one, today, calendar)))).flat()
  const sorted = near.sort((a, b) => compared(a.joint.dueOn, b.joint.dueOn) || compared(a.id, b.id))
  const { after } = query
  const rest = sorted.filter(({ id, joint }) => !after || joint.dueOn > after.key || (joint.dueOn === after.key && id > after.id))
  const rows = rest.slice(0, watchPageSize)
  const last = rows.at(-1)
  return { rows, next: last && rest.length > watchPageSize ? { key: last.joint.dueOn, id: last.id } : undefined }
}

async function jointRow(ctx: Ctx, theCase: RunningCase, today: Day, calendar: WorkingCalendar): Promise<(WatchRow & { joint: NonNullable<WatchRow['joint']> })[]> {
  const version = await getVersion(ctx.db, theCase.bundleVersionId)
  const limit = jointLimit({ theCase, tasks: theCase.tasks, version, calendar })
  if (!limit || workingDaysBetween(today, limit.dueOn, calendar, jointNearDays + 1) > jointNearDays) return []
  const lamp = taskLamp({ clockStartedAt: limit.acceptedAt, dueOn: limit.dueOn }, today, calendar)
  const joint = { dueOn: limit.dueOn, isExtended: theCase.proceedings.extension !== null, ended: theCase.tasks.filter(({ isEnded }) => isEnded).length, of: theCase.tasks.length }
  return [{ id: theCase.id, task: undefined, caseNumber: theCase.number, item: version.definition.bundle.title, office: undefined, holder: undefined, lamp, order: undefined, joint }]
}

