import { getVersion } from '../catalogue/bundle.store.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { compactNumber, tidyName } from '../people/identity-number.ts'
import { identityNumber, type Person } from '../people/person.ts'
import { getPerson } from '../people/person.store.ts'
import { getConfirmation, listAskedOf } from './co-confirmation.store.ts'
import { identityOf, type CoConfirmation } from './co-confirmation.ts'
import { coStandings, type CoStanding, type Situated } from './co-standing.ts'
import { draftToConfirm } from './draft.store.ts'
import { situationOf } from './situation.ts'

/** A matter in which somebody else has named the actor. */
export interface NamedIn extends Situated {
  definition: BundleDefinition
  confirmation: CoConfirmation
  /** Undefined once it is filed. */
  one: CoStanding | undefined
}

/**
 * What the actor was asked to confirm, with what the form says now. Throws `NotFound` for everybody whom
 * the form doesn't name by this number and name, also when it did before.
 */
export async function getOwnConfirmation(ctx: Ctx, id: string): Promise<NamedIn> {
  const confirmation = await getConfirmation(ctx, id)
  const found = confirmation.identityIndex === (await ownIndex(ctx)) ? await namedIn(ctx, confirmation) : undefined
  if (!found) throw new NotFound('page')
  return found
}

/** All matters in which somebody has asked the actor, the latest first. */
export async function listOwnConfirmations(ctx: Ctx): Promise<NamedIn[]> {
  const index = await ownIndex(ctx)
  const asked = index ? await listAskedOf(ctx, index) : []
  return (await Promise.all(asked.map(one => namedIn(ctx, one)))).filter(one => one !== undefined)
}

/** How many wait for his answer. */
export const countToConfirm = async (ctx: Ctx): Promise<number> =>
  (await listOwnConfirmations(ctx)).filter(({ one }) => one?.standing === 'asked' || one?.standing === 'outdated').length

async function namedIn(ctx: Ctx, confirmation: CoConfirmation): Promise<NamedIn | undefined> {
  const draft = await draftToConfirm(ctx, confirmation)
  if (draft.status === 'discarded') return undefined
  const { definition } = await getVersion(ctx.db, draft.bundleVersionId)
  const situated = { draft, definition, plan: situationOf(definition, draft.content) }
  if (draft.status === 'submitted') return { ...situated, confirmation, one: undefined }
  const one = (await coStandings(ctx, situated)).find(({ confirmation: now }) => now?.id === confirmation.id)
  return one && { ...situated, confirmation, one }
}

async function ownIndex(ctx: Ctx): Promise<string | undefined> {
  const person = await getPerson(ctx, ctx.actor.id)
  const own = numberAndName(person)
  return own.number && own.name ? ctx.vault.index(identityOf(own)) : undefined
}

export const numberAndName = ({ kind, name, identity }: Person): { number: string; name: string } =>
  ({ number: compactNumber(identityNumber(identity) ?? ''), name: tidyName(kind === 'organisation' ? (identity.companyName ?? name) : name) })
