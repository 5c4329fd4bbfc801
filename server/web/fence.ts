import { randomBytes } from 'node:crypto'
import { doubleCsrf } from 'csrf-csrf'
import { Router, type Request, type RequestHandler, type Response } from 'express'
import helmet from 'helmet'
import type { Config } from '../config.ts'
import { Forbidden } from '../errors.ts'
import type { Body } from './form.ts'

/** What a page of ours may use of the device: nothing but passkeys, and copying. */
const unused = ['accelerometer', 'autoplay', 'bluetooth', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture', 'screen-wake-lock', 'serial', 'storage-access', 'usb', 'window-management', 'xr-spatial-tracking']
const permissions = [...unused.map(name => `${name}=()`), ...['clipboard-write', 'publickey-credentials-create', 'publickey-credentials-get'].map(name => `${name}=(self)`)].join(', ')

/** Response headers: scripts, styles and pictures from this site only, nothing inline, and no text turned into markup. */
export function securityHeaders(config: Pick<Config, 'isSecure'>): RequestHandler {
  const permit: RequestHandler = (_req, res, next) => {
    res.set('Permissions-Policy', permissions)
    next()
  }
  return Router().use(permit, helmetFor(config))
}

const helmetFor = ({ isSecure }: Pick<Config, 'isSecure'>): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:', 'blob:'], fontSrc: ["'self'"],
        connectSrc: ["'self'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"], manifestSrc: ["'self'"], objectSrc: ["'none'"], frameSrc: ["'none'"],
        // The two scripts that take over a part of a page which was fetched; nothing else may write markup.
        requireTrustedTypesFor: ["'script'"], trustedTypes: ['situation', 'designer'],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31536000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
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
  const identify = (req: Request, res: Response) => {
    const cookies = req.cookies as Record<string, string>
    if (/^[\w-]{43}$/.test(cookies[visitor] ?? '')) return
    cookies[visitor] = randomBytes(32).toString('base64url')
    res.cookie(visitor, cookies[visitor], { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' })
  }
  const { generateCsrfToken, doubleCsrfProtection } = doubleCsrf({
    getSecret: () => sessionSecret,
    getSessionIdentifier: req => (req.cookies as Record<string, string>)[visitor] ?? '',
    cookieName: `${prefix}csrf`,
    cookieOptions: { sameSite: 'lax', path: '/', secure: isSecure, httpOnly: true },
    getCsrfTokenFromRequest: req => ((req.body as Body | undefined)?._csrf as string | undefined) ?? req.get('x-csrf-token'),
  })
  // A browser says so itself when another site, or a frame without an origin, sends the form.
  const ownSiteOnly: RequestHandler = (req, _res, next) => {
    const isForeign = req.get('origin') === 'null' || req.get('sec-fetch-site') === 'cross-site'
    next(isForeign && !['GET', 'HEAD', 'OPTIONS'].includes(req.method) ? new Forbidden('formExpired') : undefined)
  }
  // Only a page with a form has need of it: who just reads gets no cookie.
  const hand: RequestHandler = (req, res, next) => {
    let token: string | undefined
    res.locals.csrfToken = () => {
      identify(req, res)
      return (token ??= generateCsrfToken(req, res))
    }
    next()
  }
  return [ownSiteOnly, hand, doubleCsrfProtection]
}
