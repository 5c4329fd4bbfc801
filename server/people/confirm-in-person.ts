import type { Ctx } from '../context.ts'
import { commitAct } from '../ledger/act.store.ts'
import { personStream } from './person.ts'

export interface SeenInPerson {
  /** Where the card was seen. */
  officeId: string
  /** Whether the account with the number on it is known to be his: it is when he named it, and when nobody could have signed in to it before. */
  ownsAccount: boolean
  /** What he came for. */
  bundleId?: string
}

/** Writes into the history of an account that an officer has seen the card of the person whose number it has. */
export const confirmInPerson = (ctx: Pick<Ctx, 'db' | 'actor' | 'now'>, personId: string, { officeId, ownsAccount, bundleId }: SeenInPerson): Promise<void> =>
  commitAct(ctx.db, personStream(personId), async () => ({
    act: {
      at: ctx.now.toISOString(), actorId: ctx.actor.id, actorRole: ctx.actor.kind === 'system' ? 'portal' : 'counterOfficer', type: 'applicant.confirmedInPerson',
      data: { personId, officeId, ...(bundleId ? { bundleId } : {}), ...(ownsAccount ? { account: 'own' } : {}) },
    },
    set: [],
  }))
