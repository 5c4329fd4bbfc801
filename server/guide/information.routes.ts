import { Router } from 'express'
import { asset } from '../web/assets.ts'
import { can } from '../web/can.ts'
import { listPublished } from '../catalogue/bundle.store.ts'
import { draftDays, draftWarningDays, usualRetention } from '../catalogue/retention.ts'
import { page } from '../web/page.ts'
import { portalPromise } from './promise.ts'

export const informationRoutes = Router()

informationRoutes.get('/help', can('public.read'), async (_req, res) => {
  page(res, 'guide/help', { title: res.locals.t('guide:help.title'), promise: portalPromise(await listPublished(res.locals.ctx.db)) })
})
informationRoutes.get('/privacy', can('public.read'), (_req, res) => page(res, 'guide/privacy', { title: res.locals.t('guide:privacy.title'), keeping: { years: usualRetention.years, days: draftDays, warning: draftWarningDays }, isSignedIn: res.locals.ctx.actor.kind !== 'anonymous' }))
informationRoutes.get('/accessibility', can('public.read'), (_req, res) => page(res, 'guide/accessibility', { title: res.locals.t('guide:accessibility.title') }))
informationRoutes.get('/settings', can('public.read'), (_req, res) => page(res, 'guide/settings', { title: res.locals.t('guide:settings.title') }))

/** Guides may be found by search engines; what belongs to a person is not theirs to look at. */
const forRobots = ['User-agent: *', ...['/me', '/drafts', '/cases', '/counter', '/desk', '/supervision', '/admin', '/files', '/certificates', '/search', '/sign-in', '/register', '/verify'].map(path => `Disallow: ${path}`), ''].join('\n')

informationRoutes.get('/robots.txt', can('public.read'), (_req, res) => {
  res.removeHeader('Set-Cookie')
  res.set('Cache-Control', 'public, max-age=86400').type('text').send(forRobots)
})
informationRoutes.get('/favicon.ico', can('public.read'), (_req, res) => {
  res.removeHeader('Set-Cookie')
  res.set('Cache-Control', 'public, max-age=86400').redirect(302, asset('images/favicon.svg'))
})
