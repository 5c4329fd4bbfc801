import { Router, type Request, type Response } from 'express'
import type { Ctx } from '../context.ts'
import { Conflict } from '../errors.ts'
import { getPerson } from '../people/person.store.ts'
import { can } from '../web/can.ts'
import { text, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { checkView } from './check.view.ts'
import { coApplicantsView, witnessName } from './co-applicants.view.ts'
import { openDraft, type ByDraft } from './draft.routes.ts'
import { stepsOf } from './station.view.ts'
import { isSureEnough, surenessOf, type Sureness } from './sureness.ts'
import { witnessConfirmation } from './witness-confirmation.ts'

/**
 * The page on which everything is checked and signed. Cases are a feature above this one, so the way
 * to submit is handed in: it files the draft and returns the number of its case.
 */
export function checkRoutes(submit: (ctx: Ctx, draftId: string) => Promise<string>): Router {
  const routes = Router()
  routes.get('/drafts/:id/check', can('draft.own'), (req: ByDraft, res: Response) => showCheck(req, res))
  routes.post('/drafts/:id/submit', can('draft.own'), postSubmit)
  routes.post('/drafts/:id/co-applicants/:coApplicant/ask', can('draft.own'), postAsk)
  routes.post('/drafts/:id/co-applicants/:coApplicant/witness', can('counter.serve'), postWitness)
  return routes

  /** Signing is confirming the truth of what was entered (行政许可法 第三十一条). */
  async function postSubmit(req: ByDraft, res: Response) {
    if (text((req.body as Body).confirmed) !== 'yes') return showCheck(req, res, [{ field: 'confirmed', code: 'drafts:confirmTruth' }])
    try {
      res.redirect(303, paths.receipt(await submit(res.locals.ctx, req.params.id)))
    } catch (error) {
      if (error instanceof Conflict && error.code === 'assurance.tooLow') return showCheck(req, res, [{ field: 'confirmed', code: 'drafts:assurance.problem' }])
      if (error instanceof Conflict && ['draft.incomplete', 'draft.unconfirmed'].includes(error.code)) return showCheck(req, res, [], error.code === 'draft.unconfirmed')
      throw error
    }
  }
}

type ByCoApplicant = Request<{ id: string; coApplicant: string }>

async function postAsk(req: ByCoApplicant, res: Response) {
  const { id, coApplicant } = req.params
  await askConfirmation(res.locals.ctx, id, coApplicant)
  res.redirect(303, `${paths.draftCheck(id)}#co-applicants`)
}

/** The officer answers for what he saw and heard: without his tick nothing is recorded. */
async function postWitness(req: ByCoApplicant, res: Response) {
  const { id, coApplicant } = req.params
  const name = witnessName(coApplicant)
  if (text((req.body as Body)[name]) !== 'yes') return showCheck(req, res, [{ field: name, code: 'confirmations:problem.witness' }])
  await witnessConfirmation(res.locals.ctx, id, coApplicant)
  res.redirect(303, `${paths.draftCheck(id)}#co-applicants`)
}

/** Drawn again with `problems` of the signature, with what is missing, or with who has not confirmed. */
async function showCheck(req: ByDraft, res: Response, problems?: Problem[], tellsUnconfirmed = false): Promise<void> {
  const work = await openDraft(req, res, 'check')
  if (!work) return
  const { ctx, t, text } = res.locals
  const view = await checkView(work, res.locals)
  const sureness: Sureness = { needed: work.plan.assurance, has: await surenessOf(ctx, work.draft) }
  const coApplicants = await coApplicantsView(work, res.locals)
  const unconfirmed = tellsUnconfirmed ? coApplicants.filter(({ standing }) => standing !== 'confirmed').map(({ id }): Problem => ({ field: `co-applicant-${id}`, code: 'confirmations:problem.unconfirmed' })) : []
  page(res, 'drafts/check', {
    title: t('drafts:station.check'), ...view, coApplicants, problems: [...(problems ?? []), ...unconfirmed], steps: stepsOf(work, { id: 'check' }, { t, text }),
    url: paths.draftCheck(work.draft.id), sureness, username: isSureEnough(sureness) ? undefined : (await getPerson(ctx, ctx.actor.id)).username,
  }, problems ? 422 : 200)
}
