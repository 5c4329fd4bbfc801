import type { Assurance } from './session.ts'

/**
 * How somebody comes to act for another: 委托, a company's legal representative (法定代表人) or one
 * of its handlers (经办人), or a village helper (帮办代办).
 */
export const mandateKinds = ['mandate', 'representative', 'handler', 'assistance'] as const
export type MandateKind = (typeof mandateKinds)[number]

/** What a mandate is for: every bundle or some; with `items`, only matters made up of these service items. */
export interface MandateScope {
  bundles: 'all' | readonly string[]
  items?: readonly string[]
}

/** A mandate that both sides have accepted, in its time, and not ended: what an agent may act by now. */
export interface ActiveMandate {
  id: string
  kind: MandateKind
  principalId: string
  principalName: string
  scope: MandateScope
  /** The last day. */
  validTo: string
  /** How sure it was who the principal is when he gave it: nobody files by an agent what he may not file himself. */
  assurance: Assurance
  /** How many submissions it still allows; null: any number. What was filed under it is followed to the end of its time. */
  usesLeft: number | null
}

export const coversBundle = ({ scope }: Pick<ActiveMandate, 'scope'>, bundleId: string): boolean =>
  scope.bundles === 'all' || scope.bundles.includes(bundleId)

/** The items of a plan that the mandate does not reach. */
export const itemsBeyond = ({ scope: { items } }: Pick<ActiveMandate, 'scope'>, planned: readonly string[]): string[] =>
  items ? planned.filter(code => !items.includes(code)) : []

export const isUsedUp = ({ usesLeft }: Pick<ActiveMandate, 'usesLeft'>): boolean => usesLeft !== null && usesLeft <= 0

/** What a matter keeps of who stands on the applicant's side. */
export interface Sides {
  applicantId: string
  authorId: string
  mandateId: string | null
}

/** The mandate by which the actor stands on the applicant's side of a matter; undefined: by none, or by none any more. */
export const mandateFor = (actor: { mandates: readonly ActiveMandate[] }, { applicantId, mandateId }: Sides): ActiveMandate | undefined =>
  mandateId === null ? undefined : actor.mandates.find(({ id, principalId }) => id === mandateId && principalId === applicantId)

/** For whom the actor may begin such a matter. */
export const mandatesFor = (actor: { mandates: readonly ActiveMandate[] }, bundleId: string): ActiveMandate[] =>
  actor.mandates.filter(mandate => coversBundle(mandate, bundleId) && !isUsedUp(mandate))
