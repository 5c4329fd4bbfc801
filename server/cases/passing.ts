import { dayAfter, type Day } from '../limits/calendar.ts'
import { firstYellowDay, workingDaysBefore } from '../limits/lamp.ts'
import { byTime } from './act.ts'
import { itemOf, type Dossier, type InternalRequest, type SupervisionOrder, type Task } from './case.ts'
import { did, type Course } from './course.ts'
import { acceptanceDueOn, dayOf, decisionCount, momentOf } from './dates.ts'
import { awaitsApplicant, isBeforeDecision, isOpen } from './lifecycle.ts'
import { warningLevels, type WarningLevel } from './proceedings.ts'
import { noticed, settled } from './settle.ts'

/**
 * What the passing of time does by itself: silence becomes acceptance, a missed answer a withdrawal, a
 * suspension ends, lamps change. Each case knows when it next has to be woken (`wakeAt`), and every act
 * first lets the time pass up to now, so that nobody acts on a state that the law has already changed.
 */
interface Alarm {
  at: string
  ring(course: Course): Course
}

/** Officers' mornings: reminders come when somebody can act on them. */
const morning = '09:00'
/** On the last day of the earliest duty the notice goes out, whoever has not spoken by then. */
const noon = '12:00'

export function wakeAt(dossier: Dossier): string | null {
  return alarmsOf(dossier).map(({ at }) => at).sort()[0] ?? null
}

/** Lets everything happen that was to happen by now, in its order. */
export function timePassed(course: Course): Course {
  let now = course
  for (;;) {
    const due = alarmsOf(now.dossier).filter(({ at }) => at <= course.act.at).sort((a, b) => (a.at < b.at ? -1 : 1))[0]
    if (!due) return now
    now = settled({ ...due.ring({ ...now, act: byTime(course.act.at) }), act: course.act })
  }
}

function alarmsOf(dossier: Dossier): Alarm[] {
  const { tasks, requests, orders } = dossier
  return [...noticeAlarms(dossier), ...tasks.flatMap(task => taskAlarms(dossier, task)), ...requests.flatMap(requestAlarm), ...orders.flatMap(orderAlarm)]
}

const endOf = (day: Day): string => momentOf(dayAfter(day))

function noticeAlarms(dossier: Dossier): Alarm[] {
  const { tasks, theCase: { proceedings: { notice } }, calendar } = dossier
  const alarms: Alarm[] = []
  const noted = tasks.flatMap(({ status, dueOn }) => (status === 'noted' && dueOn ? [dueOn] : [])).sort()[0]
  if (noted) alarms.push({ at: momentOf(noted, noon), ring: noticed })
  if (!notice) return alarms
  const remindOn = workingDaysBefore(notice.answerBy, 2, calendar)
  if (notice.remindedAt === null && remindOn > dayOf(notice.issuedAt)) alarms.push({ at: momentOf(remindOn, morning), ring: course => did(course, 'case.answerReminded', null, { answerBy: notice.answerBy }) })
  alarms.push({ at: endOf(notice.answerBy), ring: missed })
  return alarms
}

/** No answer by the day of the notice counts as withdrawn (Zhejiang regulation art. 11). */
const missed = (course: Course): Course =>
  course.dossier.tasks.filter(({ status }) => awaitsApplicant(status)).reduce((so, { id }) => did(so, 'task.supplementLapsed', id, {}), course)

function taskAlarms(dossier: Dossier, task: Task): Alarm[] {
  if (task.status === 'approved') return afterwards(task)
  if (!isOpen(task.status)) return []
  const { suspensions, extension } = task.proceedings
  const alarms = [...warning(dossier, task), ...provisional(dossier, task)]
  if (task.status === 'received') alarms.push({ at: endOf(acceptanceDueOn(task.clockStartedAt as string, dossier.calendar)), ring: course => deemedAccepted(course, task) })
  const suspended = suspensions.at(-1)
  if (task.status === 'suspended' && suspended) alarms.push({ at: endOf(suspended.until), ring: course => resumedByTime(course, task) })
  if (extension?.state === 'asked' && task.dueOn) alarms.push({ at: endOf(task.dueOn), ring: course => did(course, 'task.extensionDeclined', task.id, { answer: null, isByTime: true }) })
  return alarms
}

/** Silence for five working days is acceptance from the day of receipt (行政许可法第三十二条第一款第四项). */
function deemedAccepted(course: Course, task: Task): Course {
  const receivedAt = task.clockStartedAt as string
  const { dueOn } = decisionCount({ ...task, acceptedAt: receivedAt }, itemOf(course.dossier, task), course.dossier)
  return did(course, 'task.deemedAccepted', task.id, { receivedAt, dueOn })
}

/** The applicant was told how long the procedure takes: the clock runs on after that day, unless it was prolonged before. */
function resumedByTime(course: Course, task: Task): Course {
  const last = task.proceedings.suspensions.at(-1) as Task['proceedings']['suspensions'][number]
  return did(course, 'task.resumed', task.id, { kind: last.kind, finding: null, isByTime: true, dueOn: task.dueOn as string })
}

function provisional({ calendar }: Dossier, task: Task): Alarm[] {
  const open = task.proceedings.provisional
  if (!open || open.completedAt !== null) return []
  const remindOn = workingDaysBefore(open.until, 2, calendar)
  return [
    ...(open.remindedAt === null && remindOn > dayOf(task.acceptedAt as string) ? [{ at: momentOf(remindOn, morning), ring: (course: Course) => did(course, 'task.deferredReminded', task.id, { until: open.until }) }] : []),
    // Not handed in by its day: the acceptance is revoked in writing (Zhejiang regulation art. 11).
    { at: endOf(open.until), ring: course => did(course, 'task.acceptanceRevoked', task.id, { materials: open.materials }) },
  ]
}

const warningTypes = { near: 'task.limitNear', today: 'task.limitToday', passed: 'task.limitPassed' } as const satisfies Record<WarningLevel, string>

/** The officer is told when the lamp turns yellow, the head on the last day, the supervisor once it has passed. */
function warning(dossier: Dossier, task: Task): Alarm[] {
  const reached = (at: string): WarningLevel | undefined => levels(dossier, task).filter(one => one.at <= at).at(-1)?.level
  const { told, dueOn } = { told: task.proceedings.told, dueOn: task.dueOn as Day }
  const done = told?.dueOn === dueOn ? warningLevels.indexOf(told.level) : -1
  const next = levels(dossier, task).find(({ level }) => warningLevels.indexOf(level) > done)
  if (!next) return []
  return [{ at: next.at, ring: course => {
    const level = reached(course.act.at) ?? next.level
    return did(course, warningTypes[level], task.id, { dueOn, level })
  } }]
}

function levels({ calendar }: Dossier, task: Task): { level: WarningLevel; at: string }[] {
  const { clockStartedAt, dueOn } = task
  if (clockStartedAt === null || dueOn === null) return []
  const startedOn = dayOf(clockStartedAt)
  const yellow = firstYellowDay({ startedOn, dueOn }, calendar)
  return [
    ...(yellow > startedOn && yellow < dueOn ? [{ level: 'near' as const, at: momentOf(yellow, morning) }] : []),
    ...(dueOn > startedOn ? [{ level: 'today' as const, at: momentOf(dueOn, morning) }] : []),
    // Before acceptance the day that passes is acceptance or the notice, not a delay.
    ...(isBeforeDecision(task.status) ? [{ level: 'passed' as const, at: endOf(dueOn) }] : []),
  ]
}

function afterwards(task: Task): Alarm[] {
  const { commitment, delivery } = task.proceedings
  const alarms: Alarm[] = []
  if (commitment && ['due', 'rectifying'].includes(commitment.state) && commitment.lateToldAt === null) alarms.push({ at: endOf(commitment.dueOn), ring: course => did(course, 'task.commitmentCheckLate', task.id, {}) })
  if (delivery && delivery.deliveredAt === null && delivery.lateToldAt === null) alarms.push({ at: endOf(delivery.dueOn), ring: course => did(course, 'task.deliveryLate', task.id, {}) })
  return alarms
}

const requestAlarm = ({ id, taskId, toOfficeId, dueOn, state, overdueToldAt }: InternalRequest): Alarm[] =>
  state !== 'open' || overdueToldAt !== null ? [] : [{ at: endOf(dueOn), ring: course => did(course, 'request.overdue', taskId, { id, toOfficeId, dueOn }) }]

const orderAlarm = ({ id, taskId, dueOn, answeredAt, overdueToldAt }: SupervisionOrder): Alarm[] =>
  answeredAt !== null || overdueToldAt !== null ? [] : [{ at: endOf(dueOn), ring: course => did(course, 'order.overdue', taskId, { id, dueOn }) }]
