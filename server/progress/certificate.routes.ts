import { Router, type Request, type Response } from 'express'
import QRCode from 'qrcode'
import type { Field } from '../catalogue/definition.ts'
import type { Value } from '../drafts/draft.ts'
import { valueInWords, wordsFor } from '../drafts/value-words.ts'
import { NotFound } from '../errors.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import { getOffice } from '../offices/office.store.ts'
import { formats } from '../web/formats.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { findCertificate, listCertificatesOf } from '../cases/certificate.store.ts'
import { getCaseById } from '../cases/case.store.ts'

export const certificateRoutes = Router()

certificateRoutes.get('/me/certificates', can('account.own'), showWallet)
certificateRoutes.get('/certificates/:id', can('account.own'), showCertificate)

async function showWallet(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  page(res, 'cases/wallet', { title: t('cases:wallet.title'), certificates: await listCertificatesOf(ctx, ctx.actor.id) })
}

/** The result as a document to keep: what it says, who issued it, and how anyone can check it. */
async function showCertificate(req: Request<{ id: string }>, res: Response) {
  const { ctx, text } = res.locals
  const certificate = await findCertificate(ctx, req.params.id)
  if (!certificate || certificate.holderId !== ctx.actor.id) throw new NotFound('page')
  const theCase = await getCaseById(ctx, certificate.region, certificate.caseId)
  const { definition } = await getVersion(ctx.db, theCase.bundleVersionId)
  const words = await wordsFor(ctx.db, res.locals, formats(res.locals.language), Object.values(certificate.facts))
  const checkUrl = `${String(res.app.locals.publicUrl)}${paths.verify(certificate.identifier)}`
  page(res, 'cases/certificate', {
    title: text(certificate.name), certificate, theCase, definition, checkUrl,
    office: await getOffice(ctx.db, certificate.officeId),
    shown: (field: Field, value: Value) => valueInWords(field, value, words),
    qr: await QRCode.toString(checkUrl, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' }),
  })
}
