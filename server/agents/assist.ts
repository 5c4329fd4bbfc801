import type { Ctx } from '../context.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { beijingDay } from '../limits/calendar.ts'
import { placesOf } from '../people/permissions.ts'
import type { Person } from '../people/person.ts'
import { openMandate } from './change-mandate.ts'
import { dayIn, longestDays, newMandateId, type Mandate } from './mandate.ts'
import { getMandate } from './mandate.store.ts'

/**
 * A village helper asks to file one matter for somebody, once, within thirty days (帮办代办: 国发〔2022〕5号
 * asks towns and villages for it). Nothing is filed before the person has confirmed it; returns the mandate's number.
 */
export async function askToAssist(ctx: Ctx, { id, name }: Pick<Person, 'id' | 'name'>, { bundleId, regionCode }: { bundleId: string; regionCode: string }): Promise<string> {
  if (id === ctx.actor.id) throw new Forbidden('mandate.self')
  const today = beijingDay(ctx.now)
  const mandate: Mandate = {
    id: newMandateId(ctx.now), kind: 'assistance', principalId: id, agentId: ctx.actor.id, offeredBy: 'agent', assurance: 1, scope: { bundles: [bundleId] },
    validFrom: today, validTo: dayIn(today, longestDays.assistance), maxUses: 1, uses: 0,
    details: { addressee: { name, number: '' }, confirmation: null, regionCode, officeId: placesOf(ctx.actor, 'assistance.serve')[0] ?? '' },
    offeredAt: ctx.now.toISOString(), acceptedAt: null, declinedAt: null, endedAt: null, endedBy: null, version: 1,
  }
  await openMandate(ctx, { mandate, type: 'mandate.offered', role: 'assistant', letters: [{ kind: 'mandateOffered', personId: id }] })
  return mandate.id
}

/** What this helper has asked for. Throws `NotFound` for anything else. */
export async function getAssisted(ctx: Ctx, id: string): Promise<Mandate & { principalId: string }> {
  const mandate = await getMandate(ctx, id)
  const { principalId } = mandate
  if (mandate.kind !== 'assistance' || mandate.agentId !== ctx.actor.id || principalId === null) throw new NotFound('page')
  return { ...mandate, principalId }
}
