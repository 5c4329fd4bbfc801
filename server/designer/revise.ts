import { knownCatalogue } from '../catalogue/known-catalogue.ts'
import { maxBytes } from '../catalogue/yaml-source.ts'
import type { Ctx } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { changeProposal } from './change-proposal.ts'
import { reading } from './definition-text.ts'
import type { Proposal } from './proposal.ts'
import { insertRevision, listRevisions } from './proposal.store.ts'
import { basisOf } from './basis.ts'

/** What was touched, for the journal: kind and id of the thing, and the list in it. */
export type Touched = { kind: string; thing?: string; list?: string; did?: 'added' | 'removed' | 'moved' }

/** Changes the text; `Conflict('proposal.tooLarge')` when nobody could read it any more. */
export async function revise(ctx: Ctx, id: string, touched: Touched, textAfter: (text: string) => string): Promise<Proposal> {
  const { catalogue } = await knownCatalogue(ctx.db)
  return changeProposal(ctx, id, 'bundleAdministrator', proposal => {
    const text = textAfter(proposal.text)
    if (Buffer.byteLength(text) > maxBytes) throw new Conflict('proposal.tooLarge')
    return {
      changes: { text, name: nameOf(text) ?? proposal.name, basis: basisOf(text, proposal.basis, catalogue) },
      type: 'proposal.revised',
      data: touched,
      set: after => [insertRevision(after, ctx.actor.id)],
    }
  })
}

/** Takes up an earlier text again; those in between stay in the journal. */
export async function restore(ctx: Ctx, id: string, number: number): Promise<Proposal> {
  const revision = (await listRevisions(ctx.db, id)).find(one => one.number === number)
  if (!revision) throw new NotFound('page')
  return revise(ctx, id, { kind: 'revision', thing: String(number) }, () => revision.text)
}

/** A proposal goes by the name of its bundle, once that has one. */
export function nameOf(text: string): Proposal['name'] | undefined {
  const title = reading(text).all('bundle')[0]?.value.title as Partial<Proposal['name']> | undefined
  return typeof title?.zh === 'string' && typeof title.en === 'string' && title.zh && title.en ? { zh: title.zh, en: title.en } : undefined
}
