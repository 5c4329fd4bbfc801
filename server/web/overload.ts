import { signedCookie } from 'cookie-parser'
import type { Request, RequestHandler, Response } from 'express'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Config } from '../config.ts'
import { asset } from './assets.ts'
import { sessionCookie } from './session.store.ts'
import type { Language } from './texts.ts'

/** How full the process is. */
export interface Load {
  /** How late the event loop was in the last second, in milliseconds: nine of ten turns were sooner. */
  lateness(): number
}

/**
 * Beyond what a process can do, whoever comes anew is asked to come back in a moment, so that those in the middle of
 * something get on. Everybody who is let in makes all others wait: refusing costs a hundredth of a page.
 */
export const limits = {
  /** For who brings no session. */
  newcomers: { underWay: 256, lateness: 300 },
  /** For everybody: what waits is bounded, or all would wait too long. */
  everybody: { underWay: 1_024, lateness: 2_000 },
} as const

const retrySeconds = { least: 5, spread: 10 }

export function shedLoad({ sessionSecret, isSecure }: Pick<Config, 'sessionSecret' | 'isSecure'>, load: Load = measuredLoad()): RequestHandler {
  const cookie = sessionCookie(isSecure)
  // What carries no signature at all comes back from `signedCookie` as it is.
  const isKnown = (req: Request) => {
    const brought = (req.cookies as Record<string, string>)[cookie] ?? ''
    return brought.startsWith('s:') && typeof signedCookie(brought, sessionSecret) === 'string'
  }
  const pages = new Map<Language, string>()
  let underWay = 0
  return (req, res, next) => {
    const { underWay: most, lateness } = isKnown(req) ? limits.everybody : limits.newcomers
    if (underWay >= most || load.lateness() > lateness) return refuse(req, res, pages)
    underWay++
    res.once('close', () => void underWay--)
    next()
  }
}

/** Spread, so that they don't all come back at the same moment. */
function refuse(req: Request, res: Response, pages: Map<Language, string>): void {
  const seconds = retrySeconds.least + Math.floor(Math.random() * retrySeconds.spread)
  res.status(503).set('Retry-After', String(seconds))
  if (!req.accepts('html')) return void res.json({ code: 'overloaded', details: { seconds: String(seconds) } })
  const { language, t } = res.locals
  const drawn = pages.get(language)
  if (drawn) return void res.type('html').send(drawn)
  res.app.render('errors/overloaded', { language, t, asset }, (error: Error | null, html) => {
    if (error) return void res.end()
    pages.set(language, html)
    res.type('html').send(html)
  })
}

function measuredLoad(): Load {
  const resolution = 20
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  let last = 0
  setInterval(() => {
    last = delay.percentile(90) / 1e6 - resolution
    delay.reset()
  }, 1000).unref()
  return { lateness: () => last }
}
