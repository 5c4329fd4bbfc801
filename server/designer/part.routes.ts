import { Router, type Request, type Response } from 'express'
import { Conflict, NotFound } from '../errors.ts'
import { can } from '../web/can.ts'
import { isRedraw, text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { reading, thingKinds } from './definition-text.ts'
import { altered, entriesOf, findThing, partAt, seenOf, shapeFaults, type Address } from './edit-part.ts'
import { findingsAt, partHref } from './finding.view.ts'
import { typedAgain, typedOf } from './part.form.ts'
import { beginnings, idKey, lists, partOfList, type Part } from './part.ts'
import { madeOf, type Target } from './made-part.form.ts'
import { problemsOf } from './part-problems.view.ts'
import { entryRows } from './entry-rows.view.ts'
import { fieldsAlike } from './fields-alike.view.ts'
import { outlineOf } from './outline.view.ts'
import { nameOfPart, rareControls, shownControls } from './part.view.ts'
import { getProposal } from './proposal.store.ts'
import { revise } from './revise.ts'
import { surroundings } from './surroundings.ts'
import type { Surroundings } from './appraise.ts'
import type { Typed } from './control-value.ts'
import { surroundingOf, workspaceOf } from './workspace.view.ts'

export const partRoutes = Router()

partRoutes.get('/admin/proposals/:id/:kind/:thing', can('catalogue.propose'), showPart)
partRoutes.post('/admin/proposals/:id/:kind/:thing', can('catalogue.propose'), postPart)
partRoutes.post('/admin/proposals/:id/:kind/:thing/remove', can('catalogue.propose'), postRemove)
partRoutes.get('/admin/proposals/:id/:kind/:thing/:list/:entry', can('catalogue.propose'), showPart)
partRoutes.post('/admin/proposals/:id/:kind/:thing/:list/:entry', can('catalogue.propose'), postPart)
partRoutes.post('/admin/proposals/:id/:kind/:thing/:list/:entry/remove', can('catalogue.propose'), postRemove)
partRoutes.post('/admin/proposals/:id/:kind/:thing/:list/:entry/move', can('catalogue.propose'), postMove)

type ToPart = Request<{ id: string; kind: string; thing: string; list?: string; entry?: string }, unknown, Body>

async function targetOf({ params }: ToPart, res: Response): Promise<Target> {
  const { db } = res.locals.ctx
  const [proposal, around] = await Promise.all([getProposal(db, params.id), surroundings(db)])
  if (!reading(proposal.text).isReadable) throw new Conflict('proposal.unreadable')
  const kind = thingKinds.find(one => one === params.kind)
  const part = kind && (params.list === undefined ? kind : partOfList(kind, params.list))
  if (!kind || !part) throw new NotFound('page')
  const isNewThing = params.thing === 'new' && params.list === undefined
  const address: Address = { kind, id: isNewThing ? '' : params.thing, list: params.list, index: params.entry === undefined || params.entry === 'new' ? undefined : Number(params.entry) }
  const found = isNewThing ? undefined : findThing(proposal.text, address, around.known.catalogue)
  const value = found && partAt(found, address)
  if (!isNewThing && (!found || (address.index !== undefined && value === undefined))) throw new NotFound('page')
  return { proposal, around, address, part, found, value }
}

// ── shown ───────────────────────────────────────────────────────────────────────────────────────

async function showPart(req: ToPart, res: Response) {
  const target = await targetOf(req, res)
  // Somebody who made a field on the way to an item finds it chosen there.
  const chosen = target.value === undefined ? text(req.query.value) : ''
  const preset: Typed = target.value !== undefined ? {} : { ...beginnings[target.part], ...(chosen ? { field: chosen, material: chosen, item: chosen, value: chosen, group: chosen } : {}), ...(text(req.query.basis) ? { basis: text(req.query.basis) } : {}) }
  drawPart(target, { ...typedOf(target.part, target.value), ...preset }, req, res, { isSaved: req.query.done === 'saved' })
}

interface Drawing {
  isSaved?: boolean
  problems?: Problem[]
  /** The text with what is typed, when it isn't saved. */
  tried?: string
  status?: number
}

function drawPart({ proposal, around, address, part, found, value }: Target, typed: Typed, req: ToPart, res: Response, { isSaved = false, problems = [], tried, status = 200 }: Drawing) {
  const { t, text: inLanguage } = res.locals
  const words = { t, text: inLanguage }
  const shownText = tried ?? proposal.text
  const workspace = workspaceOf(proposal, shownText, around, words)
  const surrounding = surroundingOf(workspace, shownText)
  const isNew = value === undefined
  const findings = isNew && !tried ? [] : findingsAt(workspace.findings, address)
  const now = findThing(shownText, address, around.known.catalogue)
  const name = isNew ? t(`designer:new.${part}`) : nameOfPart(value, surrounding, inLanguage)
  const controls = shownControls(part, address, isNew, typed, surrounding, findings, words)
  const owner = address.list && found ? nameOfPart(found.value, surrounding, inLanguage) : undefined
  page(res, 'designer/part', {
    title: isNew ? name : t('designer:part.title', { part: t(`designer:part.${part}`), name }), density: 'officer', formId: 'part-form', notice: isSaved ? { kind: 'success', text: t('designer:saved') } : undefined, problems, values: typed,
    workspace, address, part, name, owner, ownerHref: partHref(proposal.id, { kind: address.kind, id: address.id }), isNew, isTried: tried !== undefined,
    controls: controls.filter(({ isRare }) => !isRare), rare: rareControls(part, controls, typed, problems),
    alike: isNew && part === 'fieldRequirement' && found ? fieldsAlike(found, surrounding, inLanguage) : [],
    next: isSaved && !isNew ? outlineOf(workspace, shownText, words).next : undefined, savedList: isSaved ? text(req.query.list) : '',
    otherFindings: findings.filter(({ control }) => control === undefined),
    lists: address.list || isNew || !now ? [] : Object.keys(lists[address.kind]).map(list => ({ list, ...entryRows(now, { ...address, list }, entriesOf(now, list), proposal.id, surrounding, workspace.findings, words) })),
    seen: seenOf(value), isOwn: found?.at !== undefined, usedBy: usedBy(address, around), forItem: text(req.query.for) || text((req.body as Body | undefined)?.for),
  }, status)
}

/** How many bundles in use a thing belongs to: they change with it. */
const usedBy = ({ kind, id }: Address, { known }: Surroundings): number =>
  kind === 'bundle' ? 0 : known.published.filter(({ definition }) => (kind === 'group' ? definition.groups.some(group => group.id === id) : id in definition[`${kind}s`])).length

// ── changed ─────────────────────────────────────────────────────────────────────────────────────

async function postPart(req: ToPart, res: Response) {
  const target = await targetOf(req, res)
  const { proposal, around, part, value } = target
  const typed = typedAgain(part, req.body)
  const { id, address, isTaken, after } = madeOf(target, req.body)
  const tried = isTaken ? proposal.text : after(proposal.text)
  const isOutdated = value !== undefined && req.body.seen !== undefined && text(req.body.seen) !== seenOf(value)
  const problems: Problem[] = [
    ...(isTaken ? [{ field: idKey(address.kind), code: 'identifierTaken', params: { id } }] : problemsOf(part, shapeFaults(tried, address, around.known.catalogue), res.locals)),
    ...(isOutdated ? [{ field: 'seen', code: 'changedMeanwhile' }] : []),
  ]
  if (isRedraw(req.body)) return drawPart(target, typed, req, res, { tried, status: 422 })
  if (req.body.check !== undefined) return drawPart(target, typed, req, res, { tried, problems })
  if (problems.length > 0) return drawPart(target, typed, req, res, { tried, problems, status: 422 })
  await revise(res.locals.ctx, proposal.id, { kind: address.kind, thing: id, ...(address.list ? { list: address.list } : {}), ...(value === undefined ? { did: 'added' as const } : {}) }, after)
  res.redirect(303, afterSaving(proposal.id, address, part, req.body))
}

/** Where one goes on: from something new that an item was waiting for back to that item; with “and another”, to the next. */
function afterSaving(proposalId: string, { kind, id, list }: Address, part: Part, body: Body): string {
  const forItem = text(body.for)
  if (list && body.another !== undefined) return paths.filtered(paths.proposalEntry(proposalId, kind, id, list), { done: 'saved', basis: text(body.basis) })
  if (list) return `${paths.filtered(paths.proposalThing(proposalId, kind, id), { done: 'saved', list })}#${list}`
  if (forItem && part === 'group') return paths.filtered(paths.proposalThing(proposalId, 'field', 'new'), { for: forItem, value: id })
  if (forItem && (part === 'field' || part === 'material')) return paths.filtered(paths.proposalEntry(proposalId, 'item', forItem, part === 'field' ? 'fields' : 'materials'), { value: id })
  return paths.proposalThing(proposalId, kind, id, 'saved')
}

async function postRemove(req: ToPart, res: Response) {
  const { proposal, around, address, found } = await targetOf(req, res)
  if (!address.list && !found?.at) throw new NotFound('page')
  if (isRedraw(req.body)) return res.redirect(303, partHref(proposal.id, address))
  await revise(res.locals.ctx, proposal.id, { kind: address.kind, thing: address.id, ...(address.list ? { list: address.list } : {}), did: 'removed' }, before => altered(before, address, { remove: true }, around.known.catalogue))
  res.redirect(303, address.list ? `${paths.proposalThing(proposal.id, address.kind, address.id, 'saved')}#${address.list}` : paths.proposal(proposal.id, 'removed'))
}

async function postMove(req: ToPart, res: Response) {
  const { proposal, around, address } = await targetOf(req, res)
  if (address.list === undefined || address.index === undefined) throw new NotFound('page')
  await revise(res.locals.ctx, proposal.id, { kind: address.kind, thing: address.id, list: address.list, did: 'moved' }, before => altered(before, address, { move: req.body.by === 'up' ? -1 : 1 }, around.known.catalogue))
  res.redirect(303, `${paths.proposalThing(proposal.id, address.kind, address.id)}#${address.list}`)
}
