import { getDossier, listCasesUnder } from '../cases/case.store.ts'
import { speechFor } from '../cases/said-words.ts'
import type { Ctx } from '../context.ts'
import { listEvents } from '../ledger/event.store.ts'
import type { RequestLocals } from '../web/locals.ts'
import { paths } from '../web/paths.ts'
import { historyOf } from './case-history.view.ts'

/** What an agent did in cases under a mandate, each with its case, as the principal reads it. */
export async function doneUnderMandate(ctx: Ctx, mandateId: string, locals: Pick<RequestLocals, 't' | 'text' | 'language'>): Promise<{ at: string; what: string; who: string; href: string }[]> {
  const cases = await listCasesUnder(ctx.db, [mandateId])
  return (await Promise.all(cases.map(async ({ number }) => {
    const dossier = await getDossier(ctx, number)
    const events = (await listEvents(ctx.db, { region: dossier.theCase.region, caseId: dossier.theCase.id })).filter(({ data }) => data.mandate === mandateId)
    const title = locals.text(dossier.version.definition.bundle.title)
    return historyOf(dossier, events, [], await speechFor(ctx, locals, dossier)).map(({ at, what, who }) => ({ at, what: `${title}${locals.t('components:colon')}${what}`, who, href: paths.case(number) }))
  }))).flat()
}
