import type { Ctx } from '../context.ts'
import { Conflict, Forbidden } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { insertLetter } from '../people/account-letter.store.ts'
import { assuranceOf } from '../people/assurance.ts'
import { personStream } from '../people/person.ts'
import { requireOpen } from './change-draft.ts'
import { placed } from './co-confirmation.store.ts'
import type { CoConfirmation } from './co-confirmation.ts'
import { digestOf, type Part } from './co-part.ts'
import type { CoStanding, Situated } from './co-standing.ts'
import type { Draft } from './draft.ts'
import { getOwnConfirmation } from './own-confirmation.ts'

/**
 * The co-applicant confirms his part as he was shown it. Doing so twice is doing so once.
 *
 * Throws `Conflict('confirmation.changed')` when the form says something else by now: he has to see
 * that first; `Conflict('assurance.tooLow')` when it is not sure enough who he is, by the measure of the
 * matter. Throws `Forbidden` to whoever fills in the form for the applicant: nobody acts for one
 * side and is the other (民法典第一百六十八条).
 */
export async function confirmPart(ctx: Ctx, id: string, shown: Part | undefined): Promise<void> {
  try {
    await confirmOnce(ctx, id, shown)
  } catch (error) {
    // Another window of his was quicker, or the form changed: what counts is what it says now.
    if (!(error instanceof Conflict && error.code === 'changedMeanwhile')) throw error
    await confirmOnce(ctx, id, shown)
  }
}

async function confirmOnce(ctx: Ctx, id: string, shown: Part | undefined): Promise<void> {
  const { draft, plan, one } = await openOne(ctx, id)
  if (!shown || digestOf(ctx.vault, draft.id, shown) !== one.digest) throw new Conflict('confirmation.changed')
  if (one.standing === 'confirmed') return
  if ((await assuranceOf(ctx)) < plan.assurance) throw new Conflict('assurance.tooLow')
  await answer(ctx, draft, one, { state: 'confirmed', digest: one.digest, content: { part: one.part, reason: null } })
}

/** The co-applicant says no, and why; also after he has confirmed, until it is filed. */
export async function declinePart(ctx: Ctx, id: string, reason: string): Promise<void> {
  const { draft, one } = await openOne(ctx, id)
  if (one.standing === 'declined' && one.confirmation?.content.reason === reason) return
  await answer(ctx, draft, one, { state: 'declined', digest: null, content: { part: one.confirmation?.content.part ?? null, reason } })
}

async function openOne(ctx: Ctx, id: string): Promise<Situated & { one: CoStanding }> {
  const { draft, plan, one } = await getOwnConfirmation(ctx, id)
  requireOpen(draft)
  if (!one) throw new Conflict('draft.submitted')
  if (draft.authorId === ctx.actor.id) throw new Forbidden('confirmation.writer')
  return { draft, plan, one }
}

/** It stands in his own history what he answered, and the applicant is told. */
async function answer(ctx: Ctx, draft: Draft, one: CoStanding, given: Pick<CoConfirmation, 'state' | 'digest' | 'content'>): Promise<void> {
  const at = ctx.now.toISOString()
  const before = one.confirmation as CoConfirmation
  const isGiven = given.state === 'confirmed'
  await commitAct(ctx.db, personStream(ctx.actor.id), () => Promise.resolve({
    act: { at, actorId: ctx.actor.id, actorRole: 'coApplicant', type: isGiven ? 'confirmation.given' : 'confirmation.declined', data: { confirmationId: before.id, draftId: draft.id, ...(isGiven ? { digest: one.digest } : {}) } },
    set: [
      ...placed(ctx.vault, one.kept, { ...before, ...given, personId: ctx.actor.id, witnessId: null, answeredAt: at }),
      insertLetter(ctx, { kind: isGiven ? 'confirmationGiven' : 'confirmationDeclined', personId: draft.applicantId }),
    ],
  }))
}
