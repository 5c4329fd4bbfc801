import { findPublished } from '../catalogue/bundle.store.ts'
import { relevantAnswers, type Answers } from '../catalogue/condition.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { shardOf } from '../offices/region.ts'
import { emptyContent, type Draft } from './draft.ts'
import { findUntouchedDraft, insertDraft } from './draft.store.ts'

export interface Start {
  bundleId: string
  /** Twelve digits: where the matter is filed. */
  regionCode: string
  /** Whose matter it is: the actor's own, unless a counter officer files for somebody. */
  applicantId?: string
  channel?: Draft['channel']
  /** What was answered in the guide already. */
  answers?: Answers
}

/** Begins an application and returns its id; begun twice with nothing entered in between, it is one. Throws `NotFound` when the bundle isn't offered. */
export async function startDraft(ctx: Ctx, { bundleId, regionCode, applicantId = ctx.actor.id, channel = 'online', answers = {} }: Start): Promise<string> {
  const version = await findPublished(ctx.db, bundleId)
  if (!version) throw new NotFound('page')
  const like = { applicantId, bundleVersionId: version.id, regionCode }
  const untouched = await findUntouchedDraft(ctx, like)
  if (untouched) return untouched
  const region = shardOf(regionCode)
  const at = ctx.now.toISOString()
  const draft: Draft = {
    ...like, id: newRegionalId(region, ctx.now.getTime()), region, authorId: ctx.actor.id, bundleId, channel,
    status: 'open', mayCommit: true, version: 1, createdAt: at, updatedAt: at, content: { ...emptyContent(), answers: relevantAnswers(version.definition, answers) },
  }
  await ctx.db.commit([insertDraft(ctx.vault, draft)])
  return draft.id
}
