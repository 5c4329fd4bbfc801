import type { Actor, Grant } from './actor.ts'
import type { Notices } from './notices.ts'

/** Personal data of an account; kept encrypted, found by a keyed hash of the number. */
export interface Identity {
  idNumber?: string
  uscc?: string
  companyName?: string
  phone?: string
  /** Confirmed: letters go here, and links to a new password. */
  email?: string
  /** Typed, and not confirmed yet: nothing but the letter that asks for it goes here. */
  newEmail?: string
  /** What he has chosen of the ways to be told (`notices.ts`). */
  notices?: Partial<Notices>
}

/** Somebody with an account: a natural person (applicant or staff) or an organisation. */
export interface Person {
  id: string
  username: string
  kind: 'person' | 'organisation'
  /** The person's name, or the company's. */
  name: string
  identity: Identity
  grants: Grant[]
  status: 'active' | 'closed'
  /** When a temporary password ends; null for one's own. */
  passwordExpiresAt: string | null
  /** Raised to end every session at once. */
  sessionEpoch: number
  version: number
  createdAt: string
}

/** The number that identifies the account: an ID number or a credit code. */
export const identityNumber = ({ idNumber, uscc }: Identity): string | undefined => idNumber ?? uscc

/** Somebody for himself; whom else he may act for is asked when his session is recalled (`findActor`). */
export const actorOf = ({ id, kind, name, grants }: Person): Actor => ({ id, kind, name, grants, mandates: [] })

/** The stream of acts a person does on his own account. */
export const personStream = (id: string): string => `person ${id}`

/**
 * The stream of acts of administrators on accounts. It is one on purpose: two administrators who
 * withdraw each other's role at the same moment meet in it, and the second is judged anew.
 */
export const accountsStream = 'accounts'

/** Usernames are compared in small letters; what could be an ID number or a telephone number is not one. */
export const tidyUsername = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()
export const isUsername = (username: string): boolean => /^[a-z][a-z0-9._-]{3,31}$/.test(username)
