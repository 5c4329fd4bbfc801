import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { isAllowed } from '../people/permissions.ts'
import { can } from '../web/can.ts'
import { text } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { listPublished } from './bundle.store.ts'
import type { Words } from './definition-words.ts'
import { shownField, shownItem, shownMaterial, type ShownThing } from './thing-words.ts'
import { inUse, itemsWithField, itemsWithMaterial, searched, type InUse } from './uses.ts'

export const thingRoutes = Router()

const kinds = {
  fields: { list: paths.adminFields(), one: paths.adminField, items: (all: InUse, id: string) => itemsWithField(all, id).length },
  materials: { list: paths.adminMaterials(), one: paths.adminMaterial, items: (all: InUse, id: string) => itemsWithMaterial(all, id).length },
  items: { list: paths.adminItems(), one: paths.adminItem, items: undefined },
}
type Kind = keyof typeof kinds
const tabs = (Object.keys(kinds) as Kind[]).map(kind => ({ kind, href: kinds[kind].list }))

const perPage = 50

thingRoutes.get('/admin/fields', can('catalogue.read'), showList('fields'))
thingRoutes.get('/admin/fields/:id', can('catalogue.read'), showThing('fields', shownField))
thingRoutes.get('/admin/materials', can('catalogue.read'), showList('materials'))
thingRoutes.get('/admin/materials/:id', can('catalogue.read'), showThing('materials', shownMaterial))
thingRoutes.get('/admin/items', can('catalogue.read'), showList('items'))
thingRoutes.get('/admin/items/:id', can('catalogue.read'), showThing('items', shownItem))

/** By id, so that a place in the list stays a place however much is published meanwhile. */
function showList(kind: Kind) {
  return async ({ query }: Request, res: Response) => {
    const { ctx, t } = res.locals
    const all = inUse(await listPublished(ctx.db))
    const [typed, after] = [text(query.q).slice(0, 100), text(query.after)]
    const found = searched<{ name: { zh: string; en: string } }>(all[kind], typed)
    const shown = found.filter(([id]) => id > after).slice(0, perPage)
    const last = shown.at(-1)?.[0] ?? ''
    page(res, 'catalogue/things', {
      title: t(`catalogue:things.${kind}.title`), density: 'officer', kind, tabs, count: found.length, values: { q: typed },
      things: shown.map(([id, { thing, versions }]) => ({ id, name: thing.name, href: kinds[kind].one(id), bundles: versions.length, items: kinds[kind].items?.(all, id) })),
      list: kinds[kind].list, isFirst: after === '', next: found.some(([id]) => id > last) && shown.length > 0 ? last : undefined,
    })
  }
}

function showThing(kind: Kind, inWords: (id: string, all: InUse, words: Words) => ShownThing | undefined) {
  return async (req: Request<{ id: string }>, res: Response) => {
    const { ctx, t, text } = res.locals
    const thing = inWords(req.params.id, inUse(await listPublished(ctx.db)), { t, text })
    if (!thing) throw new NotFound('page')
    page(res, 'catalogue/thing', { title: thing.name, density: 'officer', kind, list: kinds[kind].list, thing, mayPropose: isAllowed(ctx.actor, 'catalogue.propose') })
  }
}
