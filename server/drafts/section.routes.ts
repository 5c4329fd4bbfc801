import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { goesToVersion, openDraft, openToSave } from './draft.routes.ts'
import { fetchKnown } from './fetch-known.ts'
import { saveSection } from './save-section.ts'
import { drawnName, readSection } from './section.form.ts'
import { contestName, markOf, type SentSection } from './section.ts'
import { sectionView } from './section.view.ts'
import { shownFields } from './situation.ts'
import { nextPath, partOf, stepsOf } from './station.view.ts'
import { readWork, type Work } from './work.ts'

export const sectionRoutes = Router()

sectionRoutes.get('/drafts/:id/sections/:group', can('draft.own'), showSection)
sectionRoutes.post('/drafts/:id/sections/:group', can('draft.own'), postSection)

type BySection = Request<{ id: string; group: string }>

async function showSection(req: BySection, res: Response) {
  const work = await openDraft(req, res, 'section')
  if (work) await drawSection(res, work, req.params.group, { returnTo: text(req.query.to) })
}

async function drawSection(res: Response, work: Work, id: string, { returnTo = '', problems = [] as Problem[] }) {
  const { t, text } = res.locals
  const group = work.definition.groups.find(group => group.id === id)
  const view = await sectionView(work, id, res.locals)
  if (!group || view.fields.length === 0) throw new NotFound('page')
  const { content: _, ...draft } = work.draft
  page(res, 'drafts/section', {
    title: text(group.name), draft, group, bundle: work.definition.bundle, ...view, drawnName, returnTo, problems,
    ...partOf(work, id), steps: stepsOf(work, { id: 'section', group }, { t, text }), formId: 'form',
  }, problems.length > 0 ? 422 : 200)
}

async function postSection(req: BySection, res: Response) {
  const { ctx } = res.locals
  const before = await openToSave(req, res, 'section')
  if (!before) return
  const { id, group } = req.params
  const body = req.body as Body
  const sent = readSection(body, shownFields(before.plan, group))
  const isAutosave = req.get('x-autosave') !== undefined
  const isLeft = !isAutosave && !isRedraw(body) && ['_next', '_later', '_retry'].every(name => body[name] === undefined)
  const problems = await saveSection(ctx, id, group, sent, { isLeft })
  if (isAutosave) return void res.json({ savedAt: ctx.now.toISOString(), drawn: drawnAfter(sent) })
  if (goesToVersion(before, res)) return
  if (body._retry !== undefined) await fetchKnown(ctx, id, { again: true })
  if (body._later !== undefined) return res.redirect(303, `${paths.draft(id)}?saved`)
  const here = paths.draftSection(id, group)
  const returnTo = text(body._return)
  if (!isLeft) return res.redirect(303, `${here}${returnTo ? '?to=check' : ''}${anchorOf(body)}`)
  const after = await readWork(ctx, id)
  if (problems.length > 0) return drawSection(res, after, group, { returnTo, problems })
  res.redirect(303, returnTo === 'check' ? paths.draftCheck(id) : nextPath(after, { id: 'section', group: after.definition.groups.find(one => one.id === group) }))
}

/** Back to the region whose next level was asked for. */
const anchorOf = (body: Body): string => (body._next === undefined ? '' : `#${encodeURIComponent(text(body._next))}.city`)

/** What stands in the page's controls now is what the next save of the same page is compared with. */
function drawnAfter({ drawn = {}, typed, contested }: SentSection): string {
  const contests = Object.keys(drawn).filter(name => name.startsWith(contestName(''))).map(name => [name, markOf(contested.some(id => contestName(id) === name) ? 'yes' : '')])
  return JSON.stringify({ ...drawn, ...Object.fromEntries([...contests, ...Object.entries(typed).map(([name, value]) => [name, markOf(value)])]) })
}
