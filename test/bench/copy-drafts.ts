import { insert } from '../../db/statement.ts'
import type { Ctx } from '../../server/context.ts'
import { getVersion } from '../../server/catalogue/bundle.store.ts'
import { insertDraft, getDraft } from '../../server/drafts/draft.store.ts'
import { newRegionalId } from '../../server/ids.ts'

const perCommit = 200

/** Copies of a complete draft of whoever acts, for these people in turn, each ready to be submitted once. */
export async function copyDrafts(ctx: Ctx, draftId: string, people: readonly string[], copies: number): Promise<{ id: string; citizen: number; section: string }[]> {
  const draft = await getDraft(ctx, draftId)
  const { definition } = await getVersion(ctx.db, draft.bundleVersionId)
  const section = definition.groups.find(({ id }) => draft.content.visited.includes(id))?.id ?? ''
  const papers = await ctx.db.read.selectFrom('material').selectAll().where('region', '=', draft.region).where('draft_id', '=', draft.id).execute()
  const made = Array.from({ length: copies }, (_, at) => ({ id: newRegionalId(draft.region), citizen: at % people.length, section }))
  for (let start = 0; start < made.length; start += perCommit) {
    await ctx.db.commit(made.slice(start, start + perCommit).flatMap(({ id, citizen }) => [
      insertDraft(ctx.vault, { ...draft, id, applicantId: people[citizen] as string, authorId: people[citizen] as string, status: 'open', version: 1 }),
      ...papers.map(paper => insert('material', { ...paper, id: newRegionalId(draft.region), draft_id: id, case_id: null })),
    ]))
  }
  return made
}
