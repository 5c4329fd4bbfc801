import { findPublished } from '../catalogue/bundle.store.ts'
import { relevantAnswers, type Answers } from '../catalogue/condition.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { isOpenTo, isPublic } from '../guide/life.ts'
import { getOffice } from '../offices/office.store.ts'
import { shardOf } from '../offices/region.ts'
import { filingOffices } from '../people/actor.ts'
import { emptyContent, type Draft, type DraftContent } from './draft.ts'
import { getDraft, insertDraft, listUntouchedDrafts } from './draft.store.ts'

export interface Start {
  bundleId: string
  /** Twelve digits: where the matter is filed. */
  regionCode: string
  /** Whose matter it is: the actor's own, unless a counter officer files for somebody. */
  applicantId?: string
  channel?: Draft['channel']
  /** What was answered in the guide already. */
  answers?: Answers
  /** In a matter between public bodies: the office for which the actor files. */
  officeId?: string | undefined
}

/** Begins an application and returns its id; begun twice with nothing entered in between, it is one. Throws `NotFound` when the bundle isn't offered to the actor. */
export async function startDraft(ctx: Ctx, { bundleId, regionCode, applicantId = ctx.actor.id, channel = 'online', answers = {}, officeId }: Start): Promise<string> {
  const version = await findPublished(ctx.db, bundleId)
  if (!version || !isOpenTo(ctx.actor, version)) throw new NotFound('page')
  const office = isPublic(version) ? undefined : await officeFiledFor(ctx, officeId)
  const like = { applicantId, bundleVersionId: version.id, regionCode }
  for (const untouched of await listUntouchedDrafts(ctx, like)) {
    if ((await getDraft(ctx, untouched)).content.office?.id === office?.id) return untouched
  }
  const region = shardOf(regionCode)
  const at = ctx.now.toISOString()
  const draft: Draft = {
    ...like, id: newRegionalId(region, ctx.now.getTime()), region, authorId: ctx.actor.id, bundleId, channel,
    status: 'open', mayCommit: true, version: 1, createdAt: at, updatedAt: at, content: { ...emptyContent(), answers: relevantAnswers(version.definition, answers), ...(office && { office }) },
  }
  await ctx.db.commit([insertDraft(ctx.vault, draft)])
  return draft.id
}

/** The office he chose; the only one need not be chosen. Throws `NotFound` for an office where he doesn't work. */
async function officeFiledFor(ctx: Ctx, officeId: string | undefined): Promise<DraftContent['office']> {
  const own = filingOffices(ctx.actor)
  const id = officeId ?? (own.length === 1 ? own[0] : undefined)
  if (id === undefined && own.length === 0) return undefined
  if (id === undefined || !own.includes(id)) throw new NotFound('page')
  const { name } = await getOffice(ctx.db, id)
  return { id, name }
}
