import type { Statement } from '../../db/statement.ts'
import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import type { ActType } from '../ledger/act.ts'
import { commitAct } from '../ledger/act.store.ts'
import { insertLetter } from '../people/account-letter.store.ts'
import type { LetterKind } from '../people/account-letter.ts'
import type { Actor } from '../people/actor.ts'
import { mandateRow, mandateStream, sideOf, type Mandate, type Side } from './mandate.ts'
import { getMandate, insertMandate, updateMandate } from './mandate.store.ts'

/** A mandate as it will be, and who is written to about it. */
export interface MandateChange {
  mandate: Mandate
  type: ActType
  role: string
  letters?: { kind: LetterKind; personId: string | null }[]
  also?: readonly Statement[]
}

const attempts = 5

/** Reads, changes and commits a mandate with its act; once more when it was used or changed in between. Throws `NotFound`, and what `change` throws. */
export async function changeMandate(ctx: Ctx, id: string, change: (mandate: Mandate) => MandateChange): Promise<Mandate> {
  for (let attempt = 1; ; attempt++) {
    let after: Mandate | undefined
    try {
      await commitAct(ctx.db, mandateStream(id), async () => {
        const { mandate, ...rest } = change(await getMandate(ctx, id))
        after = { ...mandate, version: mandate.version + 1 }
        return recorded(ctx, after, rest, updateMandate(ctx.vault, mandate))
      })
      return after as Mandate
    } catch (error) {
      if (!(error instanceof Conflict && ['changedMeanwhile', 'duplicate'].includes(error.code)) || attempt === attempts) throw error
    }
  }
}

/** The first act of a mandate. */
export const openMandate = (ctx: Ctx, { mandate, ...rest }: MandateChange): Promise<void> =>
  commitAct(ctx.db, mandateStream(mandate.id), () => Promise.resolve(recorded(ctx, mandate, rest, insertMandate(ctx.vault, mandate))))

const recorded = (ctx: Ctx, mandate: Mandate, { type, role, letters = [], also = [] }: Omit<MandateChange, 'mandate'>, write: Statement) => ({
  act: { at: ctx.now.toISOString(), actorId: ctx.actor.id, actorRole: role, type, data: { mandateId: mandate.id } },
  set: [write, ...also, ...letters.flatMap(({ kind, personId }) => (personId ? [insertLetter(ctx, { kind, personId })] : []))],
  beside: { [mandateStream(mandate.id)]: mandateRow(mandate) },
})

/** Whether the actor is a company's legal representative by a mandate in force: he may see to its handlers. */
export const represents = (actor: Actor, principalId: string | null): boolean =>
  actor.mandates.some(one => one.kind === 'representative' && one.principalId === principalId)

/** On which side the actor stands, himself or as a company's legal representative. Throws `NotFound`: it is none of his business. */
export function requireSide(actor: Actor, mandate: Mandate): Side {
  const side = sideOf(mandate, actor.id) ?? (mandate.kind === 'handler' && represents(actor, mandate.principalId) ? 'principal' : undefined)
  if (!side) throw new NotFound('page')
  return side
}

/** As what somebody of a side acts: written down with the act. */
export const roleOn = (actor: Actor, side: Side, { principalId }: Pick<Mandate, 'principalId'>): string =>
  side === 'principal' && actor.id !== principalId ? 'representative' : side
