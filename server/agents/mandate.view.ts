import { listPublished } from '../catalogue/bundle.store.ts'
import type { BundleDefinition } from '../catalogue/definition.ts'
import type { Ctx } from '../context.ts'
import type { ChainedAct } from '../ledger/act.ts'
import { listActsOf } from '../ledger/act.store.ts'
import type { Actor } from '../people/actor.ts'
import { namesOf } from '../people/person.store.ts'
import { formats } from '../web/formats.ts'
import { represents, requireSide } from './change-mandate.ts'
import { confirmedInWords, scopeInWords, usesInWords, type Words } from './mandate-words.ts'
import { awaits, isOpen, mandateStream, stateOf, type Mandate, type MandateState, type Side } from './mandate.ts'

/** A mandate as its pages show it to one of its sides. */
export interface ShownMandate {
  id: string
  kind: Mandate['kind']
  side: Side
  state: MandateState
  principal: string
  agent: string
  scope: string[]
  items: string[]
  from: string
  until: string
  uses: string
  offeredBy: Side
  offeredAt: string
  acceptedAt: string | null
  endedAt: string | null
  confirmed: string
  mayAnswer: boolean
  mayEnd: boolean
}

/** What anybody may apply for himself, and an agent therefore for him. */
export const bundlesToEntrust = async ({ db }: Pick<Ctx, 'db'>): Promise<BundleDefinition[]> =>
  (await listPublished(db)).map(({ definition }) => definition).filter(({ bundle }) => bundle.audience !== 'official')

export async function shownMandates(ctx: Ctx, mandates: readonly Mandate[], words: Words): Promise<ShownMandate[]> {
  const names = await namesOf(ctx, mandates.flatMap(({ principalId, agentId, details: { confirmation } }) =>
    [principalId, agentId, confirmation && 'recordedBy' in confirmation ? confirmation.recordedBy : null].flatMap(id => id ?? [])))
  const bundles = await bundlesToEntrust(ctx)
  return mandates.map(mandate => {
    const side = requireSide(ctx.actor, mandate)
    return {
      id: mandate.id, kind: mandate.kind, side, state: stateOf(mandate, ctx.now), offeredBy: mandate.offeredBy, ...nameOfSides(mandate, names), ...scopeInWords(mandate.scope, bundles, words),
      from: formats(words.language).day(mandate.validFrom), until: formats(words.language).day(mandate.validTo), uses: usesInWords(mandate, words),
      offeredAt: mandate.offeredAt, acceptedAt: mandate.acceptedAt, endedAt: mandate.endedAt, confirmed: confirmedInWords(mandate, names, words),
      mayAnswer: awaits(mandate, side, ctx.now), mayEnd: mayEnd(mandate, side, ctx),
    }
  })
}

/** What waits for the answer of one side is declined, not ended, by it. */
const mayEnd = (mandate: Mandate, side: Side, { now }: Ctx): boolean => isOpen(mandate, now) && !awaits(mandate, side, now)

/** Before it is accepted, whoever offered reads of the other side only what he typed himself. */
function nameOfSides({ principalId, agentId, offeredBy, acceptedAt, details: { addressee } }: Mandate, names: ReadonlyMap<string, string>): { principal: string; agent: string } {
  const nameOf = (side: Side, id: string | null) => (side !== offeredBy && acceptedAt === null ? addressee.name : (names.get(id ?? '') ?? addressee.name))
  return { principal: nameOf('principal', principalId), agent: nameOf('agent', agentId) }
}

/** Something that was done under a mandate, or with it. */
export interface Done {
  at: string
  what: string
  who: string
  href?: string
}

/** What the history of the mandate itself says, the oldest first. */
export async function doneWithMandate(ctx: Ctx, { id, principalId, agentId }: Mandate, { t }: Words): Promise<Done[]> {
  const acts = await listActsOf(ctx.db, mandateStream(id))
  const names = await namesOf(ctx, [principalId, agentId].flatMap(one => one ?? []))
  return acts.map(({ at, type, actorId, actorRole }: ChainedAct) => ({ at, what: t(`agents:did.${type}`), who: t(`agents:role.${actorRole}`, { name: names.get(actorId) ?? '' }) }))
}

/** Whether somebody has to see to a company's handlers, beside his own mandates. */
export const companiesOf = (actor: Actor): { id: string; name: string }[] =>
  actor.mandates.filter(({ principalId }) => represents(actor, principalId)).map(({ principalId, principalName }) => ({ id: principalId, name: principalName }))
