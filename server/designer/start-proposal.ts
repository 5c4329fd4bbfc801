import type { WriteSet } from '../../db/statement.ts'
import { knownCatalogue } from '../catalogue/known-catalogue.ts'
import type { Ctx } from '../context.ts'
import { newId } from '../ids.ts'
import { commitAct, listActs } from '../ledger/act.store.ts'
import { basisOf } from './basis.ts'
import { streamOf, type Proposal } from './proposal.ts'
import { insertProposal, insertRevision } from './proposal.store.ts'

/** How a proposal came to be: `from` is the bundle or thing it changes or copies, or the file it was read from. */
export interface Beginning {
  how: 'new' | 'change' | 'copy' | 'import'
  from?: string
  /** Of the key that signed an imported package, and whom it names. */
  fingerprint?: string
  issuer?: string
}

/** Whether somebody here has compared this key's fingerprint before: whose key it is, no file can say of itself. */
export async function isTrusted({ db }: Pick<Ctx, 'db'>, fingerprint: string): Promise<boolean> {
  const imported = await listActs(db, { type: 'proposal.started', limit: 5000 })
  return imported.some(({ data }) => data.fingerprint === fingerprint)
}

/** Begins a proposal with a text. */
export async function startProposal(ctx: Ctx, name: Proposal['name'], text: string, beginning: Beginning): Promise<Proposal> {
  const { catalogue } = await knownCatalogue(ctx.db)
  const at = ctx.now.toISOString()
  const proposal: Proposal = {
    id: newId(ctx.now.getTime()), name, status: 'open', version: 1, basis: basisOf(text, {}, catalogue), createdAt: at, createdBy: ctx.actor.id, updatedAt: at, text,
  }
  const set: WriteSet = [insertProposal(proposal), insertRevision(proposal, ctx.actor.id)]
  const act = { at, actorId: ctx.actor.id, actorRole: 'bundleAdministrator', type: 'proposal.started' as const, data: { proposal: proposal.id, version: 1, ...beginning } }
  await commitAct(ctx.db, streamOf(proposal.id), async () => ({ act, set }))
  return proposal
}
