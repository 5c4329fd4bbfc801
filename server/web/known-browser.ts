import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'

/**
 * A browser in which somebody has signed in before carries a sign of it. Its wrong passwords are
 * counted apart, so that a stranger who guesses from elsewhere can't keep the owner out (OWASP,
 * “Slow down online guessing attacks with device cookies”). The sign opens nothing.
 */
const year = 365 * 24 * 3600_000

const nameOf = (isSecure: boolean) => (isSecure ? '__Host-known' : 'known')
const signed = (req: Request, value: string) => createHmac('sha256', req.app.locals.sessionSecret as string).update(`known browser ${value}`).digest('base64url')

/** Ids of the people who have signed in here, as far as the sign says so. */
export function knownBrowser(req: Request): string[] {
  const [ids = '', proof = ''] = ((req.cookies as Record<string, string>)[nameOf(req.app.locals.isSecure === true)] ?? '').split('~')
  const expected = signed(req, ids)
  return proof.length === expected.length && timingSafeEqual(Buffer.from(proof), Buffer.from(expected)) ? ids.split('.').filter(Boolean) : []
}

/** Remembers who signed in here; a browser that several share knows the last four. */
export function knowBrowser(req: Request, res: Response, personId: string): void {
  const isSecure = req.app.locals.isSecure === true
  const ids = [personId, ...knownBrowser(req).filter(id => id !== personId)].slice(0, 4).join('.')
  res.cookie(nameOf(isSecure), `${ids}~${signed(req, ids)}`, { maxAge: year, httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' })
}
