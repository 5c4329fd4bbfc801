import type { Device } from './device.ts'

/** How long a session lasts without a request, and at most, whatever is done in it. */
export interface SessionLimits {
  idleMinutes: number
  hours: number
}

/** By what somebody signed in first; a second factor may have followed. */
export type SignInWay = 'password' | 'passkey' | 'singleSignOn'

/**
 * How sure the portal is who somebody is: 1 as he said himself, 2 his identity was checked with the
 * population register, 3 also that it is he who is there (his face, or at a counter).
 */
export type Assurance = 1 | 2 | 3

/** How a session began. */
export interface SignIn {
  by: SignInWay
  /** Whether a second factor was shown; a passkey that knows its owner is two at once. */
  isSecond: boolean
  assurance: Assurance
}

/** What a session keeps of a person: the rest is read at each request, so that a role withdrawn is gone at once. */
export interface Remembered extends SignIn {
  id: string
  epoch: number
  /** When he signed in. */
  at: string
  /** When he last proved that it is he: some changes ask for it again. */
  provedAt: string
  /** The name of the session that may be shown: its id may not. */
  handle: string
  device: Device
  isStaff: boolean
}

const minute = 60_000

/** When a session ends: so long after it was last seen, and so long after signing in, whichever is first. */
export function sessionEnd({ at }: Pick<Remembered, 'at'>, seenAt: string, { idleMinutes, hours }: SessionLimits): Date {
  return new Date(Math.min(Date.parse(seenAt) + idleMinutes * minute, Date.parse(at) + hours * 60 * minute))
}

/** For a change of what protects the account: whoever sits down at somebody else's open session can't make it. */
export const isProved = ({ provedAt }: Pick<Remembered, 'provedAt'>, now: Date): boolean => now.getTime() - Date.parse(provedAt) < 15 * minute
