import { getVersion } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { listDrafts } from '../drafts/draft.store.ts'
import type { OwnMatter } from '../guide/own-matter.ts'
import { paths } from '../web/paths.ts'
import { listCasesOf } from './case.store.ts'
import { isRunning } from './lifecycle.ts'

/** What the home page shows a person of his own: what he has begun and what runs, the latest first. */
export async function listOwnMatters(ctx: Ctx): Promise<OwnMatter[]> {
  const [drafts, cases] = await Promise.all([listDrafts(ctx), listCasesOf(ctx.db, ctx.actor.id)])
  const titleOf = async (versionId: string) => (await getVersion(ctx.db, versionId)).definition.bundle.title
  const begun = drafts.map(async ({ id, bundleVersionId, updatedAt }): Promise<OwnMatter> =>
    ({ state: 'draft', title: await titleOf(bundleVersionId), href: paths.draft(id), at: updatedAt }))
  const running = cases.filter(({ status }) => isRunning(status)).map(async ({ number, bundleVersionId, submittedAt, awaitsApplicant }): Promise<OwnMatter> =>
    ({ state: awaitsApplicant ? 'waiting' : 'running', title: await titleOf(bundleVersionId), href: paths.case(number), at: submittedAt }))
  return (await Promise.all([...begun, ...running])).slice(0, 6)
}
