import type { Actor } from './actor.ts'

/** What somebody shows beside his password: an authenticator's code, or a passkey. */
export interface Factor {
  /** The credential's id for a passkey; `totp-<person>` for the one authenticator of a person. */
  id: string
  personId: string
  kind: 'totp' | 'passkey'
  /** As its owner named it. */
  name: string
  secret: TotpSecret | PasskeySecret
  /** The last time step, or the passkey's own count: what was shown once is not taken twice. */
  counter: number
  createdAt: string
  usedAt: string | null
}

export interface TotpSecret {
  secret: string
}

export interface PasskeySecret {
  publicKey: string
  transports: string[]
}

export const totpId = (personId: string): string => `totp-${personId}`
export const isTotp = (factor: Factor): factor is Factor & { secret: TotpSecret } => factor.kind === 'totp'
export const isPasskey = (factor: Factor): factor is Factor & { secret: PasskeySecret } => factor.kind === 'passkey'

/** Whoever holds a role must have one, where the portal asks for it (等保2.0 三级 8.1.4.1: 两种或两种以上组合的鉴别技术). */
export const mustHaveSecond = (actor: Actor, demanded: 'staff' | 'none'): boolean => demanded === 'staff' && actor.grants.length > 0

/** Wrong codes for one account; the password was right already, so no stranger uses them up. */
export const perSecondFactor = { times: 5, minutes: 15 }
export const secondFactorKey = (personId: string): string => `second ${personId}`
