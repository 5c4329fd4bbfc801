import { answerCount, legalLimits } from '../limits/legal-clocks.ts'
import { consequence } from './act.ts'
import { itemOf, openDeficiencies, untoldDeficiencies, type Dossier, type Task } from './case.ts'
import { did, type Course } from './course.ts'
import { decisionCount } from './dates.ts'
import { granted } from './grant.ts'
import { hasFailed, hasSucceeded, isFinal, isUnspoken } from './lifecycle.ts'
import { putOff } from './put-off.ts'

/**
 * What follows by itself from what was done, until nothing more does: successors open, lapse or come
 * back, what the counter has accepted for all is accepted, what needs no application is granted, the
 * one notice goes out, and the case ends with its last decision.
 */
export function settled(course: Course): Course {
  let [before, now] = [course, step(course)]
  while (now !== before) [before, now] = [now, step(now)]
  return now
}

function step(course: Course): Course {
  for (const rule of [follow, acceptWithTheWhole, grantUnasked, endRequests, sendNotice, conclude]) {
    const next = rule(course)
    if (next !== course) return next
  }
  return course
}

const waitedFor = ({ plan, tasks }: Dossier, task: Task): Task[] => {
  const { after } = itemOf({ plan }, task)
  return tasks.filter(({ itemCode }) => after.includes(itemCode))
}

/** A serial item's clock starts when its predecessor's finish is known (Zhejiang regulation art. 5). */
function follow(course: Course): Course {
  const by = consequence(course.act)
  for (const task of course.dossier.tasks) {
    const before = waitedFor(course.dossier, task)
    const failed = before.find(({ status }) => hasFailed(status))
    if (task.status === 'waiting' && failed) return did(course, 'task.lapsed', task.id, { because: failed.itemCode }, by)
    if (task.status === 'waiting' && before.every(({ status }) => hasSucceeded(status))) return did(course, 'task.opened', task.id, {}, by)
    if (task.status === 'lapsed' && !failed) return did(course, 'task.revived', task.id, {}, by)
  }
  return course
}

/** What the integrated counter accepted for all departments holds for what opens later: it was complete then. */
function acceptWithTheWhole(course: Course): Course {
  const { dossier } = course
  const task = dossier.tasks.find(one => isUnspoken(one.status) && one.proceedings.notices === 0 && (one.receivedAt ?? '') >= (dossier.theCase.proceedings.acceptedWholeAt ?? '9'))
  if (!task) return course
  const materials = putOff(dossier, task)
  const provisional = materials.length > 0 ? { provisional: { materials, until: deferredUntil(course) } } : {}
  return did(course, 'task.accepted', task.id, { dueOn: dueIfAccepted(dossier, task, course.act.at), ...provisional }, consequence(course.act))
}

/** Until when papers put off may come, unless the officer says otherwise. */
export const deferredUntil = ({ act, dossier }: Course): string => answerCount(act.at, legalLimits.answer, dossier.calendar).dueOn

/** The day by which the decision is due when the task is accepted now. */
export const dueIfAccepted = (dossier: Dossier, task: Task, at: string): string =>
  decisionCount({ ...task, clockStartedAt: task.clockStartedAt ?? at, acceptedAt: at }, itemOf(dossier, task), dossier).dueOn

/** Granted without application (免申即享): nobody has to ask for it, and nobody to decide. */
function grantUnasked(course: Course): Course {
  const { dossier, act } = course
  const task = dossier.tasks.find(one => isUnspoken(one.status) && itemOf(dossier, one).item.withoutApplication !== undefined)
  if (!task) return course
  const by = consequence(act)
  const accepted = did(course, 'task.accepted', task.id, { dueOn: dueIfAccepted(dossier, task, act.at) }, by)
  return granted(accepted, task.id, { fields: {} }, by)
}

/** Everything that is missing is told at one time, once every department has spoken (行政许可法第三十二条: 一次告知). */
const sendNotice = (course: Course): Course => (course.dossier.tasks.some(({ status }) => isUnspoken(status)) ? course : noticed(course))

/** The one notice of the case. What is found while it is open joins it, and the later day counts. */
export function noticed(course: Course): Course {
  const tasks = course.dossier.tasks.filter(({ status }) => status === 'noted')
  if (tasks.length === 0) return course
  const by = consequence(course.act)
  const isAddition = openDeficiencies(course.dossier).length > 0
  const deficiencies = untoldDeficiencies(course.dossier).map(({ id }) => id)
  const earlier = course.dossier.theCase.proceedings.notice?.answerBy ?? ''
  const requested = tasks.reduce((so, { id }) => did(so, 'task.supplementRequested', id, {}, by), course)
  const { version, calendar } = course.dossier
  const answerBy = [answerCount(by.at, version.definition.bundle.answerLimit ?? legalLimits.answer, calendar).dueOn, earlier].sort().at(-1) as string
  return did(requested, 'case.noticeIssued', null, { answerBy, deficiencies, tasks: tasks.map(({ id }) => id), isAddition }, by)
}

/** What another office was asked for is over: it has nothing to answer, and sees nothing more of it. */
function endRequests(course: Course): Course {
  const { tasks, requests } = course.dossier
  const request = requests.find(({ state, taskId }) => state === 'open' && tasks.some(({ id, status }) => id === taskId && isFinal(status)))
  return request ? did(course, 'request.cancelled', request.taskId, { id: request.id, reason: null }, consequence(course.act)) : course
}

function conclude(course: Course): Course {
  const { theCase, tasks } = course.dossier
  const isOver = tasks.every(({ status }) => isFinal(status))
  if (theCase.status === 'running' && isOver) return did(course, 'case.concluded', null, {}, consequence(course.act))
  return theCase.status !== 'running' && !isOver ? did(course, 'case.reopened', null, {}, consequence(course.act)) : course
}
