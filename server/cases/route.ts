import type { Plan } from '../catalogue/plan.ts'
import type { Ctx } from '../context.ts'
import { effectiveValue, type Draft } from '../drafts/draft.ts'
import { Conflict } from '../errors.ts'
import { findCompetentOffices } from '../offices/office.store.ts'

/**
 * The competent office of each item, by its own rule: the region of the filing, or the region the
 * applicant gave in a field. Throws `Conflict('routing.noOffice')`, which the proof excludes for
 * published bundles unless an office was closed since.
 */
export async function competentOffices(ctx: Ctx, draft: Draft, plan: Plan): Promise<Map<string, string>> {
  const offices = await findCompetentOffices(ctx.db, plan.items.map(({ competence: { departmentId, level, regionField } }) => {
    const region = regionField === undefined ? undefined : effectiveValue(draft.content, regionField)
    return { departmentId, level, regionCode: typeof region === 'string' && region ? region : draft.regionCode }
  }))
  return new Map(plan.items.map(({ code }, index) => {
    const office = offices[index]
    if (!office) throw new Conflict('routing.noOffice')
    return [code, office.id]
  }))
}
