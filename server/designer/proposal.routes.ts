import { Router, type Request, type Response } from 'express'
import { readPackage } from '../catalogue/package.ts'
import { definitionFile } from '../catalogue/definition-file.ts'
import { knownCatalogue } from '../catalogue/known-catalogue.ts'
import { stages, type Catalogue } from '../catalogue/definition.ts'
import { maxBytes } from '../catalogue/yaml-source.ts'
import { NotFound } from '../errors.ts'
import { isAllowed } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { nameOfThing } from './appraise.ts'
import { overtaken } from './basis.ts'
import { circulate, discard, reconcile } from './circulate.ts'
import { readDefinition } from './definition.form.ts'
import { thingKinds } from './definition-text.ts'
import { copyOf, newBundleText, textOf } from './first-text.ts'
import { outlineOf } from './outline.view.ts'
import { readNewBundle } from './proposal.form.ts'
import { getProposal, listProposals } from './proposal.store.ts'
import type { Proposal } from './proposal.ts'
import { release } from './release.ts'
import { nameOf, restore, revise } from './revise.ts'
import { signOffs } from './sign.ts'
import { isTrusted, startProposal } from './start-proposal.ts'
import { namesOfSubject } from './subject.view.ts'
import { surroundings } from './surroundings.ts'
import { workspaceOf } from './workspace.view.ts'

export const proposalRoutes = Router()

proposalRoutes.get('/admin/proposals', can('catalogue.read'), showProposals)
proposalRoutes.get('/admin/proposals/new', can('catalogue.propose'), showNew)
proposalRoutes.post('/admin/proposals/new', can('catalogue.propose'), postNew)
proposalRoutes.post('/admin/proposals/change', can('catalogue.propose'), postChange)
proposalRoutes.get('/admin/proposals/import', can('catalogue.propose'), showImport)
proposalRoutes.post('/admin/proposals/import', can('catalogue.propose'), postImport)
proposalRoutes.get('/admin/proposals/:id', can('catalogue.read'), showProposal)
proposalRoutes.get('/admin/proposals/:id/text', can('catalogue.read'), showText)
proposalRoutes.post('/admin/proposals/:id/text', can('catalogue.propose'), postText)
proposalRoutes.get('/admin/proposals/:id/definition.yaml', can('catalogue.read'), sendText)
proposalRoutes.post('/admin/proposals/:id/circulate', can('catalogue.propose'), act(circulate, 'circulated'))
proposalRoutes.post('/admin/proposals/:id/release', can('catalogue.publish'), act(release, 'released'))
proposalRoutes.post('/admin/proposals/:id/reconcile', can('catalogue.propose'), act(reconcile, 'reconciled'))
proposalRoutes.post('/admin/proposals/:id/restore', can('catalogue.propose'), postRestore)
proposalRoutes.post('/admin/proposals/:id/discard', can('catalogue.propose'), postDiscard)

type ById = Request<{ id: string }, unknown, Body>
type ByBody = Request<unknown, unknown, Body>

const shownAtOnce = 50

async function showProposals({ query }: Request, res: Response) {
  const { ctx, t } = res.locals
  const [current, ended] = await Promise.all([listProposals(ctx.db, ['circulated', 'open'], shownAtOnce), listProposals(ctx.db, ['released', 'discarded'], shownAtOnce)])
  const notice = query.done === 'discarded' ? { kind: 'success', text: t('designer:done.discarded') } : undefined
  page(res, 'designer/proposals', { title: t('designer:list.title'), density: 'officer', notice, current, ended, mayPropose: isAllowed(ctx.actor, 'catalogue.propose') })
}

// ── beginning ───────────────────────────────────────────────────────────────────────────────────

async function showNew({ query }: Request, res: Response) {
  const { catalogue } = await knownCatalogue(res.locals.ctx.db)
  const from = catalogue.bundles.get(text(query.from))
  drawNew(res, catalogue, from ? { from: from.id, audience: from.audience, stage: from.stage, leadDepartment: from.leadDepartment } : {})
}

function drawNew(res: Response, { departments, bundles }: Catalogue, values: Record<string, unknown>, problems: Problem[] = [], status = 200) {
  const { t, text } = res.locals
  const from = bundles.get(String(values.from ?? ''))
  page(res, 'designer/new', {
    title: from ? t('designer:new.copy', { bundle: text(from.title) }) : t('designer:new.bundle'), density: 'officer', formId: 'new-form', values, problems, from,
    departments: [...departments.values()].map(({ id, name }) => ({ value: id, text: text(name) })),
    stages: stages.map(stage => ({ value: stage, text: t(`designer:stage.${stage}`) })),
  }, status)
}

async function postNew(req: ByBody, res: Response) {
  const { catalogue } = await knownCatalogue(res.locals.ctx.db)
  const { data, values, problems } = readNewBundle(req.body, { departments: new Set(catalogue.departments.keys()), bundles: new Set(catalogue.bundles.keys()) })
  const from = text(req.body.from)
  if (!data) return drawNew(res, catalogue, { ...values, from }, problems, 422)
  const copied = from ? copyOf(from, data.id, data, { catalogue }) : undefined
  const proposal = await startProposal(res.locals.ctx, data, copied ?? newBundleText(data), copied ? { how: 'copy', from } : { how: 'new' })
  res.redirect(303, paths.proposal(proposal.id, 'started'))
}

/** A change to what is in use: a bundle, or a thing that bundles share. */
async function postChange(req: ByBody, res: Response) {
  const { ctx } = res.locals
  const known = await knownCatalogue(ctx.db)
  const kind = thingKinds.find(one => one === text(req.body.kind))
  const id = text(req.body.thing)
  const definition = kind && textOf(kind, id, known)
  if (!kind || !definition) throw new NotFound('page')
  const { zh, en } = nameOfThing(known.catalogue, kind, id) ?? { zh: id, en: id }
  const proposal = await startProposal(ctx, { zh, en }, definition, { how: 'change', from: id })
  res.redirect(303, kind === 'bundle' ? paths.proposal(proposal.id, 'started') : paths.proposalThing(proposal.id, kind, id))
}

function showImport(_req: Request, res: Response) {
  drawImport(res, { values: { definition: '' } })
}

const drawImport = (res: Response, model: object, status = 200) =>
  page(res, 'designer/import', { title: res.locals.t('designer:import.title'), density: 'officer', formId: 'form', ...model }, status)

/** Whatever can be read becomes a proposal as it came; what is wrong with it is told there, beside its place. */
async function postImport(req: ById, res: Response) {
  const { data, values, problems } = readDefinition(req.body ?? {}, req.files, req.uploadProblem)
  if (!data) return drawImport(res, { values, problems }, 422)
  const { ctx, t } = res.locals
  const tooLarge = sizeProblems(data.definition)
  if (tooLarge.length > 0) return drawImport(res, { values, problems: tooLarge }, 422)
  const read = readPackage(data.definition)
  if (read.kind === 'broken') return drawImport(res, { values, problems: [{ field: 'definition', code: `catalogue:diagnostic.packageBroken.${read.why}` }] }, 422)
  const isAsked = req.body.fingerprint !== undefined
  if (read.kind === 'signed' && !(await isTrusted(ctx, read.fingerprint)) && text(req.body.compared) !== 'yes') {
    return drawImport(res, { values, signed: read, problems: isAsked && !isRedraw(req.body) ? [{ field: 'compared', code: 'compareFingerprint' }] : [] }, isAsked ? 422 : 200)
  }
  const name = nameOf(data.definition) ?? { zh: t('designer:import.unnamed'), en: t('designer:import.unnamed') }
  const signed = read.kind === 'signed' ? { fingerprint: read.fingerprint, issuer: read.issuer } : {}
  const proposal = await startProposal(ctx, name, data.definition, { how: 'import', ...signed })
  res.redirect(303, paths.proposal(proposal.id, 'started'))
}

/** What nobody can read is not kept either. */
const sizeProblems = (definition: string): Problem[] =>
  Buffer.byteLength(definition) > maxBytes ? [{ field: 'definition', code: 'catalogue:diagnostic.fileTooLarge', params: { kilobytes: maxBytes / 1024 } }] : []

// ── one proposal ────────────────────────────────────────────────────────────────────────────────

const notices = ['started', 'circulated', 'reconciled', 'restored', 'removed', 'released']

async function showProposal(req: ById, res: Response) {
  const done = notices.find(one => one === req.query.done)
  await drawProposal(await getProposal(res.locals.ctx.db, req.params.id), res, { notice: done ? { kind: 'success', text: res.locals.t(`designer:done.${done}`) } : undefined })
}

async function drawProposal(proposal: Proposal, res: Response, model: object, status = 200) {
  const { ctx, t, text } = res.locals
  const words = { t, text }
  const around = await surroundings(ctx.db)
  const workspace = workspaceOf(proposal, proposal.text, around, words)
  page(res, 'designer/proposal', {
    title: text(proposal.name), density: 'officer', workspace, outline: outlineOf(workspace, proposal.text, words),
    overtaken: workspace.isEditable ? overtaken(proposal.text, proposal.basis, around.known.catalogue, workspace.appraisal.catalogue) : [],
    signOffs: (await signOffs(ctx, proposal, workspace.appraisal)).map(one => ({ ...one, ...namesOfSubject(one, workspace.appraisal, text) })),
    mayPropose: isAllowed(ctx.actor, 'catalogue.propose'), ...model,
  }, status)
}

function act(verb: (ctx: Response['locals']['ctx'], id: string) => Promise<unknown>, done: string) {
  return async (req: ById, res: Response) => {
    if (isRedraw(req.body)) return res.redirect(303, paths.proposal(req.params.id))
    await verb(res.locals.ctx, req.params.id)
    res.redirect(303, paths.proposal(req.params.id, done))
  }
}

async function postRestore(req: ById, res: Response) {
  await restore(res.locals.ctx, req.params.id, Number(text(req.body.revision)))
  res.redirect(303, paths.proposal(req.params.id, 'restored'))
}

async function postDiscard(req: ById, res: Response) {
  const { ctx } = res.locals
  if (isRedraw(req.body) || text(req.body.confirm) !== 'yes') {
    const problems: Problem[] = isRedraw(req.body) ? [] : [{ field: 'confirm', code: 'discardConfirm' }]
    return drawProposal(await getProposal(ctx.db, req.params.id), res, { problems }, 422)
  }
  await discard(ctx, req.params.id)
  res.redirect(303, paths.proposals('discarded'))
}

// ── its text ────────────────────────────────────────────────────────────────────────────────────

async function showText(req: ById, res: Response) {
  const proposal = await getProposal(res.locals.ctx.db, req.params.id)
  await drawText(proposal, proposal.text, res, {})
}

async function drawText(proposal: Proposal, definition: string, res: Response, model: object, status = 200) {
  const { ctx, t, text } = res.locals
  const workspace = workspaceOf(proposal, definition, await surroundings(ctx.db), { t, text })
  page(res, 'designer/text', { title: t('designer:text.title'), density: 'officer', formId: 'text-form', workspace, values: { definition }, version: proposal.version, ...model }, status)
}

async function postText(req: ById, res: Response) {
  const { ctx } = res.locals
  const proposal = await getProposal(ctx.db, req.params.id)
  const { data, values, problems } = readDefinition(req.body, undefined, undefined)
  const isOutdated = req.body.version !== undefined && text(req.body.version) !== String(proposal.version)
  const all = [...problems, ...sizeProblems(String(values.definition)), ...(isOutdated && problems.length === 0 ? [{ field: 'definition', code: 'changedMeanwhile' }] : [])]
  if (!data || all.length > 0 || isRedraw(req.body) || req.body.check !== undefined) return drawText(proposal, String(values.definition), res, { problems: isRedraw(req.body) ? [] : all }, req.body.check !== undefined && problems.length === 0 ? 200 : 422)
  await revise(ctx, proposal.id, { kind: 'text' }, () => data.definition)
  res.redirect(303, paths.proposal(proposal.id))
}

/** The text as it is, byte for byte; with `whole`, the bundle with everything it refers to. */
async function sendText(req: ById, res: Response) {
  const { ctx } = res.locals
  const proposal = await getProposal(ctx.db, req.params.id)
  const own = req.query.whole === undefined ? undefined : workspaceOf(proposal, proposal.text, await surroundings(ctx.db), res.locals).appraisal.own
  res.type('application/yaml').attachment(`${own?.definition.bundle.id ?? proposal.id}.yaml`).send(own ? definitionFile(own.definition) : proposal.text)
}
