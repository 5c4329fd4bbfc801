import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { isAllowed } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listVersions } from './bundle.store.ts'
import { definitionLine, fieldSections, itemRows, limitInWords, materialRows, officeRows, partOf, parts, whenInWords } from './bundle.view.ts'
import { definitionFile } from './definition-file.ts'
import { readDefinition } from './definition.form.ts'
import { isError } from './diagnostic.ts'
import { shownDiagnostic } from './diagnostic.view.ts'
import { shownDifference } from './difference.view.ts'
import { examine, type Examination } from './examine.ts'
import { publish, retire } from './publish.ts'
import type { BundleVersion } from './version.ts'
import { countInProgress } from './version-history.store.ts'

export const catalogueRoutes = Router()

catalogueRoutes.get('/admin/bundles', can('catalogue.read'), showBundles)
catalogueRoutes.get('/admin/bundles/compile', can('catalogue.publish'), showCompile)
catalogueRoutes.post('/admin/bundles/compile', can('catalogue.publish'), postCompile)
catalogueRoutes.post('/admin/bundles/publish', can('catalogue.publish'), postPublish)
catalogueRoutes.get('/admin/bundles/:id', can('catalogue.read'), showBundle)
catalogueRoutes.get('/admin/bundles/:id/definition.yaml', can('catalogue.read'), sendDefinition)
catalogueRoutes.post('/admin/bundles/:id/retire', can('catalogue.publish'), postRetire)

type ById = Request<{ id: string }, unknown, Body>

async function showBundles(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const versions = await listVersions(ctx.db)
  // Newest first within each bundle: the one in use, or the last there was.
  const bundles = [...Map.groupBy(versions, ({ bundleId }) => bundleId).values()].map(all => all.find(({ status }) => status === 'published') ?? (all[0] as BundleVersion))
  page(res, 'catalogue/bundles', { title: t('catalogue:list.title'), density: 'officer', bundles, mayPublish: isAllowed(ctx.actor, 'catalogue.publish') })
}

// ── one bundle ──────────────────────────────────────────────────────────────────────────────────

async function showBundle(req: ById, res: Response) {
  const done = ['published', 'retired'].find(one => one === req.query.done)
  const shown = await shownVersion(req, res)
  drawBundle(shown, req, res, done ? { notice: { kind: 'success', text: res.locals.t(`catalogue:done.${done}`, { version: shown.version.version }) } } : {})
}

/** The version asked for, or the one in use, or the last there was. */
async function shownVersion(req: ById, res: Response) {
  const versions = await listVersions(res.locals.ctx.db, req.params.id)
  const wanted = text(req.query.version)
  const version = wanted ? versions.find(one => String(one.version) === wanted) : (versions.find(({ status }) => status === 'published') ?? versions[0])
  if (!version) throw new NotFound('page')
  return { version, versions }
}

function drawBundle({ version, versions }: Awaited<ReturnType<typeof shownVersion>>, req: ById, res: Response, model: object = {}, status = 200) {
  const { ctx, t, text } = res.locals
  const words = { t, text }
  const { definition } = version
  const part = status === 422 ? 'versions' : partOf(req.query.part)
  const rows = {
    items: () => ({ line: definitionLine(definition, words), items: itemRows(definition, words), questions: questionRows(definition, words) }),
    fields: () => ({ sections: fieldSections(definition, words) }),
    materials: () => ({ materials: materialRows(definition, words) }),
    offices: () => ({ offices: officeRows(definition, words) }),
    proof: () => ({}),
    versions: () => ({}),
  }
  page(res, 'catalogue/bundle', {
    title: text(definition.bundle.title), density: 'officer', version, versions, definition, bundle: definition.bundle, part, parts,
    total: limitInWords(definition.bundle.promisedTotal, words), answerLimit: definition.bundle.answerLimit && limitInWords(definition.bundle.answerLimit, words), mayPublish: isAllowed(ctx.actor, 'catalogue.publish'),
    inVersion: version.status === 'published' ? undefined : String(version.version), ...rows[part](), ...model,
  }, status)
}

const questionRows = (definition: BundleVersion['definition'], words: Parameters<typeof whenInWords>[2]) =>
  definition.bundle.questions.map(({ name, options, when }) =>
    ({ name: words.text(name), options: options.map(option => words.text(option)), when: whenInWords(when, definition, words) }))

async function sendDefinition(req: ById, res: Response) {
  const { version } = await shownVersion(req, res)
  res.type('application/yaml').attachment(`${version.id}.yaml`).send(definitionFile(version.definition))
}

async function postRetire(req: ById, res: Response) {
  if (isRedraw(req.body) || text(req.body.confirm) !== 'yes') {
    const problems: Problem[] = isRedraw(req.body) ? [] : [{ field: 'confirm', code: 'retireConfirm' }]
    return drawBundle(await shownVersion(req, res), req, res, { problems }, 422)
  }
  await retire(res.locals.ctx, req.params.id)
  res.redirect(303, paths.filtered(paths.adminBundle(req.params.id), { part: 'versions', done: 'retired' }))
}

// ── a new definition ────────────────────────────────────────────────────────────────────────────

/** Empty, or with the definition in use of the bundle to be changed. */
async function showCompile(req: Request, res: Response) {
  const from = text(req.query.from)
  const versions = from ? await listVersions(res.locals.ctx.db, from) : []
  const version = versions.find(({ status }) => status === 'published') ?? versions[0]
  drawCompile(res, { values: { definition: version ? definitionFile(version.definition) : '' } })
}

function drawCompile(res: Response, model: { values: object; problems?: Problem[]; examination?: Examination; replacement?: Awaited<ReturnType<typeof replacementOf>> }, status = 200) {
  const { t, text } = res.locals
  const { examination, replacement, ...rest } = model
  const diagnostics = (examination?.diagnostics ?? []).map(diagnostic => shownDiagnostic(diagnostic, t, text))
  page(res, 'catalogue/compile', { title: t('catalogue:compile.title'), density: 'officer', formId: 'form', examination, replacement, diagnostics, ...rest }, status)
}

async function postCompile(req: ById, res: Response) {
  const { data, values, problems } = readDefinition(req.body ?? {}, req.files, req.uploadProblem)
  if (!data) return drawCompile(res, { values, problems }, 422)
  const examination = await examine(res.locals.ctx.db, data.definition)
  await drawExamined(res, values, examination)
}

async function drawExamined(res: Response, values: object, examination: Examination) {
  const count = examination.diagnostics.filter(isError).length
  if (count === 0) return drawCompile(res, { values, examination, replacement: await replacementOf(examination, res) })
  drawCompile(res, { values, examination, problems: [{ field: 'definition', code: 'definitionFaults', params: { count } }] }, 422)
}

/** What takes the place of what is published: what becomes different, and for how many it matters. */
async function replacementOf({ definition, current, proof, isUnchanged }: Examination, res: Response) {
  const { ctx, t, text } = res.locals
  if (!definition || !current || !proof || isUnchanged) return undefined
  return { differences: shownDifference(current.definition, definition, { t, text }), inProgress: await countInProgress(ctx.db, current.bundleId) }
}

/** Compiles and proves once more: what was shown in the browser is no proof. */
async function postPublish(req: ById, res: Response) {
  const { data, values, problems } = readDefinition(req.body ?? {}, undefined, undefined)
  if (!data) return drawCompile(res, { values, problems }, 422)
  const examination = await examine(res.locals.ctx.db, data.definition)
  const { definition, proof } = examination
  if (!definition || !proof || isRedraw(req.body)) return await drawExamined(res, values, examination)
  await publish(res.locals.ctx, definition, proof)
  res.redirect(303, paths.filtered(paths.adminBundle(definition.bundle.id), { part: 'versions', done: 'published' }))
}
