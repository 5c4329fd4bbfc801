import { Router, type Request, type Response } from 'express'
import { can } from '../web/can.ts'
import { endSession } from '../web/identification.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listSessions } from './device.store.ts'
import { signOutDevice } from './own-account.ts'
import { provedFor } from './security.routes.ts'

export const deviceRoutes = Router()

deviceRoutes.get('/me/devices', can('account.own'), showDevices)
deviceRoutes.post('/me/devices/:handle/sign-out', can('account.own'), provedFor(() => paths.devices()), postSignOutDevice)
deviceRoutes.get('/session', can('account.own'), showSession)

async function showDevices(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const sessions = await listSessions(ctx, ctx.actor.id)
  const here = res.locals.session?.remembered.handle
  page(res, 'people/devices', {
    title: t('people:devices.title'),
    notice: req.query.done === 'ended' ? { kind: 'success', text: t('people:devices.done') } : undefined,
    devices: sessions.map(({ handle, device, at, seenAt, by, isSecond }) => ({ handle, device, at, seenAt, by, isSecond, isHere: handle === here })),
    limits: res.locals.session,
  })
}

async function postSignOutDevice(req: Request<{ handle: string }>, res: Response) {
  const isHere = req.params.handle === res.locals.session?.remembered.handle
  await signOutDevice(res.locals.ctx, req.params.handle)
  if (!isHere) return res.redirect(303, paths.devices('ended'))
  await endSession(req)
  res.redirect(303, paths.home())
}

/** A page that stays open asks for this before the session lapses: being asked is being seen. */
function showSession(_req: Request, res: Response) {
  const { session, ctx } = res.locals
  res.json({ secondsLeft: session ? Math.floor((session.endsAt.getTime() - ctx.now.getTime()) / 1000) : 0 })
}
