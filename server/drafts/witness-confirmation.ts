import type { Ctx } from '../context.ts'
import { Conflict, Forbidden } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { placesOf } from '../people/permissions.ts'
import { personStream } from '../people/person.ts'
import { findPersonByIdentity } from '../people/person.store.ts'
import { rowOf, toBeConfirmed } from './ask-confirmation.ts'
import { placed } from './co-confirmation.store.ts'
import { numberAndName } from './own-confirmation.ts'

/**
 * At the counter the co-applicant stands beside the applicant: the officer has compared his card, read
 * him his part and heard him agree, and answers for it in his own history.
 *
 * Throws `Conflict('confirmation.onlyAtCounter')` for a draft that was not begun at the counter, and
 * `Forbidden` to an officer who is that person himself.
 */
export async function witnessConfirmation(ctx: Ctx, draftId: string, coApplicantId: string): Promise<void> {
  const { draft, one } = await toBeConfirmed(ctx, draftId, coApplicantId)
  if (draft.channel !== 'counter' || draft.authorId !== ctx.actor.id) throw new Conflict('confirmation.onlyAtCounter')
  if (one.standing === 'confirmed') return
  const known = await findPersonByIdentity(ctx, one.number)
  const personId = known && numberAndName(known).name === one.name ? known.id : null
  if (personId === ctx.actor.id) throw new Forbidden('confirmation.writer')
  const at = ctx.now.toISOString()
  const row = rowOf(ctx, draft, one)
  await commitAct(ctx.db, personStream(ctx.actor.id), () => Promise.resolve({
    act: { at, actorId: ctx.actor.id, actorRole: 'counterOfficer', type: 'confirmation.witnessed', data: { confirmationId: row.id, draftId, officeId: placesOf(ctx.actor, 'counter.serve')[0] ?? '', digest: one.digest } },
    set: placed(ctx.vault, one.kept, { ...row, personId, state: 'confirmed', digest: one.digest, witnessId: ctx.actor.id, content: { part: one.part, reason: null }, answeredAt: at }),
  }))
}
