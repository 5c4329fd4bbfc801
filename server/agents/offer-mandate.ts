import type { Ctx } from '../context.ts'
import { assuranceOf } from '../people/assurance.ts'
import { countOne } from '../people/attempts.ts'
import type { MandateKind, MandateScope } from '../people/active-mandate.ts'
import { compactNumber, isIdNumber, isUscc, tidyName } from '../people/identity-number.ts'
import type { Person } from '../people/person.ts'
import { findPersonByIdentity, findPersonByUsername } from '../people/person.store.ts'
import type { Day } from '../limits/calendar.ts'
import { openMandate, roleOn } from './change-mandate.ts'
import { newMandateId, type Mandate, type Side } from './mandate.ts'

export interface Offer {
  kind: Exclude<MandateKind, 'assistance'>
  /** The side that offers: the actor, or the company whose legal representative he is. */
  side: Side
  ownId: string
  addressee: { name: string; number: string }
  scope: MandateScope
  validFrom: Day
  validTo: Day
  maxUses: number | null
}

/** Offers of one person: whoever tries out names and numbers gets no further than this. */
const offers = { times: 20, minutes: 24 * 60 }

/**
 * Offers a mandate, or asks for one, and returns its number. The same is done and told whether anybody
 * has that name and number or not: nobody finds out by it who has an account. Empty: it is he himself.
 */
export async function offerMandate(ctx: Ctx, { kind, side, ownId, addressee, ...terms }: Offer): Promise<string> {
  await countOne(ctx, `mandate offer ${ctx.actor.id}`, offers)
  const otherId = await findOther(ctx, addressee, side === 'agent' && kind === 'handler' ? 'organisation' : 'person')
  if (otherId === ctx.actor.id || otherId === ownId) return ''
  const [principalId, agentId] = side === 'principal' ? [ownId, otherId] : [otherId, ownId]
  const mandate: Mandate = {
    id: newMandateId(ctx.now), kind, principalId, agentId, offeredBy: side, assurance: side === 'principal' ? await assuranceOf(ctx) : 1, ...terms, uses: 0, details: { addressee, confirmation: null },
    offeredAt: ctx.now.toISOString(), acceptedAt: null, declinedAt: null, endedAt: null, endedBy: null, version: 1,
  }
  await openMandate(ctx, { mandate, type: 'mandate.offered', role: roleOn(ctx.actor, side, mandate), letters: [{ kind: 'mandateOffered', personId: otherId }] })
  return mandate.id
}

async function findOther(ctx: Ctx, { name, number }: Offer['addressee'], kind: Person['kind']): Promise<string | null> {
  const compact = compactNumber(number)
  const person = isIdNumber(compact) || isUscc(compact) ? await findPersonByIdentity(ctx, compact) : await findPersonByUsername(ctx, number)
  const isHe = person?.status === 'active' && person.kind === kind && tidyName(person.name) === tidyName(name)
  return isHe ? person.id : null
}
