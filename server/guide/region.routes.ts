import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { listRegionsUnder } from '../offices/office.store.ts'
import { isRegionCode } from '../offices/region.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'

export const regionRoutes = Router()

regionRoutes.get('/regions', can('public.read'), listUnder)

const province = '330000000000'

/** The divisions below one, for the cascade of selects; without `under`, the cities. */
async function listUnder(req: Request, res: Response) {
  const under = text(req.query.under) || province
  if (!isRegionCode(under)) throw new NotFound('page')
  const regions = await listRegionsUnder(res.locals.ctx.db, under)
  // The same for everybody: any cache may keep it, and therefore it must not carry this visitor's cookies.
  res.removeHeader('Set-Cookie')
  res.set('Cache-Control', 'public, max-age=86400').json(regions.map(({ code, zh, en }) => ({ code, zh, en })))
}
