import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Ctx } from '../context.ts'
import { NotFound } from '../errors.ts'
import { anonymous } from '../people/actor.ts'
import { defaultLanguage, languages, type Language, type Translate } from './texts.ts'
import type { Body } from './form.ts'
import { localPath, paths } from './paths.ts'

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

/** No address of ours holds a NUL, and PostgreSQL refuses to look for one. */
export const knownAddresses: RequestHandler = (req, _res, next) => {
  next(/%00/.test(req.path) ? new NotFound('page') : undefined)
}

/** The parser turns `j:…` into objects; ours are strings, and everything behind this relies on it. */
export const plainCookies: RequestHandler = (req, _res, next) => {
  req.cookies = Object.fromEntries(Object.entries(req.cookies as Record<string, unknown>).filter(([, value]) => typeof value === 'string'))
  next()
}

/** What was sent is a form: without a body, or with one of another type, it is an empty form. */
export const haveForm: RequestHandler = (req, _res, next) => {
  req.body ??= Object.create(null) as Body
  next()
}

/** Language and print size: from a switch on the page, then from the cookie, then from the browser. */
export function chooseLanguage(texts: Record<Language, Translate>, isSecure: boolean): RequestHandler {
  const [cookie, language, largePrint] = [cookieOf(isSecure), nameOf('language', isSecure), nameOf('print', isSecure)]
  return (req, res, next) => {
    const query = new URLSearchParams(/\?(.*)/.exec(req.originalUrl)?.[1])
    const cookies = req.cookies as Record<string, string>
    const wanted = languageOf(query.get('lang'))
    if (wanted) res.cookie(language, wanted, cookie)
    const print = query.get('print')
    if (print) res.cookie(largePrint, print === 'large' ? 'large' : 'normal', cookie)
    speak(res, texts, wanted ?? languageOf(cookies[language]) ?? languageOf(req.acceptsLanguages(...languages) || undefined) ?? defaultLanguage)
    res.locals.largePrint = (print ?? cookies[largePrint]) === 'large'
    if (req.method === 'GET' && (query.has('lang') || query.has('print'))) {
      query.delete('lang')
      query.delete('print')
      return res.redirect(303, localPath(query.size > 0 ? `${req.path}?${query}` : req.path) ?? paths.home())
    }
    next()
  }
}

/** The language switched in the middle of a form: known only once the form has been read. */
export function redrawInLanguage(texts: Record<Language, Translate>, isSecure: boolean): RequestHandler {
  return (req, res, next) => {
    const wanted = languageOf((req.body as Body | undefined)?._language)
    if (wanted) {
      res.cookie(nameOf('language', isSecure), wanted, cookieOf(isSecure))
      speak(res, texts, wanted)
    }
    next()
  }
}

const nameOf = (name: string, isSecure: boolean) => (isSecure ? `__Host-${name}` : name)
const cookieOf = (isSecure: boolean) => ({ maxAge: year, sameSite: 'lax', secure: isSecure, httpOnly: true, path: '/' }) as const

function speak(res: Response, texts: Record<Language, Translate>, language: Language): void {
  res.locals.language = language
  res.locals.t = texts[language]
  res.locals.text = text => (language === 'en' ? text.en : text.zh)
}

const languageOf = (value: unknown): Language | undefined => languages.find(language => language === value)
