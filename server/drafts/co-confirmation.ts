import type { CoApplicantHere } from './co-applicants.ts'
import type { Part } from './co-part.ts'

/**
 * A co-applicant's confirmation, from the moment he was asked. It is found by who he is (a keyed hash
 * of number and name), not by an account: whether he has one is nobody's to learn.
 */
export interface CoConfirmation {
  region: string
  id: string
  draftId: string
  /** Of the bundle's definition. */
  coApplicant: string
  identityIndex: string
  personId: string | null
  state: 'asked' | 'confirmed' | 'declined'
  /** Of the part that he confirmed. */
  digest: string | null
  /** The officer before whom he stood with his card. */
  witnessId: string | null
  content: { part: Part | null; reason: string | null }
  askedAt: string
  answeredAt: string | null
  version: number
}

/** How somebody's confirmation stands by what the form says now; `outdated`: he confirmed something else. */
export type Standing = 'unnamed' | 'notAsked' | 'asked' | 'confirmed' | 'outdated' | 'declined'

/** By whom somebody is found: number and name together, so that a mistyped number shows nothing to a stranger. */
export const identityOf = ({ number, name }: Pick<CoApplicantHere, 'number' | 'name'>): string => `co-applicant ${number} ${name}`

export function standingOf(confirmation: CoConfirmation | undefined, now: { identityIndex: string; digest: string; isNamed: boolean }): Standing {
  if (!now.isNamed) return 'unnamed'
  if (!confirmation || confirmation.identityIndex !== now.identityIndex) return 'notAsked'
  return confirmation.state === 'confirmed' && confirmation.digest !== now.digest ? 'outdated' : confirmation.state
}
