import type { Ctx } from '../context.ts'
import { Conflict, Forbidden, NotFound } from '../errors.ts'
import { listActsOf } from '../ledger/act.store.ts'
import { officesOf, type Actor } from '../people/actor.ts'
import { appraise } from './appraise.ts'
import { changeProposal } from './change-proposal.ts'
import { streamOf, type Proposal } from './proposal.ts'
import { signOffsOf, subjectsOf, type SignOff, type Subject } from './sign-off.ts'
import { surroundings } from './surroundings.ts'

/** The departments for which the actor may agree: those of the offices at which he administers items. */
export const departmentsOf = (actor: Actor): string[] =>
  [...new Set(officesOf(actor, 'itemAdministrator').map(office => office.split('@')[0] as string))]

/** How every subject of a proposal stands. */
export async function signOffs({ db }: Pick<Ctx, 'db'>, proposal: Proposal): Promise<SignOff[]> {
  const subjects = subjectsOf(appraise(proposal.text, await surroundings(db)))
  return signOffsOf(subjects, await listActsOf(db, streamOf(proposal.id)))
}

/** What was decided on a subject, and the hash of what was seen: another one has to be looked at again. */
export interface Verdict extends Pick<Subject, 'kind' | 'id' | 'hash'> {
  agrees: boolean
  reason: string
}

/**
 * A department agrees to its part of a proposal, or objects with a reason.
 *
 * Whoever worked on the text can't agree to it for a department (`Forbidden('proposal.ownWork')`);
 * what was changed since it was shown is not agreed to (`Conflict('proposal.changedMeanwhile')`).
 */
export async function sign(ctx: Ctx, proposalId: string, { kind, id, hash, agrees, reason }: Verdict): Promise<void> {
  const around = await surroundings(ctx.db)
  await changeProposal(ctx, proposalId, 'itemAdministrator', async proposal => {
    if (proposal.status !== 'circulated') throw new Conflict('proposal.notCirculated')
    const subject = subjectsOf(appraise(proposal.text, around)).find(one => one.kind === kind && one.id === id)
    if (!subject || !departmentsOf(ctx.actor).includes(subject.department)) throw new NotFound('page')
    const acts = await listActsOf(ctx.db, streamOf(proposalId))
    if (acts.some(({ type, actorId }) => actorId === ctx.actor.id && (type === 'proposal.started' || type === 'proposal.revised'))) throw new Forbidden('proposal.ownWork')
    if (subject.hash !== hash) throw new Conflict('proposal.changedMeanwhile')
    const data = { kind, thing: id, department: subject.department, hash, ...(agrees ? {} : { reason }) }
    return { changes: {}, type: agrees ? 'proposal.agreed' : 'proposal.objected', data }
  })
}
