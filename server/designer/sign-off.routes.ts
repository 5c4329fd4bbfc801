import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { listActsBy } from '../ledger/act.store.ts'
import { namesOf } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import type { Body, Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { askedIn, askedOf, workedOn, type Asked } from './asked.ts'
import { getProposal, listProposalNames } from './proposal.store.ts'
import { departmentsOf, sign } from './sign.ts'
import { namesOfSubject, shownSubject, type ShownSubject } from './subject.view.ts'
import { readVerdict } from './verdict.form.ts'

export const signOffRoutes = Router()

signOffRoutes.get('/admin/sign-offs', can('catalogue.signOff'), showSignOffs)
signOffRoutes.get('/admin/sign-offs/:proposal/:kind/:thing', can('catalogue.signOff'), showSignOff)
signOffRoutes.post('/admin/sign-offs/:proposal/:kind/:thing', can('catalogue.signOff'), postSignOff)

type ToSubject = Request<{ proposal: string; kind: string; thing: string }, unknown, Body>

/** The last decisions of somebody's own; older ones stand in each proposal's journal. */
const shownDecisions = 30

async function showSignOffs({ query }: Request, res: Response) {
  const { ctx, t, text } = res.locals
  const asked = await askedOf(ctx, departmentsOf(ctx.actor))
  const decided = await listActsBy(ctx.db, ctx.actor.id, ['proposal.agreed', 'proposal.objected'], shownDecisions)
  const proposals = await listProposalNames(ctx.db, decided.map(({ data }) => String(data.proposal)))
  const names = await namesOf(ctx, asked.map(({ by }) => by))
  const done = ['agreed', 'objected'].find(one => one === query.done)
  page(res, 'designer/sign-offs', {
    title: t('designer:signOffs.title'), density: 'officer', notice: done ? { kind: 'success', text: t(`designer:signOffs.done.${done}`) } : undefined,
    waiting: asked.filter(({ signOff: { stand } }) => stand === 'open' || stand === 'outdated').sort((a, b) => a.since.localeCompare(b.since)).map(one => ({
      ...one.signOff, ...namesOfSubject(one.signOff, one.appraisal, text), proposal: one.proposal, href: paths.signOff(one.proposal.id, one.signOff.kind, one.signOff.id), since: one.since, by: names.get(one.by) ?? one.by, isOwnWork: workedOn(one.acts, ctx.actor.id),
    })),
    decided: decided.map(({ at, type, data }) => ({
      at, stand: type === 'proposal.agreed' ? 'agreed' : 'objected', reason: data.reason, kind: data.kind, thing: data.thing,
      proposal: String(data.proposal), proposalName: proposals.get(String(data.proposal)),
      // Where it can still be thought over, its page is open.
      isOpen: asked.some(({ proposal, signOff }) => proposal.id === data.proposal && signOff.kind === data.kind && signOff.id === data.thing),
    })),
  })
}

// ── one subject ─────────────────────────────────────────────────────────────────────────────────

/** What somebody's department is asked for; `NotFound` for another department's, and for what isn't asked (any more). */
async function askedFor({ params }: ToSubject, res: Response): Promise<{ asked: Asked; subject: ShownSubject }> {
  const { ctx, t, text } = res.locals
  const all = await askedIn(ctx, await getProposal(ctx.db, params.proposal))
  const asked = all.find(({ signOff }) => signOff.kind === params.kind && signOff.id === params.thing)
  if (!asked || !departmentsOf(ctx.actor).includes(asked.signOff.department)) throw new NotFound('page')
  const subject = shownSubject(asked.signOff, asked.appraisal, { t, text })
  if (!subject) throw new NotFound('page')
  return { asked, subject }
}

async function showSignOff(req: ToSubject, res: Response) {
  await drawSignOff(req, res, { values: {}, problems: [] })
}

async function drawSignOff(req: ToSubject, res: Response, form: { values: object; problems: Problem[] }, status = 200) {
  const { ctx, t } = res.locals
  const { asked, subject } = await askedFor(req, res)
  const { proposal, signOff, acts, since, by } = asked
  const names = await namesOf(ctx, [by, ...(signOff.act ? [signOff.act.actorId] : [])])
  const nameOf = (id: string) => names.get(id) ?? id
  page(res, 'designer/sign-off', {
    title: t('designer:signOff.title', { name: subject.name }), density: 'officer', formId: 'verdict-form', proposal, signOff, subject, since, ...form,
    by: nameOf(by), actBy: signOff.act && nameOf(signOff.act.actorId),
    isAsked: proposal.status === 'circulated', isOwnWork: workedOn(acts, ctx.actor.id), isChanged: status === 409,
  }, status)
}

/** What was changed since it was seen is shown as it is now, with what was typed: nobody agrees to what he hasn't read. */
async function postSignOff(req: ToSubject, res: Response) {
  const { data, values, problems } = readVerdict(req.body ?? {})
  if (!data) return drawSignOff(req, res, { values, problems }, 422)
  const { asked: { proposal, signOff } } = await askedFor(req, res)
  if (proposal.status === 'circulated' && signOff.hash !== data.seen) return drawSignOff(req, res, { values, problems: [] }, 409)
  await sign(res.locals.ctx, proposal.id, { kind: signOff.kind, id: signOff.id, hash: data.seen, agrees: data.agrees, reason: data.reason })
  res.redirect(303, paths.signOffs(data.agrees ? 'agreed' : 'objected'))
}
