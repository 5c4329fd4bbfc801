import { generateSecret, generateURI, verifySync } from 'otplib'

/** Codes after RFC 6238: six digits, thirty seconds. */
const period = 30

export const newTotpSecret = (): string => generateSecret()

/** What an authenticator reads from the picture. */
export const totpAddress = (secret: string, issuer: string, label: string): string => generateURI({ issuer, label, secret })

/** As one types it by hand: in groups of four. */
export const inGroups = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? ''

/**
 * The time step a code belongs to, or undefined. A clock may be one step off in either direction; a
 * step that was shown before, or an earlier one, is refused (RFC 6238 5.2).
 */
export function totpStep(secret: string, typed: string, now: Date, lastStep: number): number | undefined {
  const token = typed.normalize('NFKC').replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const epoch = Math.floor(now.getTime() / 1000)
  // Not the library's own `afterTimeStep`: it throws for a step that lies ahead, as a drifting clock's does.
  const result = verifySync({ secret, token, epoch, period, epochTolerance: period })
  if (!result.valid) return undefined
  const step = Math.floor(epoch / period) + (result as { delta: number }).delta
  return step > lastStep ? step : undefined
}
