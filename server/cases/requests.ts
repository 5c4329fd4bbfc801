import type { Ctx } from '../context.ts'
import { Conflict, Forbidden, NotFound } from '../errors.ts'
import { regionOfId } from '../ids.ts'
import { findOffice } from '../offices/office.store.ts'
import type { Actor } from '../people/actor.ts'
import { inScope } from '../people/permissions.ts'
import { asOfficer } from './act.ts'
import { getDossierById, saved } from './case.store.ts'
import type { Dossier, InternalRequest } from './case.ts'
import { actAtDesk } from './desk.ts'
import { mustStandAside } from './desk-actions.ts'
import { judgedAnew } from './judged-anew.ts'
import { orderAnswered, requestAnswered, requestAsked, requestCancelled, type NewRequest } from './request-acts.ts'
import { findCaseOfRequest } from './request.store.ts'

/** Asks another office inside the case. Throws `Conflict('request.noOffice')` for one that is closed or isn't there. */
export async function askOffice(ctx: Ctx, taskId: string, request: NewRequest): Promise<void> {
  const office = await findOffice(ctx.db, request.toOfficeId)
  if (!office || office.closedAt !== null) throw new Conflict('request.noOffice')
  await actAtDesk(ctx, taskId, 'askOffice', (dossier, _task, act) => requestAsked(dossier, taskId, request, act))
}

export const cancelRequest = (ctx: Ctx, taskId: string, { id, reason }: { id: string; reason: string }): Promise<void> =>
  actAtDesk(ctx, taskId, 'cancelRequest', (dossier, _task, act) => requestCancelled(dossier, id, reason, act))

/** A question to one of the actor's offices, with the case it belongs to. Throws `NotFound` for anybody else's. */
export async function requestAtDesk(ctx: Ctx, id: string): Promise<{ dossier: Dossier; request: InternalRequest }> {
  const key = await findCaseOfRequest(ctx.db, regionOfId(id), id)
  const dossier = key && (await getDossierById(ctx, key.region, key.caseId))
  const request = dossier?.requests.find(one => one.id === id)
  if (!dossier || !request || !inScope(ctx.actor, 'task.read', { officeId: request.toOfficeId })) throw new NotFound('page')
  return { dossier, request }
}

/** Whether this person may answer it now: nobody says anything in his own matter (公务员法第七十六条: 回避). */
export const mayAnswer = (actor: Actor, { theCase }: Dossier, { state }: InternalRequest): boolean => state === 'open' && !mustStandAside(actor, theCase)

/** The asked office answers. Throws `Conflict('request.ended')` when it was answered or called back meanwhile. */
export const answerRequest = (ctx: Ctx, id: string, answer: string): Promise<void> =>
  judgedAnew(async () => {
    const { dossier, request } = await requestAtDesk(ctx, id)
    if (mustStandAside(ctx.actor, dossier.theCase)) throw new Forbidden('task.ownMatter')
    await ctx.db.commit(saved(requestAnswered(dossier, id, answer, asOfficer(ctx, request.toOfficeId)), ctx))
  })

/** The office answers a supervision order about a task of its own. */
export const answerOrder = (ctx: Ctx, taskId: string, { id, answer }: { id: string; answer: string }): Promise<void> =>
  actAtDesk(ctx, taskId, 'answerOrder', (dossier, _task, act) => orderAnswered(dossier, id, answer, act))
