import { randomInt } from 'node:crypto'
import { Conflict } from '../errors.ts'
import { beijingDay, type Day } from '../limits/calendar.ts'
import type { MandateKind, MandateScope } from '../people/active-mandate.ts'
import type { Assurance } from '../people/session.ts'

/**
 * The right to act for another (《民法典》第一百六十一条至第一百六十五条): one side offers it, it comes into
 * force when the other accepts, and the principal may end it at any moment (第一百七十三条第二项).
 */
export interface Mandate {
  id: string
  kind: MandateKind
  /** Null: nobody has the name and number it was offered to. Whoever offers is not told. */
  principalId: string | null
  agentId: string | null
  offeredBy: Side
  /** How sure it was who the principal is when he gave it; the lowest until he has. */
  assurance: Assurance
  scope: MandateScope
  validFrom: Day
  /** The last day. */
  validTo: Day
  maxUses: number | null
  uses: number
  details: MandateDetails
  offeredAt: string
  acceptedAt: string | null
  declinedAt: string | null
  endedAt: string | null
  /** Who ended it. */
  endedBy: string | null
  version: number
}

export type Side = 'principal' | 'agent'

/** Kept encrypted. */
export interface MandateDetails {
  /** As typed: all that the side which offers reads of the other until it is accepted. */
  addressee: { name: string; number: string }
  confirmation: Confirmation | null
  /** Where a helper files it: twelve digits. */
  regionCode?: string
  /** The office of the helper. */
  officeId?: string
}

/** How the other side accepted: signed in, or, with a helper, by a code read out to him or on a signed paper. */
export type Confirmation =
  | { by: 'online'; personId: string }
  | { by: 'code'; channel: 'sms' | 'email'; to: string; recordedBy: string }
  | { by: 'signedPaper'; fileId: string; fileHash: string; recordedBy: string }

export type MandateState = 'offered' | 'expired' | 'declined' | 'withdrawn' | 'notYet' | 'inForce' | 'usedUp' | 'over' | 'ended'

export const daysToAccept = 7

// prettier-ignore
/** How long one may last at the most; a legal representative's office ends with his term (公司法第七十条: 三年). */
export const longestDays: Record<MandateKind, number> = { mandate: 366, representative: 3 * 366, handler: 3 * 366, assistance: 30 }

export function stateOf({ offeredAt, acceptedAt, declinedAt, endedAt, validFrom, validTo, maxUses, uses }: Mandate, now: Date): MandateState {
  if (declinedAt) return 'declined'
  if (endedAt) return acceptedAt ? 'ended' : 'withdrawn'
  const today = beijingDay(now)
  if (!acceptedAt) return Date.parse(offeredAt) + daysToAccept * 86_400_000 <= now.getTime() || validTo < today ? 'expired' : 'offered'
  if (validTo < today) return 'over'
  if (validFrom > today) return 'notYet'
  return maxUses !== null && uses >= maxUses ? 'usedUp' : 'inForce'
}

/** Whether it can still be ended: offered, in force, or to come. */
export const isOpen = (mandate: Mandate, now: Date): boolean => ['offered', 'notYet', 'inForce', 'usedUp'].includes(stateOf(mandate, now))

/** The side somebody stands on; undefined: it is none of his business. */
export const sideOf = ({ principalId, agentId }: Pick<Mandate, 'principalId' | 'agentId'>, personId: string): Side | undefined =>
  personId === principalId ? 'principal' : personId === agentId ? 'agent' : undefined

/** Whether it waits for this side. */
export const awaits = (mandate: Mandate, side: Side, now: Date): boolean => mandate.offeredBy !== side && stateOf(mandate, now) === 'offered'

/** What follows is pure: what a mandate becomes, or why not. */

/** `assurance`: of who accepts, or of how the principal's word was recorded. */
export function accepted(mandate: Mandate, confirmation: Confirmation, assurance: Assurance, now: Date): Mandate {
  requireState(mandate, now, 'offered')
  return { ...mandate, acceptedAt: now.toISOString(), assurance: mandate.offeredBy === 'agent' ? assurance : mandate.assurance, details: { ...mandate.details, confirmation } }
}

export function declined(mandate: Mandate, now: Date): Mandate {
  requireState(mandate, now, 'offered')
  return { ...mandate, declinedAt: now.toISOString() }
}

export function ended(mandate: Mandate, personId: string, now: Date): Mandate {
  if (!isOpen(mandate, now)) throw new Conflict('mandate.notOpen')
  return { ...mandate, endedAt: now.toISOString(), endedBy: personId }
}

function requireState(mandate: Mandate, now: Date, wanted: MandateState): void {
  if (stateOf(mandate, now) !== wanted) throw new Conflict('mandate.notOpen')
}

/** The day this many days later. */
export const dayIn = (day: Day, days: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** What an act's digest covers: all but `uses`, which are counted from the cases that name the mandate, and raise the version as well. */
export const mandateRow = ({ uses, version, ...mandate }: Mandate) => ({ ...mandate, acts: version - uses })

export const mandateStream = (id: string): string => `mandate ${id}`

/** Day and eight digits of chance: readable aloud, and no use for guessing how many there are. */
export const newMandateId = (now: Date): string => `${beijingDay(now).replaceAll('-', '')}${String(randomInt(100_000_000)).padStart(8, '0')}`

export const isMandateId = (text: string): boolean => /^\d{16}$/.test(text)
