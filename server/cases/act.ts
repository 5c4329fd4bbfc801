import type { CaseEvent, EventType } from '../ledger/event.ts'
import type { Ctx } from '../context.ts'
import type { DataOf } from './events.ts'
import type { Sides } from '../people/active-mandate.ts'
import { system, type Actor, type Role } from '../people/actor.ts'
import { placesOf, roleFor } from '../people/permissions.ts'

/** Who does something to a case, in what capacity, for whom, and when: the head of every event. */
export interface Act {
  actorId: string
  actorRole: string
  officeId: string | null
  /** The applicant's id when somebody else acts for him. */
  onBehalfOf: string | null
  /** Under which an agent acts for him. */
  mandateId?: string
  at: string
}

export type EventDraft = Omit<CaseEvent, 'id'>

/** By the applicant himself, by his agent under a mandate, or by the counter officer who files for him. */
export function asApplicant({ actor, now }: Ctx, { applicantId, mandateId }: Pick<Sides, 'applicantId' | 'mandateId'>): Act {
  const head = { actorId: actor.id, at: now.toISOString() }
  if (actor.id === applicantId) return { ...head, actorRole: 'applicant', officeId: null, onBehalfOf: null }
  if (mandateId !== null) return { ...head, actorRole: 'agent', officeId: null, onBehalfOf: applicantId, mandateId }
  return { ...head, actorRole: 'counterOfficer', officeId: placesOf(actor, 'counter.serve')[0] ?? null, onBehalfOf: applicantId }
}

/** By the power of `role` where the actor holds it at the office, else of whichever he holds there. */
export const asOfficer = (ctx: Ctx, officeId: string, role: Role = 'officer'): Act => ({
  actorId: ctx.actor.id,
  actorRole: roleAt(ctx.actor, officeId, role),
  officeId,
  onBehalfOf: null,
  at: ctx.now.toISOString(),
})

/** By whoever administers the portal's people, for what follows from that in a case. */
export const asAdministrator = (ctx: Ctx): Act => ({ actorId: ctx.actor.id, actorRole: roleFor(ctx.actor, 'people.read'), officeId: null, onBehalfOf: null, at: ctx.now.toISOString() })

const roleAt = (actor: Actor, officeId: string, role: Role): string =>
  actor.id === system.id ? 'portal' : (actor.grants.find(grant => grant.officeId === officeId && grant.role === role) ?? actor.grants.find(grant => grant.officeId === officeId))?.role ?? 'officer'

export function event<T extends EventType>(act: Act, type: T, taskId: string | null, data: DataOf<T>): EventDraft {
  return { at: act.at, actorId: act.actorId, actorRole: act.actorRole, onBehalfOf: act.onBehalfOf, officeId: act.officeId, taskId, type, data: { ...data, ...(act.mandateId ? { mandate: act.mandateId } : {}) } }
}

/** What the portal does by itself as a consequence of somebody's act, or of the passing of time. */
export const consequence = ({ mandateId: _, ...act }: Act): Act => ({ ...act, actorId: system.id, actorRole: 'portal', officeId: null, onBehalfOf: null })

/** An act of the portal alone. */
export const byTime = (at: string): Act => ({ actorId: system.id, actorRole: 'portal', officeId: null, onBehalfOf: null, at })
