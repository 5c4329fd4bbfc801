import type { WriteSet } from '../../db/statement.ts'
import { recordUnderMandate } from '../agents/record-under-mandate.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { mandateFor } from '../people/active-mandate.ts'
import type { Draft } from './draft.ts'
import { getDraft, updateDraft } from './draft.store.ts'

export interface DraftChange {
  draft: Draft
  /** What is written together with it. */
  set?: WriteSet
  /** Certificates of the applicant's wallet that are used with it: an agent's doing is recorded, and told. */
  taken?: readonly string[]
}

const attempts = 8

/**
 * Reads, changes and commits a draft; when another device was quicker, does so again on what that
 * device left. `change` may therefore run several times and must not do anything outside the draft.
 *
 * Throws `Conflict('draft.submitted')` or `Conflict('draft.discarded')` when it is open no longer.
 */
export async function changeDraft(ctx: Ctx, id: string, change: (draft: Draft) => DraftChange | Promise<DraftChange>): Promise<Draft> {
  for (let attempt = 1; ; attempt++) {
    const before = await getDraft(ctx, id)
    requireOpen(before)
    const { draft, set = [], taken = [] } = await change(before)
    if (draft === before && set.length === 0) return before
    try {
      const all = [updateDraft(ctx.vault, draft, ctx.now), ...set]
      const mandate = taken.length > 0 ? mandateFor(ctx.actor, before) : undefined
      if (mandate) await recordUnderMandate(ctx, mandate, { type: 'mandate.certificateTaken', data: { draftId: id, certificates: taken.join(' ') } }, all)
      else await ctx.db.commit(all)
      return { ...draft, version: before.version + 1, updatedAt: ctx.now.toISOString() }
    } catch (error) {
      if (!(error instanceof Conflict && error.code === 'changedMeanwhile') || attempt === attempts) throw error
    }
  }
}

export function requireOpen({ status }: Draft): void {
  if (status === 'submitted') throw new Conflict('draft.submitted')
  if (status === 'discarded') throw new Conflict('draft.discarded')
}
