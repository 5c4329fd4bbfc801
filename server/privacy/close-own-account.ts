import { listGiven, listHeld } from '../agents/mandate.store.ts'
import { isOpen } from '../agents/mandate.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import { keptUntil, retentionOf } from '../catalogue/retention.ts'
import { listCasesOf, type CaseSummary } from '../cases/case.store.ts'
import type { Ctx } from '../context.ts'
import { discard } from '../drafts/discard.ts'
import { listDrafts } from '../drafts/draft.store.ts'
import { Conflict } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { removeConfirmations } from '../people/email-confirmation.store.ts'
import { personStream } from '../people/person.ts'
import { getPerson, removeSessions, updatePerson } from '../people/person.store.ts'
import { removeResets } from '../people/reset.store.ts'
import { removeFactors, removeRecoveryCodes } from '../people/second-factor.store.ts'
import { removeSignOns } from '../people/sign-on.store.ts'
import { erasedName, removeInbox, renamed } from './account.store.ts'

/** Why somebody's account can't be erased yet, in the order in which he would see to it. */
export type Obstacle = { why: 'staff' | 'cases' | 'mandates'; count: number }

export interface Leaving {
  obstacles: Obstacle[]
  drafts: number
  /** Cases that the law has the portal keep, and until when. */
  kept: { number: string; title: { zh: string; en: string }; until: string }[]
}

/** What stands in the way, and what would stay. */
export async function leaving(ctx: Ctx): Promise<Leaving> {
  const { id } = ctx.actor
  const [person, cases, drafts, mandates] = await Promise.all([getPerson(ctx, id), listCasesOf(ctx.db, id, 10_000), listDrafts(ctx), Promise.all([listGiven(ctx, id), listHeld(ctx, id)])])
  const running = cases.filter(({ status }) => status === 'running')
  const open = mandates.flat().filter(one => isOpen(one, ctx.now))
  const obstacles: Obstacle[] = [{ why: 'staff', count: person.grants.length }, { why: 'cases', count: running.length }, { why: 'mandates', count: open.length }]
  return { obstacles: obstacles.filter(({ count }) => count > 0), drafts: drafts.length, kept: await Promise.all(cases.filter(one => one.concludedAt !== null && !one.isErased).map(one => keptCase(ctx, one))) }
}

async function keptCase({ db }: Ctx, { number, bundleVersionId, concludedAt }: CaseSummary): Promise<Leaving['kept'][number]> {
  const { bundle } = (await getVersion(db, bundleVersionId)).definition
  return { number, title: bundle.title, until: keptUntil(concludedAt as string, retentionOf(bundle)) }
}

/**
 * Erases an account at its owner's wish (个人信息保护法 第四十七条): who he is, how he signed in and what he was told go, and his
 * name with them. Cases stay for as long as the law wants them, and certificates for whoever checks them. Throws `Conflict`
 * while something stands in the way.
 */
export async function closeOwnAccount(ctx: Ctx): Promise<void> {
  const { id } = ctx.actor
  if ((await leaving(ctx)).obstacles.length > 0) throw new Conflict('account.inUse')
  for (const draft of await listDrafts(ctx)) await discard(ctx, draft.id)
  await commitAct(ctx.db, personStream(id), async () => {
    const person = await getPerson(ctx, id)
    if (person.grants.length > 0) throw new Conflict('account.inUse')
    return {
      act: { at: ctx.now.toISOString(), actorId: id, actorRole: 'self', type: 'person.erased', data: { personId: id } },
      set: [
        updatePerson(ctx.vault, { ...person, name: erasedName, identity: {}, status: 'closed', sessionEpoch: person.sessionEpoch + 1, passwordExpiresAt: null }, ''), renamed(id),
        removeSessions(id), removeFactors(id), removeRecoveryCodes(id), removeSignOns(id), removeResets(id), removeConfirmations(id),
      ],
    }
  })
  for (const set of await removeInbox(ctx.db, id)) await ctx.db.commit(set)
}
