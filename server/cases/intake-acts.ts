import { Conflict } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import type { Day } from '../limits/calendar.ts'
import type { Act } from './act.ts'
import { taskOf, type Deficiency, type Dossier, type Task } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did, type Course } from './course.ts'
import type { Ground } from './events.ts'
import { isUnspoken } from './lifecycle.ts'
import { deferredUntil, dueIfAccepted } from './settle.ts'

/** What is said of an application when it comes in: pure, one function per act. */

/** Papers that were put off and are not there yet, and the day until which they may come. */
export interface Deferral {
  materials: string[]
  until?: Day | undefined
}

/** Accepts: the time for the decision runs from today. With papers put off, provisionally (容缺受理). */
export const accepted = (dossier: Dossier, taskId: string, deferral: Deferral, act: Act): Change =>
  carriedOut(dossier, act, course => acceptedOne(course, taskOf(course.dossier, taskId), deferral))

function acceptedOne(course: Course, task: Task, { materials, until }: Deferral): Course {
  const dueOn = dueIfAccepted(course.dossier, task, course.act.at)
  if (materials.length === 0) return did(course, 'task.accepted', task.id, { dueOn })
  return did(course, 'task.accepted', task.id, { dueOn, provisional: { materials, until: until ?? deferredUntil(course) } })
}

/**
 * Accepts for all departments at once, as the integrated counter may where the bundle says so
 * (Zhejiang regulation art. 5). `deferrals` holds what each task's papers lack.
 */
export const acceptedWhole = (dossier: Dossier, deferrals: ReadonlyMap<string, string[]>, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const tasks = course.dossier.tasks.filter(({ status }) => isUnspoken(status))
    if (tasks.length === 0 || course.dossier.version.definition.bundle.intake !== 'unified') throw new Conflict('task.notAllowed')
    const all = tasks.reduce((so, task) => acceptedOne(so, task, { materials: deferrals.get(task.id) ?? [] }), course)
    return did(all, 'case.acceptedWhole', null, {})
  })

/** Declines to accept, with the ground and where to go instead (行政许可法第三十二条). */
export const notAccepted = (dossier: Dossier, taskId: string, { reason, ground }: { reason: string; ground: Ground }, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'task.notAccepted', taskId, { reason, ground }))

export type Shortcoming = Pick<Deficiency, 'kind' | 'target' | 'code' | 'reason'>

/**
 * Notes everything that this item finds missing; the applicant gets it in the one notice of the case.
 * A second time, when it could be seen the first time, it is only taken with a reason, which is
 * recorded as a violation: throws `Conflict('task.askedBefore')` without one.
 */
export const deficienciesNoted = (dossier: Dossier, taskId: string, { shortcomings, repeatReason }: { shortcomings: readonly Shortcoming[]; repeatReason: string | null }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    if (isAskedBefore(task) && repeatReason === null) throw new Conflict('task.askedBefore')
    const repeat = isAskedBefore(task) ? repeatReason : null
    return did(course, 'task.deficienciesNoted', taskId, { shortcomings: shortcomings.map(one => ({ ...one, id: newRegionalId(task.region), repeatReason: repeat })) })
  })

/** A notice has asked this item's corrections already: another one would be a second time. */
export const isAskedBefore = ({ proceedings }: Pick<Task, 'proceedings'>): boolean => proceedings.notices > 0

export const deficienciesTakenBack = (dossier: Dossier, taskId: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'task.deficienciesTakenBack', taskId, {}))

/** Papers that were put off have come; `stillMissing` says, by task, what has not. */
export const deferredHandedIn = (dossier: Dossier, materialId: string, stillMissing: ReadonlyMap<string, string[]>, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const tasks = course.dossier.tasks.filter(task => awaitsDeferred(task, materialId))
    if (tasks.length === 0) throw new Conflict('case.nothingDeferred')
    return tasks.reduce((so, { id }) => did(so, 'task.deferredHandedIn', id, { materials: [materialId], isComplete: (stillMissing.get(id) ?? []).length === 0 }), course)
  })

/** The paper may still come: the task was accepted without it, and its day has not passed. */
export const awaitsDeferred = ({ status, proceedings: { provisional } }: Task, materialId?: string): boolean =>
  provisional !== null && provisional.completedAt === null && ['accepted', 'suspended', 'reviewing', 'approving'].includes(status)
  && (materialId === undefined || provisional.materials.includes(materialId))

/** With the applicant at the counter, a small error is put right at once (行政许可法第三十二条第一款第三项). */
export const correctedOnTheSpot = (dossier: Dossier, values: Readonly<Record<string, string | string[]>>, materials: string[], act: Act): Change =>
  carriedOut(dossier, act, course => {
    if (!course.dossier.tasks.some(({ status }) => isUnspoken(status))) throw new Conflict('task.notAllowed')
    const told = did(course, 'case.correctedOnTheSpot', null, { fields: Object.keys(values), materials })
    return withValues(told, values)
  })

/** What was fetched and found wrong is the applicant's own word from here on (Zhejiang regulation art. 7). */
export function withValues(course: Course, values: Readonly<Record<string, string | string[]>>): Course {
  const { theCase } = course.dossier
  const { content } = theCase
  const known = Object.fromEntries(Object.entries(content.known).map(([id, value]) => [id, id in values ? { ...value, isContested: true } : value]))
  return { ...course, dossier: { ...course.dossier, theCase: { ...theCase, content: { ...content, known, values: { ...content.values, ...values } } } } }
}

