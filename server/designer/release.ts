import type { WriteSet } from '../../db/statement.ts'
import { listVersions } from '../catalogue/bundle.store.ts'
import { nextVersion, publication, versionRows } from '../catalogue/publish.ts'
import type { BundleVersion, Proof } from '../catalogue/version.ts'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { commitAct } from '../ledger/act.store.ts'
import { appraise, outcomesOf } from './appraise.ts'
import { overtaken } from './basis.ts'
import { isEditable, type Proposal } from './proposal.ts'
import { getProposal, updateProposal } from './proposal.store.ts'
import { signOffs } from './sign.ts'
import { surroundings } from './surroundings.ts'

/**
 * Publishes a proposal: its bundle and every bundle its changes touch get their next version, all or
 * none, proved once more with what is in use and open at this moment. Running cases keep theirs.
 *
 * Throws `Conflict` with `proposal.unproved`, `proposal.unsigned`, `proposal.overtaken`, or
 * `proposal.ended`.
 */
export async function release(ctx: Ctx, proposalId: string): Promise<string[]> {
  const at = ctx.now.toISOString()
  let ids: string[] = []
  await commitAct(ctx.db, 'bundles', async () => {
    const proposal = await getProposal(ctx.db, proposalId)
    if (!isEditable(proposal)) throw new Conflict('proposal.ended')
    const versions = await versionsOf(ctx, proposal, at)
    ids = versions.map(({ next }) => next.id)
    const after: Proposal = { ...proposal, status: 'released', version: proposal.version + 1, updatedAt: at }
    const set: WriteSet = [updateProposal(proposal, after), ...versions.flatMap(({ earlier, next }) => publication(earlier, next, ctx.actor.id))]
    const act = { at, actorId: ctx.actor.id, actorRole: 'bundleAdministrator', type: 'bundle.published' as const, data: { proposal: proposalId, versions: ids.join(' '), hashes: versions.map(({ next }) => next.hash).join(' ') } }
    return { act, set, beside: versionRows(versions.map(({ next }) => next), ctx.actor.id) }
  })
  return ids
}

async function versionsOf(ctx: Ctx, proposal: Proposal, at: string): Promise<{ earlier: BundleVersion[]; next: BundleVersion }[]> {
  const around = await surroundings(ctx.db)
  const appraisal = appraise(proposal.text, around)
  if (!appraisal.isReady) throw new Conflict('proposal.unproved')
  if (overtaken(proposal.text, proposal.basis, around.known.catalogue, appraisal.catalogue).length > 0) throw new Conflict('proposal.overtaken')
  const agreements = await signOffs(ctx, proposal, appraisal)
  if (agreements.some(({ stand }) => stand !== 'agreed')) throw new Conflict('proposal.unsigned')
  return Promise.all(outcomesOf(appraisal).map(async ({ definition, proof }) => {
    const earlier = await listVersions(ctx.db, definition.bundle.id)
    const agreed = agreements.filter(({ bundles }) => bundles.includes(definition.bundle.id)).map(({ kind, id, department, act }) => ({ kind, id, department, at: act?.at ?? at }))
    return { earlier, next: nextVersion(earlier, definition, { ...(proof as Proof), signOffs: agreed }, at) }
  }))
}
