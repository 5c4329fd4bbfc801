import type { WriteSet } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import type { Act } from '../ledger/act.ts'
import { commitAct } from '../ledger/act.store.ts'
import { insertLetter } from '../people/account-letter.store.ts'
import type { LetterKind } from '../people/account-letter.ts'
import type { ActiveMandate } from '../people/active-mandate.ts'
import { mandateStream } from './mandate.ts'

type Done = Pick<Act, 'data'> & { type: 'mandate.draftBegun' | 'mandate.certificateTaken' }

const letters: Record<Done['type'], LetterKind> = { 'mandate.draftBegun': 'mandateDraft', 'mandate.certificateTaken': 'mandateCertificate' }

/**
 * Commits what an agent does before there is a case, with its act in the mandate's own history and a letter
 * to the principal: he is told of everything that is done for him (《民法典》第九百二十四条: 报告义务).
 */
export const recordUnderMandate = (ctx: Ctx, { id, principalId }: Pick<ActiveMandate, 'id' | 'principalId'>, { type, data }: Done, set: WriteSet): Promise<void> =>
  commitAct(ctx.db, mandateStream(id), () => Promise.resolve({
    act: { at: ctx.now.toISOString(), actorId: ctx.actor.id, actorRole: 'agent', type, data: { mandateId: id, ...data } },
    set: [...set, insertLetter(ctx, { kind: letters[type], personId: principalId })],
  }))
