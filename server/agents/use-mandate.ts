import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { itemsBeyond } from '../people/active-mandate.ts'
import { stateOf } from './mandate.ts'
import { getMandate, mandateUsed } from './mandate.store.ts'

/**
 * What a submission under a mandate writes beside the case: one use more. It stands in the write set that
 * files, so that of two submissions with one use left one fails, and so does one that meets a revocation.
 *
 * Throws `Conflict('mandate.usedUp')`, `Conflict('mandate.beyondItems')`, or `NotFound` when it is in force no longer.
 */
export async function useOfMandate(ctx: Ctx, mandateId: string, plannedItems: readonly string[]): Promise<WriteSet> {
  const mandate = await getMandate(ctx, mandateId)
  const state = stateOf(mandate, ctx.now)
  if (state === 'usedUp') throw new Conflict('mandate.usedUp')
  if (state !== 'inForce' || mandate.agentId !== ctx.actor.id) throw new NotFound('page')
  if (itemsBeyond(mandate, plannedItems).length > 0) throw new Conflict('mandate.beyondItems')
  return [mandateUsed(mandate)]
}
