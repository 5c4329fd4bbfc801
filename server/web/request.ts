import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Ctx } from '../context.ts'
import { anonymous } from '../people/actor.ts'
import { defaultLanguage, languages, type Language, type Translate } from './texts.ts'
import type { Body } from './form.ts'

const year = 365 * 24 * 3600_000

/** The context of the request: when, and with what; nobody is known yet. */
export function establishContext(base: Omit<Ctx, 'actor' | 'now'>, clock: () => Date): RequestHandler {
  return (_req, res, next) => {
    res.locals.requestId = randomUUID()
    res.set('X-Request-Id', res.locals.requestId)
    res.locals.ctx = { ...base, actor: anonymous, now: clock(), log: base.log.child({ requestId: res.locals.requestId }) }
    next()
  }
}

/** Who acts, once the session has been read. */
export const establishActor: RequestHandler = (req, res, next) => {
  if (req.user) res.locals.ctx = { ...res.locals.ctx, actor: req.user }
  next()
}

/** Language and print size: from a switch on the page, then from the cookie, then from the browser. */
export function chooseLanguage(texts: Record<Language, Translate>, isSecure: boolean): RequestHandler {
  const cookie = { maxAge: year, sameSite: 'lax', secure: isSecure, httpOnly: true, path: '/' } as const
  return (req, res, next) => {
    const url = new URL(req.originalUrl, 'http://portal')
    const wanted = languageOf(url.searchParams.get('lang') ?? (req.body as Body | undefined)?._language)
    if (wanted) res.cookie('language', wanted, cookie)
    const print = url.searchParams.get('print')
    if (print) res.cookie('print', print === 'large' ? 'large' : 'normal', cookie)
    const language = wanted ?? languageOf((req.cookies as Record<string, string>).language) ?? languageOf(req.acceptsLanguages(...languages) || undefined) ?? defaultLanguage
    res.locals.language = language
    res.locals.t = texts[language]
    res.locals.text = text => (language === 'en' ? text.en : text.zh)
    res.locals.largePrint = (print ?? (req.cookies as Record<string, string>).print) === 'large'
    if (req.method === 'GET' && (url.searchParams.has('lang') || url.searchParams.has('print'))) {
      url.searchParams.delete('lang')
      url.searchParams.delete('print')
      return res.redirect(303, url.pathname + url.search)
    }
    next()
  }
}

const languageOf = (value: unknown): Language | undefined => languages.find(language => language === value)
