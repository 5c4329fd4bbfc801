import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { assuranceOf } from '../people/assurance.ts'
import { changeMandate, requireSide, roleOn } from './change-mandate.ts'
import { accepted, awaits, declined, ended, type Mandate, type Side } from './mandate.ts'

/** Accepts what the other side offered: from now on it is in force. Throws `Conflict('mandate.notOpen')` when it was answered, withdrawn or waited too long. */
export async function acceptMandate(ctx: Ctx, id: string): Promise<Mandate> {
  const assurance = await assuranceOf(ctx)
  return changeMandate(ctx, id, mandate => {
    const side = requireAnswerer(ctx, mandate)
    return {
      mandate: accepted(mandate, { by: 'online', personId: ctx.actor.id }, assurance, ctx.now), type: 'mandate.accepted', role: roleOn(ctx.actor, side, mandate),
      letters: [{ kind: 'mandateAccepted', personId: otherSide(mandate, side) }],
    }
  })
}

export const declineMandate = (ctx: Ctx, id: string): Promise<Mandate> =>
  changeMandate(ctx, id, mandate => {
    const side = requireAnswerer(ctx, mandate)
    return { mandate: declined(mandate, ctx.now), type: 'mandate.declined', role: roleOn(ctx.actor, side, mandate) }
  })

/**
 * Ends a mandate at once: the principal revokes it, the agent lays it down (《民法典》第一百七十三条第二项).
 * What was done under it stands; the next request of the agent finds nothing more.
 */
export const endMandate = (ctx: Ctx, id: string): Promise<Mandate> =>
  changeMandate(ctx, id, mandate => {
    const side = requireSide(ctx.actor, mandate)
    return {
      mandate: ended(mandate, ctx.actor.id, ctx.now), type: 'mandate.ended', role: roleOn(ctx.actor, side, mandate),
      letters: mandate.acceptedAt ? [{ kind: 'mandateEnded', personId: otherSide(mandate, side) }] : [],
    }
  })

function requireAnswerer({ actor, now }: Ctx, mandate: Mandate): Side {
  const side = requireSide(actor, mandate)
  // A helper's mandate is confirmed by code or on paper, or by its principal himself once he signs in.
  if (mandate.offeredBy === side) throw new NotFound('page')
  if (!awaits(mandate, side, now)) throw new Conflict('mandate.notOpen')
  return side
}

const otherSide = ({ principalId, agentId }: Mandate, side: Side): string | null => (side === 'principal' ? agentId : principalId)
