import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { appraise } from './appraise.ts'
import { basisOf } from './basis.ts'
import { changeProposal } from './change-proposal.ts'
import { surroundings } from './surroundings.ts'

/** Sends a proposal that is proved to the departments for sign-off. Throws `Conflict('proposal.unproved')`. */
export async function circulate(ctx: Ctx, id: string): Promise<void> {
  const around = await surroundings(ctx.db)
  await changeProposal(ctx, id, 'bundleAdministrator', proposal => {
    if (!appraise(proposal.text, around).isReady) throw new Conflict('proposal.unproved')
    return { changes: { status: 'circulated' }, type: 'proposal.circulated' }
  })
}

/** Gives a proposal up; it stays readable. */
export async function discard(ctx: Ctx, id: string): Promise<void> {
  await changeProposal(ctx, id, 'bundleAdministrator', () => ({ changes: { status: 'discarded' }, type: 'proposal.discarded' }))
}

/** The administrator has looked at what changed in use meanwhile, and his own shall stand: the basis is what is in use now. */
export async function reconcile(ctx: Ctx, id: string): Promise<void> {
  const { known } = await surroundings(ctx.db)
  await changeProposal(ctx, id, 'bundleAdministrator', ({ text }) => ({ changes: { basis: basisOf(text, {}, known.catalogue) }, type: 'proposal.reconciled' }))
}
