import { Conflict } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import type { Day } from '../limits/calendar.ts'
import type { Act } from './act.ts'
import { taskOf, type Dossier, type InternalRequest, type SupervisionOrder } from './case.ts'
import { carriedOut, type Change } from './change.ts'
import { did } from './course.ts'
import { dayOf } from './dates.ts'
import { isBeforeDecision, isOpen } from './lifecycle.ts'

/** Questions to another office (协查) and supervision orders (督办): pure, one function per act. */

export type NewRequest = Pick<InternalRequest, 'toOfficeId' | 'question' | 'shared' | 'dueOn'>

export const requestAsked = (dossier: Dossier, taskId: string, request: NewRequest, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    if (!isBeforeDecision(task.status) || request.toOfficeId === task.officeId || request.dueOn < dayOf(course.act.at)) throw new Conflict('task.notAllowed')
    return did(course, 'request.asked', taskId, { ...request, id: newRegionalId(task.region) })
  })

export const requestAnswered = (dossier: Dossier, id: string, answer: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'request.answered', openRequest(course.dossier, id).taskId, { id, answer }))

export const requestCancelled = (dossier: Dossier, id: string, reason: string, act: Act): Change =>
  carriedOut(dossier, act, course => did(course, 'request.cancelled', openRequest(course.dossier, id).taskId, { id, reason }))

function openRequest({ requests }: Dossier, id: string): InternalRequest {
  const request = requests.find(one => one.id === id)
  if (request?.state !== 'open') throw new Conflict('request.ended')
  return request
}

export const orderGiven = (dossier: Dossier, taskId: string, { text, dueOn }: { text: string; dueOn: Day }, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const task = taskOf(course.dossier, taskId)
    if (!isOpen(task.status) || dueOn < dayOf(course.act.at)) throw new Conflict('task.notAllowed')
    return did(course, 'order.given', taskId, { id: newRegionalId(task.region), text, dueOn })
  })

export const orderAnswered = (dossier: Dossier, id: string, answer: string, act: Act): Change =>
  carriedOut(dossier, act, course => {
    const order: SupervisionOrder | undefined = course.dossier.orders.find(one => one.id === id)
    if (!order || order.answeredAt !== null) throw new Conflict('request.ended')
    return did(course, 'order.answered', order.taskId, { id, answer })
  })
