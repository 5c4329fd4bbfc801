import { draftDays, draftWarningDays } from '../catalogue/retention.ts'
import type { Ctx } from '../context.ts'
import { discard } from '../drafts/discard.ts'
import { Conflict, NotFound } from '../errors.ts'
import type { Job } from '../jobs.ts'
import { newRegionalId } from '../ids.ts'
import { beijingDay } from '../limits/calendar.ts'
import { insertMessage } from '../notify/message.store.ts'
import { system } from '../people/actor.ts'
import { listIdleDrafts } from './retention.store.ts'

const batch = 20
const day = 86_400_000
const before = (now: Date, days: number) => new Date(now.getTime() - days * day).toISOString()

/** Discards drafts that nobody has touched for long, each as its owner would; returns how many. */
export async function eraseDrafts(ctx: Ctx): Promise<number> {
  let done = 0
  for (const { id, applicantId } of await listIdleDrafts(ctx.db, { since: '', until: before(ctx.now, draftDays), limit: batch })) {
    try {
      await discard({ ...ctx, actor: { ...system, id: applicantId } }, id)
      done += 1
    } catch (error) {
      // Submitted or discarded at the same moment.
      if (!(error instanceof Conflict || error instanceof NotFound)) ctx.log.error({ err: error as Error, draftId: id }, 'a draft could not be erased')
    }
  }
  return done
}

/** Tells owners in their inboxes, once for each time that a draft was last changed, that it is going to be erased. */
export async function warnOfDrafts(ctx: Ctx): Promise<number> {
  let told = 0
  const [since, until] = [before(ctx.now, draftDays), before(ctx.now, draftDays - draftWarningDays)]
  for (const { region, id, applicantId, versionId, updatedAt } of await listIdleDrafts(ctx.db, { since, until, limit: batch, isUntold: true })) {
    const endsOn = beijingDay(new Date(Date.parse(updatedAt) + draftDays * day))
    await ctx.db.commit([insertMessage({
      region, id: newRegionalId(region, ctx.now.getTime()), personId: applicantId, caseId: id, caseNumber: '', fromSeq: 0, toSeq: 0, kind: 'draft',
      content: { version: versionId, entries: [], endsOn }, createdAt: ctx.now.toISOString(), readAt: null,
    })])
    told += 1
  }
  return told
}

export const draftsJob: Job = { name: 'drafts', everyMs: day / 4, run: async ctx => (await eraseDrafts(ctx)) + (await warnOfDrafts(ctx)) }
