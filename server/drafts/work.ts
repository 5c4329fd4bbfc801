import { getVersion } from '../catalogue/bundle.store.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Plan } from '../catalogue/plan.ts'
import type { BundleVersion } from '../catalogue/version.ts'
import type { Ctx } from '../context.ts'
import type { Draft, HandedIn } from './draft.ts'
import { getDraft, listHandedIn } from './draft.store.ts'
import { journey, type Station } from './journey.ts'
import { situationOf } from './situation.ts'

/** A draft with everything that its pages are made of. */
export interface Work {
  draft: Draft
  version: BundleVersion
  definition: BundleDefinition
  plan: Plan
  handedIn: HandedIn[]
  stations: Station[]
}

/** Reads a draft of the actor. Throws `NotFound` when it isn't his. */
export async function readWork(ctx: Ctx, id: string): Promise<Work> {
  const draft = await getDraft(ctx, id)
  const [version, handedIn] = await Promise.all([getVersion(ctx.db, draft.bundleVersionId), listHandedIn(ctx, draft)])
  const { definition } = version
  const plan = situationOf(definition, draft.content)
  return { draft, version, definition, plan, handedIn, stations: journey({ definition, plan, content: draft.content, handedIn }) }
}
