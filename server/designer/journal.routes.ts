import { Router, type Request, type Response } from 'express'
import type { Words } from '../catalogue/definition-words.ts'
import type { Catalogue } from '../catalogue/definition.ts'
import { knownCatalogue } from '../catalogue/known-catalogue.ts'
import { countInProgress } from '../catalogue/version-history.store.ts'
import { shownDifference } from '../catalogue/difference-words.ts'
import type { ChainedAct } from '../ledger/act.ts'
import { listActsOf, listPublications } from '../ledger/act.store.ts'
import { isAllowed } from '../people/permissions.ts'
import { namesOf } from '../people/person.store.ts'
import type { Ctx } from '../context.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { appraise, nameOfThing, outcomesOf } from './appraise.ts'
import { isText, reading, thingKinds, type ThingKind } from './definition-text.ts'
import { journalOf, type Names } from './journal.view.ts'
import { getProposal, listRevisionsFrom } from './proposal.store.ts'
import { isEditable, streamOf, type Proposal } from './proposal.ts'
import { surroundings } from './surroundings.ts'

export const journalRoutes = Router()

journalRoutes.get('/admin/proposals/:id/journal', can('catalogue.read'), showJournal)
journalRoutes.get('/admin/proposals/:id/difference', can('catalogue.read'), showDifference)

type ById = Request<{ id: string }>

const perPage = 30

// ── what was done ───────────────────────────────────────────────────────────────────────────────

async function showJournal({ params, query }: ById, res: Response) {
  const { ctx, t, text: inLanguage } = res.locals
  const proposal = await getProposal(ctx.db, params.id)
  const publication = await publicationOf(ctx, proposal)
  const acts = [...(await listActsOf(ctx.db, streamOf(proposal.id))), ...(publication ? [publication] : [])].reverse()
  const skipped = Math.min(Math.max(Math.trunc(Number(text(query.after))) || 0, 0), acts.length)
  const shown = acts.slice(skipped, skipped + perPage)
  const newestShown = Math.max(0, ...shown.map(({ data }) => Number(data.version) || 0))
  const revisions = await listRevisionsFrom(ctx.db, proposal.id, newestShown, perPage + 1)
  const [newest] = await listRevisionsFrom(ctx.db, proposal.id, proposal.version, 1)
  const entries = journalOf(shown, revisions, newest?.number ?? 0, t, calledIn((await knownCatalogue(ctx.db)).catalogue, proposal.text, inLanguage))
  const names = await namesOf(ctx, entries.map(({ byId }) => byId))
  page(res, 'designer/journal', {
    title: t('designer:journal.title'), density: 'officer', proposal, entries: entries.map(entry => ({ ...entry, by: names.get(entry.byId) ?? entry.byId })),
    mayRestore: isEditable(proposal) && isAllowed(ctx.actor, 'catalogue.propose'),
    isFirst: skipped === 0, next: acts.length > skipped + perPage ? skipped + perPage : undefined,
  })
}

/** What things are called in use, or in the proposal while they are only there. */
function calledIn(catalogue: Catalogue, definition: string, inLanguage: Words['text']): Names {
  const read = reading(definition)
  const nameOf = (kind: ThingKind, id: string): unknown => {
    const written = read.find(kind, id)?.value
    return nameOfThing(catalogue, kind, id) ?? written?.title ?? written?.name
  }
  return {
    department: id => inLanguage(catalogue.departments.get(id)?.name ?? { zh: id, en: id }),
    thing: (id, kind) => {
      const name = thingKinds.filter(one => kind === undefined || one === kind).map(one => nameOf(one, id)).find(isText)
      return name ? inLanguage(name) : id
    },
  }
}

/** A publication stands in the catalogue's own chain. */
const publicationOf = async ({ db }: Pick<Ctx, 'db'>, { id, status }: Proposal): Promise<ChainedAct | undefined> =>
  status === 'released' ? (await listPublications(db)).find(({ data }) => data.proposal === id) : undefined

// ── what is different ───────────────────────────────────────────────────────────────────────────

async function showDifference({ params }: ById, res: Response) {
  const { ctx, t, text: inLanguage } = res.locals
  const proposal = await getProposal(ctx.db, params.id)
  const publication = await publicationOf(ctx, proposal)
  const appraisal = isEditable(proposal) ? appraise(proposal.text, await surroundings(ctx.db)) : undefined
  const bundles = await Promise.all((appraisal ? outcomesOf(appraisal) : []).map(async ({ definition, current, proof }) => ({
    id: definition.bundle.id, title: inLanguage(definition.bundle.title), current, proof,
    differences: current ? shownDifference(current.definition, definition, { t, text: inLanguage }) : [],
    inProgress: current && (await countInProgress(ctx.db, current.bundleId)),
  })))
  page(res, 'designer/difference', {
    title: t('designer:difference.title'), density: 'officer', proposal, bundles,
    published: String(publication?.data.versions ?? '').split(' ').filter(Boolean).map(versionOf),
  })
}

/** `newborn-birth-2` is the second version of `newborn-birth`. */
function versionOf(id: string): { bundleId: string; version: number; id: string } {
  const dash = id.lastIndexOf('-')
  return { id, bundleId: id.slice(0, dash), version: Number(id.slice(dash + 1)) }
}
