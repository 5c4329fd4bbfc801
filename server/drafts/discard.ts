import type { Ctx } from '../context.ts'
import { removeFiles } from '../materials/file-removal.ts'
import { askRemoval, removeFile } from '../materials/file.store.ts'
import { requireOpen } from './change-draft.ts'
import { removeConfirmations } from './co-confirmation.store.ts'
import { draftDiscarded, getDraft, listHandedIn, removeHandedIn } from './draft.store.ts'

/** Throws a draft away with everything in it: what was typed, and the files that were handed in. */
export async function discard(ctx: Ctx, draftId: string): Promise<void> {
  const draft = await getDraft(ctx, draftId)
  requireOpen(draft)
  const papers = await listHandedIn(ctx, draft)
  const files = papers.flatMap(({ fileId }) => fileId ?? [])
  await ctx.db.commit([
    draftDiscarded(ctx.vault, draft, ctx.now),
    removeConfirmations(draft),
    ...papers.map(({ id }) => removeHandedIn(draft, id)),
    ...files.flatMap(id => [removeFile({ region: draft.region, id }), askRemoval({ region: draft.region, id }, ctx.now)]),
  ])
  if (files.length > 0) await removeFiles(ctx)
}
