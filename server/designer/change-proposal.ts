import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Act, ActType } from '../ledger/act.ts'
import { commitAct } from '../ledger/act.store.ts'
import { isEditable, streamOf, type Proposal } from './proposal.ts'
import { getProposal, updateProposal } from './proposal.store.ts'

/** What a verb makes of a proposal: what is different in it, what is recorded, and further statements. */
export interface Step {
  changes: Partial<Proposal>
  type: ActType
  data?: Act['data']
  set?: (after: Proposal) => WriteSet
}

/** As often as several people could act on one proposal in the same moment. */
const attempts = 4

/**
 * Does something with a proposal, with its act; throws `Conflict('proposal.ended')` when it has ended.
 * Two departments may sign in the same moment: the second is asked once more with what is true by then.
 */
export async function changeProposal(ctx: Ctx, id: string, role: string, step: (proposal: Proposal) => Step | Promise<Step>): Promise<Proposal> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      return await attempt(ctx, id, role, step)
    } catch (error) {
      if (left === 0 || !(error instanceof Conflict && (error.code === 'changedMeanwhile' || error.code === 'duplicate'))) throw error
    }
  }
}

async function attempt(ctx: Ctx, id: string, role: string, step: (proposal: Proposal) => Step | Promise<Step>): Promise<Proposal> {
  const at = ctx.now.toISOString()
  let result: Proposal | undefined
  await commitAct(ctx.db, streamOf(id), async () => {
    const before = await getProposal(ctx.db, id)
    if (!isEditable(before)) throw new Conflict('proposal.ended')
    const { changes, type, data = {}, set } = await step(before)
    const after: Proposal = { ...before, ...changes, version: before.version + 1, updatedAt: at }
    result = after
    return {
      act: { at, actorId: ctx.actor.id, actorRole: role, type, data: { proposal: id, version: after.version, ...data } },
      set: [updateProposal(before, after), ...(set?.(after) ?? [])],
    }
  })
  return result as Proposal
}
