import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { isAllowed } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listVersions } from './bundle.store.ts'
import { definitionLine, fieldSections, itemRows, limitInWords, materialRows, officeRows, partOf, parts, whenInWords } from './definition-words.ts'
import { definitionFile } from './definition-file.ts'
import { retire } from './publish.ts'
import type { BundleVersion } from './version.ts'

export const catalogueRoutes = Router()

catalogueRoutes.get('/admin/bundles', can('catalogue.read'), showBundles)
catalogueRoutes.get('/admin/bundles/:id', can('catalogue.read'), showBundle)
catalogueRoutes.get('/admin/bundles/:id/definition.yaml', can('catalogue.read'), sendDefinition)
catalogueRoutes.post('/admin/bundles/:id/retire', can('catalogue.publish'), postRetire)

type ById = Request<{ id: string }, unknown, Body>

async function showBundles(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const versions = await listVersions(ctx.db)
  // Newest first within each bundle: the one in use, or the last there was.
  const bundles = [...Map.groupBy(versions, ({ bundleId }) => bundleId).values()].map(all => all.find(({ status }) => status === 'published') ?? (all[0] as BundleVersion))
  page(res, 'catalogue/bundles', { title: t('catalogue:list.title'), density: 'officer', bundles, mayPropose: isAllowed(ctx.actor, 'catalogue.propose') })
}

// ── one bundle ──────────────────────────────────────────────────────────────────────────────────

async function showBundle(req: ById, res: Response) {
  const done = ['retired'].find(one => one === req.query.done)
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
    total: limitInWords(definition.bundle.promisedTotal, words), answerLimit: definition.bundle.answerLimit && limitInWords(definition.bundle.answerLimit, words), mayPublish: isAllowed(ctx.actor, 'catalogue.publish'), mayPropose: isAllowed(ctx.actor, 'catalogue.propose'),
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
