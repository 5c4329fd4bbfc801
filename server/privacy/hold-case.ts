import type { LegalHoldTable } from '../../db/tables/privacy.ts'
import type { Case } from '../cases/case.ts'
import { getCase } from '../cases/case.store.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { roleFor } from '../people/permissions.ts'
import { findHold, touchCase, writeHold } from './retention.store.ts'

export const retentionStream = 'retention'
/** The name of the row beside its act. */
export const holdName = (hold: Pick<LegalHoldTable, 'case_id'>): string => `hold ${hold.case_id}`

/** Keeps a case beyond its time (封存): a lawsuit, an audit, an investigation. Throws `Conflict` when it is held or erased. */
export async function holdCase(ctx: Ctx, number: string, reason: string): Promise<void> {
  await changed(ctx, number, 'retention.held', (hold, { region, id, erasedAt }) => {
    if (erasedAt !== null) throw new Conflict('case.erased')
    if (hold && hold.released_at === null) throw new Conflict('changedMeanwhile')
    return { region, case_id: id, reason, held_at: ctx.now.toISOString(), held_by: ctx.actor.id, released_at: null, released_by: null }
  })
}

/** Ends the hold: a case whose time is over is then erased. */
export async function releaseHold(ctx: Ctx, number: string): Promise<void> {
  await changed(ctx, number, 'retention.released', hold => {
    if (!hold || hold.released_at !== null) throw new Conflict('changedMeanwhile')
    return { ...hold, released_at: ctx.now.toISOString(), released_by: ctx.actor.id }
  })
}

type Held = Pick<Case, 'region' | 'id' | 'erasedAt'>

/** The reason stands in the row, which the act vouches for: acts tell ids. */
async function changed(ctx: Ctx, number: string, type: 'retention.held' | 'retention.released', change: (hold: LegalHoldTable | undefined, theCase: Held) => LegalHoldTable): Promise<void> {
  const theCase = await getCase(ctx, number)
  await commitAct(ctx.db, retentionStream, async () => {
    const before = await findHold(ctx.db, theCase)
    const hold = change(before, theCase)
    const act = { at: ctx.now.toISOString(), actorId: ctx.actor.id, actorRole: roleFor(ctx.actor, 'retention.manage'), type, data: { caseId: theCase.id } }
    return { act, set: [writeHold(hold, before), touchCase(theCase)], beside: { [holdName(hold)]: hold } }
  })
}
