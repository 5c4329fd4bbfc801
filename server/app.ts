import compression from 'compression'
import cookieParser from 'cookie-parser'
import express, { type Express } from 'express'
import session from 'express-session'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Ctx } from './context.ts'
import { countMessages } from './notify/inbox.routes.ts'
import { routers } from './routes.ts'
import type { Tracing } from './tracing.ts'
import { keepOwnVersion, publicFolder } from './web/assets.ts'
import { byFirstSegment } from './web/by-first-segment.ts'
import { crossSiteFence, privatePages, securityHeaders } from './web/fence.ts'
import { healthRoutes } from './web/health.routes.ts'
import { identification } from './web/identification.ts'
import { knownHost } from './web/known-host.ts'
import { KeptPages } from './web/kept-pages.ts'
import { metricsRoutes } from './web/metrics.routes.ts'
import type { Metrics } from './web/metrics.ts'
import { shedLoad, type Load } from './web/overload.ts'
import { handleError, notFound } from './web/refusals.ts'
import { keepPace } from './web/pace.ts'
import { logRequests } from './web/request-log.ts'
import { chooseLanguage, establishActor, establishContext, haveForm, knownAddresses, plainCookies, redrawInLanguage } from './web/request.ts'
import { secondFactorGate } from './web/second-factor-gate.ts'
import { DatabaseSessions, sessionCookie } from './web/session.store.ts'
import { singleSignOn } from './web/single-sign-on.ts'
import { loadTexts } from './web/texts.ts'
import { traceRequests } from './web/trace-requests.ts'
import { readUploads } from './web/uploads.ts'
import { viewEngine, viewsFolder } from './web/view-engine.ts'

/** The whole portal as an Express application: the order of what a request passes, on one screen. */
export function createApp(config: Config, base: Omit<Ctx, 'actor' | 'now'>, { clock = () => new Date(), metrics, tracing, load }: { clock?: () => Date; metrics?: Metrics | undefined; tracing?: Tracing | undefined; load?: Load } = {}): Express {
  const app = express()
  const texts = loadTexts(join(viewsFolder, 'locales'))
  app.set('trust proxy', config.trustedProxies)
  app.set('views', viewsFolder)
  app.engine('ejs', viewEngine(viewsFolder))
  app.set('view engine', 'ejs')
  app.enable('view cache')
  app.disable('etag') // pages are kept by nobody, and a digest of each costs as much as sending it
  app.disable('x-powered-by')
  // Whatever the environment says: an answer never shows the inside of the program.
  app.set('env', 'production')
  app.set('query parser', 'simple')
  app.locals.isDemo = config.isDemo
  app.locals.publicUrl = config.publicUrl
  app.locals.sourceUrl = config.sourceUrl
  app.locals.texts = texts
  app.locals.keptPages = new KeptPages()
  Object.assign(app.locals, { sessionLimits: config.sessions, sessionSecret: config.sessionSecret, isSecure: config.isSecure, secondFactor: config.secondFactor })

  if (config.oidc) Object.assign(app.locals, { signOn: singleSignOn(config.oidc, config.publicUrl, base.log), signOnName: config.oidc.name })

  app.use(securityHeaders(config))
  app.use(compression())
  app.use('/assets', express.static(publicFolder, { immutable: true, maxAge: '1y', index: false, setHeaders: keepOwnVersion }))
  // By its own name, and not for ever: people keep its address, and save it.
  app.use('/verifier', express.static(join(publicFolder, 'verifier'), { maxAge: '1h', index: false }))
  app.use(healthRoutes(base.db), metricsRoutes(metrics, config.metricsToken))
  if (metrics) app.use(metrics.requests)
  if (tracing) app.use(traceRequests(tracing, config.trustedProxies))
  app.use(knownHost(config))
  app.use(privatePages)
  app.use(establishContext(base, clock))
  app.use(logRequests)
  app.use(cookieParser(), plainCookies)
  app.use(chooseLanguage(texts, config.isSecure))
  app.use(shedLoad(config, load))
  app.use(session({
    name: sessionCookie(config.isSecure),
    secret: config.sessionSecret,
    store: new DatabaseSessions(base.db, config.sessions, clock),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: config.isSecure, path: '/' },
  }))
  app.use(identification.session())
  app.use(establishActor)
  app.use(keepPace(config))
  app.use(secondFactorGate(config))
  app.use(knownAddresses)
  app.use(countMessages)
  app.use(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 500 }))
  app.use(readUploads)
  app.use(haveForm)
  app.use(redrawInLanguage(texts, config.isSecure))
  app.use(crossSiteFence(config))
  app.use(byFirstSegment(routers))
  app.use(notFound)
  app.use(handleError)
  return app
}
