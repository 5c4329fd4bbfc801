import { recordUnderMandate } from '../agents/record-under-mandate.ts'
import { findPublished } from '../catalogue/bundle.store.ts'
import { relevantAnswers, type Answers } from '../catalogue/condition.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { isOpenTo, isPublic } from '../guide/life.ts'
import { getOffice } from '../offices/office.store.ts'
import { shardOf } from '../offices/region.ts'
import { mandatesFor, type ActiveMandate } from '../people/active-mandate.ts'
import { filingOffices, type Actor } from '../people/actor.ts'
import { emptyContent, type Draft, type DraftContent } from './draft.ts'
import { getDraft, insertDraft, listUntouchedDrafts } from './draft.store.ts'

export interface Start {
  bundleId: string
  /** Twelve digits: where the matter is filed. */
  regionCode: string
  /** Whose matter it is: the actor's own, unless a counter officer or an agent files for somebody. */
  applicantId?: string
  channel?: Draft['channel']
  /** For whom an agent files: by a mandate that covers the bundle. */
  mandateId?: string | undefined
  /** What was answered in the guide already. */
  answers?: Answers
  /** In a matter between public bodies: the office for which the actor files. */
  officeId?: string | undefined
}

/** Begins an application and returns its id; begun twice with nothing entered in between, it is one. Throws `NotFound` when the bundle isn't offered to the actor. */
export async function startDraft(ctx: Ctx, { bundleId, regionCode, mandateId, channel = 'online', answers = {}, officeId, ...start }: Start): Promise<string> {
  const version = await findPublished(ctx.db, bundleId)
  if (!version || !isOpenTo(ctx.actor, version)) throw new NotFound('page')
  const office = isPublic(version) ? undefined : await officeFiledFor(ctx, officeId)
  const mandate = mandateId === undefined ? undefined : mandateToStart(ctx.actor, mandateId, version)
  const applicantId = mandate?.principalId ?? start.applicantId ?? ctx.actor.id
  const like = { applicantId, mandateId: mandate?.id ?? null, bundleVersionId: version.id, regionCode }
  for (const untouched of await listUntouchedDrafts(ctx, like)) {
    if ((await getDraft(ctx, untouched)).content.office?.id === office?.id) return untouched
  }
  const region = shardOf(regionCode)
  const at = ctx.now.toISOString()
  const draft: Draft = {
    ...like, id: newRegionalId(region, ctx.now.getTime()), region, authorId: ctx.actor.id, bundleId, channel,
    status: 'open', mayCommit: true, version: 1, createdAt: at, updatedAt: at, content: { ...emptyContent(), answers: relevantAnswers(version.definition, answers), ...(office && { office }) },
  }
  if (mandate) await recordUnderMandate(ctx, mandate, { type: 'mandate.draftBegun', data: { draftId: draft.id, bundleId } }, [insertDraft(ctx.vault, draft)])
  else await ctx.db.commit([insertDraft(ctx.vault, draft)])
  return draft.id
}

/** Throws `NotFound` for a mandate that is not the actor's, is for something else or is used up. */
function mandateToStart(actor: Actor, mandateId: string, version: BundleVersion): ActiveMandate {
  const mandate = mandatesFor(actor, version.bundleId).find(({ id }) => id === mandateId)
  if (!mandate || !isPublic(version)) throw new NotFound('page')
  return mandate
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
