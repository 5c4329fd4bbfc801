import type { Ctx } from '../context.ts'
import type { ChainedAct } from '../ledger/act.ts'
import { listActsOf } from '../ledger/act.store.ts'
import { appraise, type Appraisal } from './appraise.ts'
import { getProposal, listProposals } from './proposal.store.ts'
import { streamOf, type Proposal } from './proposal.ts'
import { signOffsOf, subjectsOf, type SignOff } from './sign-off.ts'
import { surroundings } from './surroundings.ts'

/** What a department is asked to agree to, by whom and since when. */
export interface Asked {
  proposal: Proposal
  appraisal: Appraisal
  signOff: SignOff
  acts: ChainedAct[]
  since: string
  by: string
}

/** More proposals than any town has with its departments at a time. */
const mostCirculated = 100

/** Everything these departments have to answer for in the proposals that are with the departments, whatever they said of it so far. */
export async function askedOf(ctx: Pick<Ctx, 'db'>, departments: readonly string[]): Promise<Asked[]> {
  if (departments.length === 0) return []
  const circulated = await listProposals(ctx.db, ['circulated'], mostCirculated)
  const all = await Promise.all(circulated.map(async ({ id }) => askedIn(ctx, await getProposal(ctx.db, id))))
  return all.flat().filter(({ signOff }) => departments.includes(signOff.department))
}

/** What every department is asked for in one proposal, which may have been judged already. */
export async function askedIn({ db }: Pick<Ctx, 'db'>, proposal: Proposal, judged?: Appraisal): Promise<Asked[]> {
  const appraisal = judged ?? appraise(proposal.text, await surroundings(db))
  const acts = await listActsOf(db, streamOf(proposal.id))
  return signOffsOf(subjectsOf(appraisal), acts).map(signOff => ({ proposal, appraisal, signOff, acts, ...asking(signOff, acts, proposal) }))
}

/** Whoever changed what had been agreed to asks again; before that it is whoever sent it round. */
function asking({ stand }: SignOff, acts: readonly ChainedAct[], { createdAt, createdBy }: Proposal): { since: string; by: string } {
  const act = acts.findLast(({ type }) => type === (stand === 'outdated' ? 'proposal.revised' : 'proposal.circulated'))
  return act ? { since: act.at, by: act.actorId } : { since: createdAt, by: createdBy }
}

/** Whoever wrote a word of the text can't agree to it for a department. */
export const workedOn = (acts: readonly ChainedAct[], personId: string): boolean =>
  acts.some(({ type, actorId }) => actorId === personId && (type === 'proposal.started' || type === 'proposal.revised'))
