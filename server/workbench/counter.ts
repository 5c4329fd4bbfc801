import { getVersion } from '../catalogue/bundle.store.ts'
import type { Ctx } from '../context.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { isPublic } from '../guide/life.ts'
import { shardOf } from '../offices/region.ts'
import type { Actor } from '../people/actor.ts'
import { inScope, placesOf } from '../people/permissions.ts'
import { reaches, regionOfOffice } from '../people/scope.ts'
import { asOfficer, type Act } from '../cases/act.ts'
import { getCase, getDossier, hasCase, saved } from '../cases/case.store.ts'
import type { Dossier } from '../cases/case.ts'
import type { Change } from '../cases/change.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'
import { judgedAnew } from '../cases/judged-anew.ts'
import { regionOfNumber } from '../cases/filing.ts'
import { isOwn } from '../cases/own-case.ts'
import type { KeptPaper } from '../cases/send-paper.ts'

/** The counties (six digits) in whose service centres somebody sits at the counter. */
export const countiesOf = (actor: Actor): string[] => [...new Set(placesOf(actor, 'counter.serve').map(officeId => shardOf(regionOfOffice(officeId))))]

/** Whether a county's cases are this counter's. */
export const servesCounty = (actor: Actor, county: string): boolean => inScope(actor, 'counter.serve', { region: county })

/** The counter at which the actor serves this county; undefined: it is none of his. */
const counterFor = (actor: Actor, county: string): string | undefined => placesOf(actor, 'counter.serve').find(officeId => reaches('county', officeId, { region: county }))

/** A case of the counter's own county. Throws `NotFound` for any other, and for matters between public bodies: the counter is not to know of it. */
export async function caseAtCounter(ctx: Ctx, number: string): Promise<Dossier> {
  if (!servesCounty(ctx.actor, regionOfNumber(number))) throw new NotFound('page')
  const dossier = await getDossier(ctx, number)
  if (!isPublic(dossier.version)) throw new NotFound('page')
  return dossier
}

/** What a counter may look up: the cases of its county, and what its officer has filed for somebody elsewhere. */
export async function mayLookUp(ctx: Ctx, number: string): Promise<boolean> {
  if (!(await hasCase(ctx.db, number))) return false
  const theCase = await getCase(ctx, number)
  if (!isPublic(await getVersion(ctx.db, theCase.bundleVersionId))) return false
  return servesCounty(ctx.actor, regionOfNumber(number)) || isOwn(ctx, theCase)
}

export async function caseSeenAtCounter(ctx: Ctx, number: string): Promise<Dossier> {
  if (!(await mayLookUp(ctx, number))) throw new NotFound('page')
  return getDossier(ctx, number)
}

/** A case of the counter's own county that it may accept for all departments, as the bundle says (Zhejiang regulation art. 5). */
export async function caseForIntake(ctx: Ctx, number: string): Promise<Dossier> {
  const dossier = await caseAtCounter(ctx, number)
  if (dossier.version.definition.bundle.intake !== 'unified') throw new NotFound('page')
  return dossier
}

/**
 * Every verb of the counter: read the case, let a pure function change it, commit; with papers that arrived
 * there. Nobody serves himself (公务员法第七十六条: 回避).
 */
export const actAtCounter = (ctx: Ctx, number: string, change: (dossier: Dossier, act: Act) => Change | Promise<Change>, arrived: readonly KeptPaper[] = []): Promise<void> =>
  judgedAnew(async () => {
    const dossier = await caseAtCounter(ctx, number)
    if (isOwnMatter(ctx.actor, dossier.theCase)) throw new Forbidden('task.ownMatter')
    const act = asOfficer(ctx, counterFor(ctx.actor, dossier.theCase.region) as string, 'counterOfficer')
    await ctx.db.commit([...saved(await change(dossier, act), ctx, arrived.map(({ paper }) => paper)), ...arrived.flatMap(({ set }) => set)])
  })
