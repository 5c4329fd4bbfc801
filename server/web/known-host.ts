import type { RequestHandler } from 'express'
import type { Config } from '../config.ts'

/**
 * The portal answers to its own names only: what comes under another is a rebound name, a cache to be
 * poisoned, or a proxy that does not pass `Host` on. No link is made of this header, whatever it says.
 */
export function knownHost({ knownHosts }: Pick<Config, 'knownHosts'>): RequestHandler {
  if (!knownHosts) return (_req, _res, next) => next()
  return (req, res, next) => {
    if (knownHosts.includes(plainHost(req.host))) return next()
    res.status(421).type('text/plain').send('This server does not answer to that name (421 Misdirected Request).\n')
  }
}

/** Without the port that goes without saying. */
export const plainHost = (host: string | undefined): string => (host ?? '').toLowerCase().replace(/\.?(?::(?:80|443))?$/, '')
