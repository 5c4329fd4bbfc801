import { capacityOf, type Capacity } from '../catalogue/capacity.ts'
import type { CoApplicant } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { getDossier } from './case.store.ts'
import type { Case, Dossier } from './case.ts'
import type { Confirmed } from './proceedings.ts'

/** Whether the actor has confirmed his part of this case before it was filed: he sees its progress and that part, and nothing else of it. */
export const isCoApplicant = ({ actor }: Pick<Ctx, 'actor'>, { proceedings }: Pick<Case, 'proceedings'>): boolean =>
  proceedings.coApplicants.some(({ personId }) => personId === actor.id)

/** The case, for one of its co-applicants, with what he confirmed. Throws `NotFound` for anybody else. */
export async function getSharedDossier(ctx: Ctx, number: string): Promise<{ dossier: Dossier; confirmed: Confirmed; coApplicant: CoApplicant }> {
  const dossier = await getDossier(ctx, number)
  const confirmed = dossier.theCase.proceedings.coApplicants.find(({ personId }) => personId === ctx.actor.id)
  const coApplicant = dossier.version.definition.bundle.coApplicants.find(({ id }) => id === confirmed?.coApplicant)
  if (!confirmed || !coApplicant) throw new NotFound('page')
  return { dossier, confirmed, coApplicant }
}

/** In which capacity it was applied for, and who applied together: told to everybody who works on the case. */
export interface Parties {
  capacity: Capacity | undefined
  coApplicants: (Confirmed & Pick<CoApplicant, 'name'>)[]
}

export const partiesOf = ({ theCase, plan, version: { definition: { bundle } } }: Pick<Dossier, 'theCase' | 'plan' | 'version'>): Parties => ({
  capacity: capacityOf(bundle, plan.answers),
  coApplicants: theCase.proceedings.coApplicants.flatMap(one => {
    const defined = bundle.coApplicants.find(({ id }) => id === one.coApplicant)
    return defined ? [{ ...one, name: defined.name }] : []
  }),
})
