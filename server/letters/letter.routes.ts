import { Router, type Request, type Response } from 'express'
import { NotFound } from '../errors.ts'
import { listEvents } from '../ledger/event.store.ts'
import { can } from '../web/can.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { getDossier } from '../cases/case.store.ts'
import type { Dossier } from '../cases/case.ts'
import { taskAtDesk } from '../cases/desk.ts'
import { recordCase } from '../cases/record-case.ts'
import { isOfTask, isShared, type Letter } from './letter.ts'
import { shownLetter } from './letter.view.ts'
import { letterOf } from './letters.ts'
import { isOwn } from '../cases/own-case.ts'
import { isCoApplicant } from '../cases/party.ts'
import { speechFor } from '../cases/said-words.ts'

export const letterRoutes = Router()

letterRoutes.get('/cases/:number/letters/:seq', can('case.own'), showLetter)
letterRoutes.get('/desk/tasks/:id/letters/:seq', can('task.read'), showLetterAtDesk)

async function showLetter(req: Request<{ number: string; seq: string }>, res: Response) {
  const { ctx } = res.locals
  const dossier = await getDossier(ctx, req.params.number)
  const isApplicants = isOwn(ctx, dossier.theCase)
  if (!isApplicants && !isCoApplicant(ctx, dossier.theCase)) throw new NotFound('page')
  const letter = await getLetter(res, dossier, req.params.seq)
  if (!isApplicants && !isShared(letter)) throw new NotFound('page')
  await draw(res, dossier, letter, paths.case(req.params.number))
}

/** What an office has written of its own task, and nothing of the other departments'. */
async function showLetterAtDesk(req: Request<{ id: string; seq: string }>, res: Response) {
  const { dossier, task } = await taskAtDesk(res.locals.ctx, req.params.id)
  const letter = await getLetter(res, dossier, req.params.seq)
  if (!isOfTask(letter, task)) throw new NotFound('page')
  await recordCase(res.locals.ctx, dossier.theCase, { kind: 'letter', purpose: 'examination', officeId: task.officeId, taskId: task.id, fields: ['applicant.name'] })
  await draw(res, dossier, letter, paths.deskTask(task.id))
}

/** Throws `NotFound` for a number that no event has, and for an event that is no letter. */
async function getLetter({ locals: { ctx } }: Response, dossier: Dossier, seq: string): Promise<Letter> {
  const events = await listEvents(ctx.db, { region: dossier.theCase.region, caseId: dossier.theCase.id })
  const event = events.find(one => String(one.seq) === seq)
  const letter = event && letterOf(dossier, events, event)
  if (!letter) throw new NotFound('page')
  return letter
}

async function draw(res: Response, dossier: Dossier, letter: Letter, back: string) {
  const { ctx } = res.locals
  const shown = shownLetter(dossier, letter, await speechFor(ctx, res.locals, dossier, [letter.officeId]))
  page(res, 'cases/letter', { title: shown.title, letter: shown, back })
}
