import { createHash } from 'node:crypto'
import { Router, type Request, type Response } from 'express'
import { listVersions } from '../catalogue/bundle.store.ts'
import { issuedPackage } from '../catalogue/issue-package.ts'
import { NotFound } from '../errors.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { isOpenTo, isPublic, lifeOf } from './life.ts'
import { limitText } from './limit-text.ts'
import { commandsFor, groupsOf, proofModel } from './proof.view.ts'

export const proofRoutes = Router()

proofRoutes.get('/bundles/:id/proof', can('public.read'), showProof)
proofRoutes.get('/bundles/:id/package.yaml', can('public.read'), sendPackage)

type ById = Request<{ id: string }>

/** The version asked for, or the one in use, or the last there was: what was proved stays to be read. */
async function shownVersion(req: ById, res: Response) {
  const { db, actor } = res.locals.ctx
  const versions = (await listVersions(db, req.params.id)).filter(one => isOpenTo(actor, one))
  const wanted = text(req.query.version)
  const version = wanted ? versions.find(one => String(one.version) === wanted) : (versions.find(({ status }) => status === 'published') ?? versions[0])
  if (!version) throw new NotFound('page')
  return { version, versions }
}

async function showProof(req: ById, res: Response) {
  const { version, versions } = await shownVersion(req, res)
  const { ctx, t, text: inLanguage } = res.locals
  const { bundle } = version.definition
  page(res, 'guide/proof', {
    ...proofModel(version, inLanguage),
    title: t('guide:proof.title', { bundle: inLanguage(bundle.title) }),
    version, versions, bundle, proof: version.proof,
    life: lifeOf(bundle.stage),
    limit: limitText.bind(undefined, t),
    signer: ctx.signer,
    groups: groupsOf(ctx.signer),
    kilobytes: Math.ceil(issuedPackage(ctx, version).length / 1024),
    commands: commandsFor(version, ctx.publicUrl, res.app.locals.sourceUrl as string | undefined),
  })
}

/** A version never changes: the address with its number may be kept by anybody, for as long as a change of the key may take to be seen. */
async function sendPackage(req: ById, res: Response) {
  const { version } = await shownVersion(req, res)
  if (isPublic(version)) {
    // What many may keep must bring nobody's cookies along.
    res.removeHeader('Set-Cookie')
    res.set('Cache-Control', text(req.query.version) === '' ? 'public, no-cache' : 'public, max-age=3600')
  }
  const issued = issuedPackage(res.locals.ctx, version)
  res.set('ETag', `"${createHash('sha256').update(issued).digest('base64url')}"`)
  res.attachment(`${version.id}.yaml`).type('application/yaml').send(issued)
}
