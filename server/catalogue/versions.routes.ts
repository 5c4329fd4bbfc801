import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { system } from '../people/actor.ts'
import { namesOf } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { listVersions } from './bundle.store.ts'
import type { Words } from './definition-words.ts'
import { shownDifference } from './difference-words.ts'
import type { BundleVersion } from './version.ts'
import { countInProgress, listHistory } from './version-history.store.ts'

export const versionRoutes = Router()

versionRoutes.get('/admin/bundles/:id/versions', can('catalogue.read'), showVersions)
versionRoutes.get('/admin/bundles/:id/versions/:a/compare/:b', can('catalogue.read'), showComparison)

async function showVersions(req: Request<{ id: string }>, res: Response) {
  const { ctx, t, text } = res.locals
  const history = await listHistory(ctx.db, req.params.id)
  const newest = history[0]
  if (!newest) throw new NotFound('page')
  const names = await namesOf(ctx, history.flatMap(({ publishedBy, retiredBy }) => [publishedBy, retiredBy ?? publishedBy]))
  const nameOf = (id: string) => (id === system.id ? t('catalogue:history.shipped') : (names.get(id) ?? id))
  const versions = history.map((version, index) => ({
    ...version,
    by: nameOf(version.publishedBy),
    retiredBy: version.retiredBy && nameOf(version.retiredBy),
    earlier: history[index + 1]?.version,
    agreed: agreedBy(version, text),
  }))
  const title = t('catalogue:history.title', { bundle: text(newest.definition.bundle.title) })
  page(res, 'catalogue/versions', { title, density: 'officer', bundle: newest.definition.bundle, versions, inProgress: await countInProgress(ctx.db, req.params.id) })
}

/** “民政：结婚登记、婚姻档案”: each department with what it agreed to. */
function agreedBy({ definition: { bundle, items, departments }, proof }: BundleVersion, text: Words['text']) {
  return [...Map.groupBy(proof.signOffs ?? [], ({ department }) => department)].map(([id, all]) => ({
    department: text(departments[id]?.name ?? { zh: id, en: id }),
    subjects: all.map(({ kind, id }) => text((kind === 'item' ? items[id]?.name : undefined) ?? bundle.title)),
    at: all.map(({ at }) => at).sort().at(-1) ?? '',
  }))
}

/** What is different in `b`, seen from `a`: either may be the later one. */
async function showComparison(req: Request<{ id: string; a: string; b: string }>, res: Response) {
  const { ctx, t, text } = res.locals
  const versions = await listVersions(ctx.db, req.params.id)
  const [before, after] = [req.params.a, req.params.b].map(number => versions.find(({ version }) => String(version) === number))
  if (!before || !after) throw new NotFound('page')
  const title = t('catalogue:compare.title', { before: before.version, after: after.version })
  const { bundle } = after.definition
  page(res, 'catalogue/compare', {
    title, density: 'officer', bundle, bundleTitle: text(bundle.title), before, after, isSame: before.hash === after.hash,
    differences: shownDifference(before.definition, after.definition, { t, text }),
  })
}
