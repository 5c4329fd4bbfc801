import { getVersion } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { listDrafts } from '../drafts/draft.store.ts'
import type { OwnMatter } from '../guide/own-matter.ts'
import { beijingDay } from '../limits/calendar.ts'
import { paths } from '../web/paths.ts'
import { listCasesOf } from '../cases/case.store.ts'
import { listDutiesOf } from './duty.store.ts'
import { isRunning } from '../cases/lifecycle.ts'

/** What the home page shows a person of his own: what he has begun and what runs, the latest first. */
export async function listOwnMatters(ctx: Ctx): Promise<OwnMatter[]> {
  const [drafts, cases, duties] = await Promise.all([listDrafts(ctx), listCasesOf(ctx.db, ctx.actor.id), listDutiesOf(ctx.db, ctx.actor.id, beijingDay(ctx.now))])
  const titleOf = async (versionId: string) => (await getVersion(ctx.db, versionId)).definition.bundle.title
  const begun = drafts.map(async ({ id, bundleVersionId, updatedAt }): Promise<OwnMatter> =>
    ({ state: 'draft', title: await titleOf(bundleVersionId), href: paths.draft(id), at: updatedAt }))
  const running = cases.filter(({ status, number }) => isRunning(status) || number in duties).map(async ({ number, bundleVersionId, submittedAt }): Promise<OwnMatter> =>
    ({ state: number in duties ? 'waiting' : 'running', title: await titleOf(bundleVersionId), href: paths.case(number), at: submittedAt, duty: duties[number] }))
  return (await Promise.all([...begun, ...running])).slice(0, 6)
}
