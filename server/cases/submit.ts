import { useOfMandate } from '../agents/use-mandate.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { stillConfirmed } from '../drafts/co-confirmation.store.ts'
import type { CoConfirmation } from '../drafts/co-confirmation.ts'
import { requireConfirmed } from '../drafts/co-standing.ts'
import { missing } from '../drafts/completeness.ts'
import { draftClosed, getDraft, listHandedIn } from '../drafts/draft.store.ts'
import type { Draft } from '../drafts/draft.ts'
import { situationOf } from '../drafts/situation.ts'
import { surenessOf } from '../drafts/sureness.ts'
import { Conflict, NotFound } from '../errors.ts'
import { isOpenTo } from '../guide/life.ts'
import { readCounting } from '../limits/office-hours.store.ts'
import { getHead } from '../people/person.store.ts'
import { asApplicant } from './act.ts'
import { filedSet, findNumberOfDraft } from './case.store.ts'
import { filed, newCaseNumber } from './filing.ts'
import { papersOfCase } from './paper.store.ts'
import type { Confirmed } from './proceedings.ts'
import { competentOffices } from './route.ts'

/**
 * Files a complete draft: the case, a task at each competent office, the papers and the first events
 * are committed together, and every department sees its part at once. Submitting the same draft
 * again (double click, retry, another device) returns the number of the one case.
 *
 * Throws `Conflict('draft.incomplete')`, `Conflict('draft.unconfirmed')`, `Conflict('assurance.tooLow')` or
 * `Conflict('draft.retired')`: the check page says what to do.
 * Throws `Conflict('mandate.usedUp')` or `Conflict('mandate.beyondItems')` to an agent who may not file it.
 * Throws `NotFound` to whoever has left the service since he began a matter between public bodies.
 */
export async function submit(ctx: Ctx, draftId: string): Promise<string> {
  const draft = await getDraft(ctx, draftId)
  if (draft.status !== 'open') return numberOf(ctx, draft)
  const version = await getVersion(ctx.db, draft.bundleVersionId)
  if (!isOpenTo(ctx.actor, version)) throw new NotFound('page')
  if (version.status !== 'published') throw new Conflict('draft.retired')
  const situation = situationOf(version.definition, draft.content)
  const papers = await listHandedIn(ctx, draft)
  if (missing(situation, draft.content, papers).length > 0) throw new Conflict('draft.incomplete')
  const confirmations = await requireConfirmed(ctx, { draft, plan: situation })
  if ((await surenessOf(ctx, draft)) < situation.assurance) throw new Conflict('assurance.tooLow')
  const offices = await competentOffices(ctx, draft, situation)
  const applicant = await getHead(ctx, draft.applicantId)
  const act = asApplicant(ctx, draft)
  const counting = await readCounting(ctx.db, draft.regionCode)
  for (let attempt = 1; ; attempt++) {
    const use = act.mandateId ? await useOfMandate(ctx, act.mandateId, situation.items.map(({ code }) => code)) : []
    const number = newCaseNumber(draft.region, ctx.now)
    const filing = filed({ draft, version, plan: situation, offices, applicant, number, coApplicants: confirmations.map(confirmedOf) }, act, counting)
    try {
      await ctx.db.commit([draftClosed(draft), ...confirmations.map(stillConfirmed), papersOfCase(filing.after.theCase, draft.id), ...use, ...filedSet(filing, ctx, papers)])
      return number
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      if (error.code === 'duplicate' && attempt < 5) continue // the number was taken: another one
      // The mandate was used or ended in between: it is asked once more what it still allows.
      if (use.length > 0 && attempt < 5 && !(await findNumberOfDraft(ctx.db, draft))) continue
      return numberOf(ctx, draft)
    }
  }
}

const confirmedOf = ({ id, coApplicant, personId, digest, answeredAt, witnessId }: CoConfirmation): Confirmed =>
  ({ coApplicant, confirmation: id, personId, digest: digest as string, at: answeredAt as string, isWitnessed: witnessId !== null })

async function numberOf(ctx: Ctx, draft: Draft): Promise<string> {
  const number = await findNumberOfDraft(ctx.db, draft)
  if (!number) throw new Conflict('changedMeanwhile')
  return number
}

