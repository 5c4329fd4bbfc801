import { Router, type Request, type Response } from 'express'
import { getOffice } from '../offices/office.store.ts'
import { maskName } from '../people/mask.ts'
import { getPerson } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { findByIdentifier } from '../cases/certificate.store.ts'
import { readVerification } from './verify.form.ts'

export const verifyRoutes = Router()

verifyRoutes.get('/verify', can('public.read'), showVerification)

/** Anyone who holds a certificate may ask whether it is ours; he learns no more than the paper tells him. */
async function showVerification(req: Request, res: Response) {
  const { ctx, t } = res.locals
  const title = t('guide:verify.title')
  if (req.query.identifier === undefined) return page(res, 'guide/verify', { title, asked: false, found: undefined })
  const { data, values, problems } = readVerification(req.query)
  if (!data) return page(res, 'guide/verify', { title, values, problems, asked: false, found: undefined }, 422)
  const certificate = await findByIdentifier(ctx, data.identifier)
  const found = certificate && {
    certificate,
    office: await getOffice(ctx.db, certificate.officeId),
    holder: (await getPerson(ctx, certificate.holderId)).kind === 'organisation' ? certificate.holderName : maskName(certificate.holderName),
  }
  page(res, 'guide/verify', { title, values, asked: true, found }, found ? 200 : 404)
}
