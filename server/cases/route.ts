import type { Plan } from '../catalogue/plan.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Draft } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import { findCompetentOffice } from '../offices/office.store.ts'

/**
 * The competent office of each item, by its own rule: the region of the filing, or the region the
 * applicant gave in a field. Throws `Conflict('routing.noOffice')`, which the proof excludes for
 * published bundles unless an office was closed since.
 */
export async function competentOffices(ctx: Ctx, draft: Draft, plan: Plan): Promise<Map<string, string>> {
  const routed = await Promise.all(plan.items.map(async ({ code, competence }) => {
    const region = competence.regionField === undefined ? undefined : effectiveValue(draft.content, competence.regionField)
    const office = await findCompetentOffice(ctx.db, competence.departmentId, competence.level, typeof region === 'string' && region ? region : draft.regionCode)
    if (!office) throw new Conflict('routing.noOffice')
    return [code, office.id] as const
  }))
  return new Map(routed)
}
