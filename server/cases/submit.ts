import { getVersion } from '../catalogue/bundle.store.ts'
import { plan } from '../catalogue/plan.ts'
import type { Ctx } from '../context.ts'
import { missing } from '../drafts/completeness.ts'
import { draftClosed, getDraft, listHandedIn } from '../drafts/draft.store.ts'
import type { Draft } from '../drafts/draft.ts'
import { Conflict, NotFound } from '../errors.ts'
import { isOpenTo } from '../guide/life.ts'
import { readCalendar } from '../limits/calendar.store.ts'
import { readOfficeHours } from '../limits/office-hours.store.ts'
import { getPerson } from '../people/person.store.ts'
import { asApplicant } from './act.ts'
import { filedSet, findNumberOfDraft } from './case.store.ts'
import { filed, newCaseNumber, type Applicant } from './filing.ts'
import { papersOfCase } from './paper.store.ts'
import { competentOffices } from './route.ts'

/**
 * Files a complete draft: the case, a task at each competent office, the papers and the first events
 * are committed together, and every department sees its part at once. Submitting the same draft
 * again (double click, retry, another device) returns the number of the one case.
 *
 * Throws `Conflict('draft.incomplete')` or `Conflict('draft.retired')`: the check page says what to do.
 * Throws `NotFound` to whoever has left the service since he began a matter between public bodies.
 */
export async function submit(ctx: Ctx, draftId: string): Promise<string> {
  const draft = await getDraft(ctx, draftId)
  if (draft.status !== 'open') return numberOf(ctx, draft)
  const version = await getVersion(ctx.db, draft.bundleVersionId)
  if (!isOpenTo(ctx.actor, version)) throw new NotFound('page')
  if (version.status !== 'published') throw new Conflict('draft.retired')
  const situation = plan(version.definition, { answers: draft.content.answers, chosen: draft.content.chosen ?? [] })
  const papers = await listHandedIn(ctx, draft)
  if (missing(situation, draft.content, papers).length > 0) throw new Conflict('draft.incomplete')
  const offices = await competentOffices(ctx, draft, situation)
  const applicant = await applicantOf(ctx, draft)
  const act = asApplicant(ctx, applicant.id)
  const counting = { calendar: await readCalendar(ctx.db), hours: await readOfficeHours(ctx.db, draft.regionCode) }
  for (let attempt = 1; ; attempt++) {
    const number = newCaseNumber(draft.region, ctx.now)
    const filing = filed({ draft, version, plan: situation, offices, applicant, number }, act, counting)
    try {
      await ctx.db.commit([draftClosed(draft), ...filedSet(filing, ctx, papers), papersOfCase(filing.after.theCase, draft.id)])
      return number
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      if (error.code === 'duplicate' && attempt < 5) continue // the number was taken: another one
      return numberOf(ctx, draft)
    }
  }
}

async function numberOf(ctx: Ctx, draft: Draft): Promise<string> {
  const number = await findNumberOfDraft(ctx.db, draft)
  if (!number) throw new Conflict('changedMeanwhile')
  return number
}

async function applicantOf(ctx: Ctx, { applicantId }: Draft): Promise<Applicant> {
  const { id, name, identity } = await getPerson(ctx, applicantId)
  const number = identity.idNumber ?? identity.uscc
  return { id, name, index: number ? ctx.vault.index(number) : null }
}
