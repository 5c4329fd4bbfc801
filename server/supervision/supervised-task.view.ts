import { taskLamp } from '../cases/dates.ts'
import type { Text } from '../catalogue/definition.ts'
import { itemOf, type Dossier, type SupervisionOrder, type Task } from '../cases/case.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'
import { isOpen } from '../cases/lifecycle.ts'
import type { Ctx } from '../context.ts'
import { listEvents } from '../ledger/event.store.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { beijingDay, type Day } from '../limits/calendar.ts'
import { countOut } from '../limits/clock.ts'
import { legalLimits } from '../limits/legal-clocks.ts'
import type { ShownLamp } from '../limits/lamp.ts'
import { findOffice, getOffice } from '../offices/office.store.ts'
import { inScope } from '../people/permissions.ts'
import { namesOf } from '../people/person.store.ts'
import type { RequestLocals } from '../web/locals.ts'
import { isOverdue, lateFollowUps } from './watch.ts'

/**
 * A task as its supervisor sees it: where it stands, since when, and who has it. Nothing of the
 * applicant but the case's number, neither names nor data: what officers wrote about his papers stays
 * with them.
 */
export interface SupervisedTask {
  task: Pick<Task, 'id' | 'caseNumber' | 'status' | 'receivedAt' | 'acceptedAt' | 'decidedAt' | 'dueOn'>
  bundle: Text
  /** The case was filed in the supervisor's regions too. */
  isCaseReadable: boolean
  item: Text
  office: Text
  holder: string | undefined
  lamp: ShownLamp | undefined
  isOverdue: boolean
  delay: { reason: string; at: string } | null
  suspensions: Task['proceedings']['suspensions']
  extension: Task['proceedings']['extension']
  late: ReturnType<typeof lateFollowUps>
  requests: { office: Text; askedAt: string; dueOn: Day; endedAt: string | null; state: string }[]
  orders: ShownOrder[]
  canOrder: boolean
  /** By when an order that is given now is answered, unless another day is set. */
  answerOn: Day
  history: { event: Pick<ChainedEvent, 'type' | 'at'>; to: string; who: string }[]
}

export interface ShownOrder extends SupervisionOrder {
  giver: string
  answerer: string
  isLate: boolean
}

export async function supervisedTask(ctx: Ctx, speaker: Pick<RequestLocals, 't' | 'text'>, dossier: Dossier, task: Task): Promise<SupervisedTask> {
  const { theCase, version, calendar, plan } = dossier
  const today = beijingDay(ctx.now)
  const orders = dossier.orders.filter(({ taskId }) => taskId === task.id)
  const names = await namesOf(ctx, [task.assigneeId ?? '', ...orders.flatMap(({ givenBy, answeredBy }) => [givenBy, answeredBy ?? ''])])
  const { id, caseNumber, status, receivedAt, acceptedAt, decidedAt, dueOn, proceedings } = task
  return {
    task: { id, caseNumber, status, receivedAt, acceptedAt, decidedAt, dueOn },
    bundle: version.definition.bundle.title, isCaseReadable: inScope(ctx.actor, 'supervision.read', { region: theCase.regionCode }), item: itemOf({ plan }, task).item.name, office: (await getOffice(ctx.db, task.officeId)).name,
    holder: names.get(task.assigneeId ?? ''), lamp: taskLamp(task, today, calendar), isOverdue: isOverdue(task, today),
    delay: proceedings.delay, suspensions: proceedings.suspensions, extension: proceedings.extension, late: lateFollowUps(task, today),
    requests: await requestsOf(ctx, dossier, task),
    orders: orders.map(order => ({ ...order, giver: names.get(order.givenBy) ?? '', answerer: names.get(order.answeredBy ?? '') ?? '', isLate: order.answeredAt === null && order.dueOn < today })),
    canOrder: isOpen(status) && !isOwnMatter(ctx.actor, theCase), answerOn: countOut(today, legalLimits.order, calendar).dueOn,
    history: await historyOf(ctx, speaker, dossier, task),
  }
}

function requestsOf({ db }: Pick<Ctx, 'db'>, { requests }: Dossier, task: Task): Promise<SupervisedTask['requests']> {
  return Promise.all(requests.filter(({ taskId }) => taskId === task.id).map(async ({ toOfficeId, askedAt, dueOn, endedAt, state }) =>
    ({ office: (await findOffice(db, toOfficeId))?.name ?? { zh: toOfficeId, en: toOfficeId }, askedAt, dueOn, endedAt, state })))
}

/** What was done, by whom and when, the latest first; not what was said in doing it. */
async function historyOf(ctx: Ctx, { t, text }: Pick<RequestLocals, 't' | 'text'>, { theCase, requests }: Dossier, task: Task): Promise<SupervisedTask['history']> {
  const events = (await listEvents(ctx.db, { region: theCase.region, caseId: theCase.id })).filter(({ taskId }) => taskId === task.id).reverse()
  const staff = events.filter(({ actorRole }) => !['applicant', 'portal'].includes(actorRole))
  const names = await namesOf(ctx, [...staff.map(({ actorId }) => actorId), ...events.flatMap(({ data }) => (typeof data.to === 'string' ? [data.to] : []))])
  const offices = new Map(await Promise.all([...new Set(requests.map(({ toOfficeId }) => toOfficeId))].map(async id => [id, (await findOffice(ctx.db, id))?.name] as const)))
  const whoDid = ({ actorId, actorRole, onBehalfOf }: ChainedEvent): string =>
    actorRole === 'applicant' || onBehalfOf !== null ? t('cases:by.applicant') : actorRole === 'portal' ? t('cases:by.portal') : (names.get(actorId) ?? '')
  const toWhom = ({ data }: ChainedEvent): string => {
    const office = offices.get(String(data.toOfficeId))
    return office ? text(office) : (names.get(String(data.to)) ?? '')
  }
  return events.map(event => ({ event: { type: event.type, at: event.at }, to: toWhom(event), who: whoDid(event) }))
}
