import { randomBytes } from 'node:crypto'
import { doubleCsrf } from 'csrf-csrf'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '../config.ts'
import type { Body } from './form.ts'

/** Response headers: scripts, styles and pictures from this site only, nothing inline. */
export const securityHeaders = ({ isSecure }: Pick<Config, 'isSecure'>): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:', 'blob:'], fontSrc: ["'self'"],
        connectSrc: ["'self'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"], manifestSrc: ["'self'"], objectSrc: ["'self'"], frameSrc: ["'self'"],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31536000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })

/** Pages carry what belongs to one person: nobody between him and us may keep them. */
export const privatePages: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'private, no-store')
  next()
}

/** A token in every form, bound to a cookie of this browser (signed double submit). */
export function crossSiteFence({ sessionSecret, isSecure }: Pick<Config, 'sessionSecret' | 'isSecure'>): RequestHandler[] {
  const prefix = isSecure ? '__Host-' : ''
  const visitor = `${prefix}visitor`
  const identify: RequestHandler = (req, res, next) => {
    const cookies = req.cookies as Record<string, string>
    if (!/^[\w-]{43}$/.test(cookies[visitor] ?? '')) {
      cookies[visitor] = randomBytes(32).toString('base64url')
      res.cookie(visitor, cookies[visitor], { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' })
    }
    next()
  }
  const { generateCsrfToken, doubleCsrfProtection } = doubleCsrf({
    getSecret: () => sessionSecret,
    getSessionIdentifier: req => (req.cookies as Record<string, string>)[visitor] ?? '',
    cookieName: `${prefix}csrf`,
    cookieOptions: { sameSite: 'lax', path: '/', secure: isSecure, httpOnly: true },
    getCsrfTokenFromRequest: req => ((req.body as Body | undefined)?._csrf as string | undefined) ?? req.get('x-csrf-token'),
  })
  const hand: RequestHandler = (req, res, next) => {
    res.locals.csrfToken = generateCsrfToken(req, res)
    next()
  }
  return [identify, hand, doubleCsrfProtection]
}
