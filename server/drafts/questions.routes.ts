import { Router, type Response } from 'express'
import { can } from '../web/can.ts'
import { isRedraw, type Body, type Problem } from '../web/form.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { goesToVersion, openDraft, openToSave, type ByDraft } from './draft.routes.ts'
import { itemsName, readAnswers, shownName, type SentAnswers } from './questions.form.ts'
import { saveAnswers } from './save-answers.ts'
import { isAllOptional, isSituationClear, optionalItems, situationOf } from './situation.ts'
import { nextPath, stepsOf } from './station.view.ts'
import { readWork, type Work } from './work.ts'

export const questionsRoutes = Router()

questionsRoutes.get('/drafts/:id/questions', can('draft.own'), showQuestions)
questionsRoutes.post('/drafts/:id/questions', can('draft.own'), postQuestions)

async function showQuestions(req: ByDraft, res: Response) {
  const work = await openDraft(req, res)
  if (work) drawQuestions(res, work)
}

function drawQuestions(res: Response, work: Work, problems: Problem[] = [], typed: Record<string, unknown> = {}) {
  const { t, text } = res.locals
  const { draft: { content }, definition, plan } = work
  const offered = plan.isFinal ? optionalItems(definition, content) : []
  page(res, 'drafts/questions', {
    title: t('drafts:station.questions'), draft: work.draft, bundle: definition.bundle, questions: plan.questions, offered,
    departments: definition.departments, isAllOptional: isAllOptional(definition, content), itemsName, shownName, shown: [...plan.questions.map(({ id }) => id), ...(offered.length > 0 ? [itemsName] : [])].join(' '),
    steps: stepsOf(work, { id: 'questions' }, { t, text }), formId: 'form', problems,
    values: { ...content.answers, [itemsName]: content.chosen ?? [], ...typed },
  }, problems.length > 0 ? 422 : 200)
}

async function postQuestions(req: ByDraft, res: Response) {
  const { ctx } = res.locals
  const before = await openToSave(req, res)
  if (!before) return
  const { id, content } = before.draft
  const body = req.body as Body
  const sent = readAnswers(body, before.definition, content)
  const isLeft = req.get('x-autosave') === undefined && !isRedraw(body) && body._later === undefined
  await saveAnswers(ctx, id, isLeft && sent.problems.length === 0 ? sent : unfinished(sent, content.chosen))
  if (req.get('x-autosave') !== undefined) return void res.json({ savedAt: ctx.now.toISOString() })
  if (goesToVersion(before, res)) return
  if (isRedraw(body)) return res.redirect(303, paths.draftQuestions(id))
  if (body._later !== undefined) return res.redirect(303, `${paths.draft(id)}?saved`)
  const after = await readWork(ctx, id)
  if (sent.problems.length > 0) return drawQuestions(res, after, sent.problems)
  res.redirect(303, isClear(after) ? nextPath(after, { id: 'questions' }) : paths.draftQuestions(id))
}

/** As long as the page isn't left, ticking nothing is no answer to what may be ticked. */
const unfinished = ({ answers, chosen }: SentAnswers, before: string[] | undefined) => ({ answers, chosen: chosen?.length === 0 ? before && [] : chosen })

const isClear = ({ definition, draft: { content } }: Work): boolean => situationOf(definition, content).isFinal && isSituationClear(definition, content)
