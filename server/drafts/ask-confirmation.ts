import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { newRegionalId } from '../ids.ts'
import { insertLetter } from '../people/account-letter.store.ts'
import { requireOpen } from './change-draft.ts'
import { coProblems, coStandings, type CoStanding } from './co-standing.ts'
import type { CoConfirmation } from './co-confirmation.ts'
import { placed } from './co-confirmation.store.ts'
import { missing } from './completeness.ts'
import type { Draft } from './draft.ts'
import { readWork } from './work.ts'

/** Before this, asking again sends no second letter. */
const pauseMs = 3_600_000

/**
 * Asks a co-applicant to confirm his part. He finds it when he signs in; where he has an account with an
 * e-mail address he is written to, of which whoever asks learns nothing.
 *
 * Throws `Conflict('draft.incomplete')` while the form is not complete, `NotFound` for nobody of this matter.
 */
export async function askConfirmation(ctx: Ctx, draftId: string, coApplicantId: string): Promise<void> {
  const { draft, one } = await toBeConfirmed(ctx, draftId, coApplicantId)
  const before = one.confirmation
  const isJustAsked = one.standing === 'asked' && before !== undefined && ctx.now.getTime() - Date.parse(before.askedAt) < pauseMs
  if (one.standing === 'confirmed' || isJustAsked) return
  const asked: CoConfirmation = {
    ...rowOf(ctx, draft, one), personId: null, state: 'asked', digest: null, witnessId: null,
    content: { part: before?.content.part ?? null, reason: null }, askedAt: ctx.now.toISOString(), answeredAt: null,
  }
  await ctx.db.commit([...placed(ctx.vault, one.kept, asked), insertLetter(ctx, { kind: 'confirmationAsked', name: one.number, calledAs: one.name })])
}

/** A complete open draft of the actor, and who is to confirm it. */
export async function toBeConfirmed(ctx: Ctx, draftId: string, coApplicantId: string): Promise<{ draft: Draft; one: CoStanding }> {
  const work = await readWork(ctx, draftId)
  const { draft, plan, handedIn } = work
  requireOpen(draft)
  const one = (await coStandings(ctx, work)).find(({ coApplicant }) => coApplicant.id === coApplicantId)
  if (!one) throw new NotFound('page')
  if (missing(plan, draft.content, handedIn).length > 0 || (await coProblems(ctx, work)).length > 0) throw new Conflict('draft.incomplete')
  return { draft, one }
}

/** What is kept of him, or a first row. Somebody else than before gets an address of his own. */
export function rowOf(ctx: Pick<Ctx, 'now'>, { region, id: draftId }: Draft, { coApplicant, identityIndex, confirmation }: CoStanding): CoConfirmation {
  return confirmation ?? {
    region, id: newRegionalId(region, ctx.now.getTime()), draftId, coApplicant: coApplicant.id, identityIndex, personId: null, state: 'asked', digest: null,
    witnessId: null, content: { part: null, reason: null }, askedAt: ctx.now.toISOString(), answeredAt: null, version: 1,
  }
}
