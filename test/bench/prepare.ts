import { insert } from '../../db/statement.ts'
import type { Ctx } from '../../server/context.ts'
import { getDraft, insertDraft } from '../../server/drafts/draft.store.ts'
import { newRegionalId } from '../../server/ids.ts'

const perCommit = 200

/** Copies of a complete draft, each ready to be submitted once. Returns their ids. */
export async function copyDraft(ctx: Ctx, draftId: string, copies: number): Promise<string[]> {
  const draft = await getDraft(ctx, draftId)
  const papers = await ctx.db.read.selectFrom('material').selectAll().where('region', '=', draft.region).where('draft_id', '=', draft.id).execute()
  const ids = Array.from({ length: copies }, () => newRegionalId(draft.region))
  for (let start = 0; start < ids.length; start += perCommit) {
    await ctx.db.commit(ids.slice(start, start + perCommit).flatMap(id => [
      insertDraft(ctx.vault, { ...draft, id, status: 'open', version: 1 }),
      ...papers.map(paper => insert('material', { ...paper, id: newRegionalId(draft.region), draft_id: id, case_id: null })),
    ]))
  }
  return ids
}
