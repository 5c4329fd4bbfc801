import { Router, type Request, type Response } from 'express'
import { filedBy } from '../agents/filed-by.ts'
import { getVersion } from '../catalogue/bundle.store.ts'
import { NotFound } from '../errors.ts'
import { listDrafts } from '../drafts/draft.store.ts'
import { countToConfirm } from '../drafts/own-confirmation.ts'
import { beijingDay } from '../limits/calendar.ts'
import { can } from '../web/can.ts'
import { drawLine } from '../web/line.ts'
import { page } from '../web/page.ts'
import { paths } from '../web/paths.ts'
import { canWithdraw } from '../cases/applicant-acts.ts'
import { historyOf } from './case-history.view.ts'
import { getDossier, listCasesOf } from '../cases/case.store.ts'
import { mattersForOthers } from './matters-for-others.ts'
import { shownDuties } from './duty.view.ts'
import { listDutiesOf } from './duty.store.ts'
import { listedLetter } from '../letters/listed-letter.ts'
import { lettersOf } from '../letters/letters.ts'
import type { Task } from '../cases/case.ts'
import { isAdverse, isFinal } from '../cases/lifecycle.ts'
import { hasRemedies } from '../cases/remedies.ts'
import { getOwnDossier, isOwn } from '../cases/own-case.ts'
import { isCoApplicant, partiesOf } from '../cases/party.ts'
import { lineState, progressOf, type Progress } from '../cases/progress.ts'
import { inWords, speechFor } from '../cases/said-words.ts'
import type { Said } from '../cases/said.ts'
import { whoseTime } from './whose-time.ts'

export const citizenRoutes = Router()

citizenRoutes.get('/cases', can('case.own'), showCases)
citizenRoutes.get('/cases/:number', can('case.own'), showCase)
citizenRoutes.get('/cases/:number/receipt', can('case.own'), showReceipt)

type ByNumber = Request<{ number: string }>

async function showCases(_req: Request, res: Response) {
  const { ctx, t } = res.locals
  const [cases, drafts, duties] = await Promise.all([listCasesOf(ctx.db, ctx.actor.id), listDrafts(ctx), listDutiesOf(ctx.db, ctx.actor.id, beijingDay(ctx.now))])
  const forOthers = await mattersForOthers(ctx)
  const ids = [...new Set([...cases, ...drafts, ...forOthers].map(({ bundleVersionId }) => bundleVersionId))]
  const versions = await Promise.all(ids.map(id => getVersion(ctx.db, id)))
  const titles = Object.fromEntries(versions.map(({ id, definition }) => [id, definition.bundle.title]))
  page(res, 'cases/list', { toConfirm: await countToConfirm(ctx), title: t('cases:list.title'), cases, drafts, titles, duties, forOthers })
}

async function showCase(req: ByNumber, res: Response) {
  const { ctx, text } = res.locals
  const dossier = await getDossier(ctx, req.params.number)
  if (!isOwn(ctx, dossier.theCase) && isCoApplicant(ctx, dossier.theCase)) return res.redirect(303, paths.sharedCase(dossier.theCase.number))
  if (!isOwn(ctx, dossier.theCase)) throw new NotFound('page')
  const { events, ...progress } = await progressOf(ctx, dossier)
  const today = beijingDay(ctx.now)
  const speech = await speechFor(ctx, res.locals, dossier, events.flatMap(({ officeId }) => officeId ?? []))
  const letters = lettersOf(dossier, events)
  const { title } = dossier.version.definition.bundle
  page(res, 'cases/case', {
    title: text(title), theCase: dossier.theCase, bundleTitle: title, parties: partiesOf(dossier), filedBy: speech.filedBy?.words, ...progress, line: lineOf(progress, res), lineState,
    canAppeal: ({ status, itemCode }: Task) => isAdverse(status) && hasRemedies(dossier.version.definition, itemCode),
    said: (note: Said) => inWords(note, speech), duties: shownDuties(dossier, today, speech), whose: whoseTime(dossier, events, today),
    letters: letters.map(letter => listedLetter(letter, speech)).reverse(), history: historyOf(dossier, events, letters, speech),
    decided: dossier.tasks.filter(({ status }) => isFinal(status)).length, canWithdraw: canWithdraw(dossier), notice: noticeOf(req, res),
  })
}

const sentKeys = { corrections: 'cases:supplement.sent', papers: 'cases:deferred.sentAll' } as const

function noticeOf({ query }: ByNumber, { locals: { t } }: Response) {
  const key = query.sent === 'papers' ? sentKeys.papers : query.sent === undefined ? undefined : sentKeys.corrections
  return key && { kind: 'success', text: t(key) }
}

const lineOf = ({ nodes }: Pick<Progress, 'nodes'>, { locals: { t, text } }: Response) =>
  drawLine(nodes.map(({ id, label, status, state, after }) => ({ id, label: text(label), sub: t(`cases:status.${status}`), word: t(`cases:status.${status}`), state, after, href: `#${id}` })))

async function showReceipt(req: ByNumber, res: Response) {
  const { ctx, t } = res.locals
  const dossier = await getOwnDossier(ctx, req.params.number)
  const { stops, presumedAfter } = await progressOf(ctx, dossier)
  page(res, 'cases/receipt', { title: t('cases:receipt.title'), theCase: dossier.theCase, bundleTitle: dossier.version.definition.bundle.title, parties: partiesOf(dossier), filedBy: (await filedBy(ctx, dossier.theCase, res.locals))?.words, stops, lineState, presumedAfter, asOf: ctx.now.toISOString() })
}
