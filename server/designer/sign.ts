import type { Ctx } from '../context.ts'
import { Conflict, Forbidden, NotFound } from '../errors.ts'
import { listActsOf } from '../ledger/act.store.ts'
import type { Actor } from '../people/actor.ts'
import { placesOf } from '../people/permissions.ts'
import { departmentOfOffice } from '../people/scope.ts'
import { appraise, type Appraisal } from './appraise.ts'
import { askedIn, workedOn } from './asked.ts'
import { changeProposal } from './change-proposal.ts'
import { streamOf, type Proposal } from './proposal.ts'
import { subjectsOf, type SignOff, type Subject } from './sign-off.ts'
import { surroundings } from './surroundings.ts'

/** The departments for which the actor may agree: those of the offices at which he administers items. */
export const departmentsOf = (actor: Actor): string[] =>
  [...new Set(placesOf(actor, 'catalogue.signOff').map(departmentOfOffice))]

/** How every subject of a proposal stands. */
export const signOffs = async (ctx: Pick<Ctx, 'db'>, proposal: Proposal, appraisal?: Appraisal): Promise<SignOff[]> =>
  (await askedIn(ctx, proposal, appraisal)).map(({ signOff }) => signOff)

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
    if (workedOn(acts, ctx.actor.id)) throw new Forbidden('proposal.ownWork')
    if (subject.hash !== hash) throw new Conflict('proposal.changedMeanwhile')
    const data = { kind, thing: id, department: subject.department, hash, ...(agrees ? {} : { reason }) }
    return { changes: {}, type: agrees ? 'proposal.agreed' : 'proposal.objected', data }
  })
}
