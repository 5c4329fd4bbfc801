import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { changeDraft } from './change-draft.ts'
import type { DraftContent } from './draft.ts'
import { materialOf } from './hand-in.ts'

/** What the applicant may declare about a material instead of handing it in, or about one that was fetched. */
export type Declaration =
  | { kind: 'commitment'; isMade: boolean }
  | { kind: 'deferral'; isMade: boolean }
  | { kind: 'contest'; isMade: boolean }

/**
 * Records a declaration, or takes it back: a signed commitment (告知承诺, Zhejiang regulation art. 14),
 * a paper put off (容缺, art. 11), or that a paper fetched from a register is wrong (art. 7).
 *
 * Throws `Conflict('draft.commitmentsHeld')` for whoever broke a commitment, until it is repaired (art. 14).
 */
export async function declare(ctx: Ctx, draftId: string, materialId: string, { kind, isMade }: Declaration): Promise<void> {
  await changeDraft(ctx, draftId, async before => {
    const { obtaining } = await materialOf(ctx, before, materialId)
    const { content } = before
    const at = ctx.now.toISOString()
    if (kind === 'commitment' && isMade && !before.mayCommit) throw new Conflict('draft.commitmentsHeld')
    if (kind === 'commitment' && obtaining === 'commitment') return { draft: { ...before, content: { ...content, commitments: dated(content.commitments, materialId, isMade, at) } } }
    if (kind === 'deferral' && obtaining === 'deferrable') return { draft: { ...before, content: { ...content, deferred: dated(content.deferred, materialId, isMade, at) } } }
    if (kind === 'contest' && content.fetched[materialId]) return { draft: { ...before, content: contested(content, materialId, isMade) } }
    throw new Conflict('draft.notDeclarable')
  })
}

function dated(dates: Record<string, string>, id: string, isMade: boolean, at: string): Record<string, string> {
  const { [id]: before, ...others } = dates
  return isMade ? { ...others, [id]: before ?? at } : others
}

function contested(content: DraftContent, id: string, isContested: boolean): DraftContent {
  const paper = content.fetched[id]
  return paper ? { ...content, fetched: { ...content.fetched, [id]: { ...paper, isContested } } } : content
}
