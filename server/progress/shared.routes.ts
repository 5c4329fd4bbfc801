import { Router, type Request, type Response } from 'express'
import { getSharedDossier } from '../cases/party.ts'
import { lineState, progressOf } from '../cases/progress.ts'
import { speechFor } from '../cases/said-words.ts'
import { fieldsOfPart } from '../drafts/co-part.ts'
import { partInWords } from '../drafts/part-in-words.ts'
import { wordsFor } from '../drafts/value-words.ts'
import { typedValues } from '../drafts/world.ts'
import { isShared } from '../letters/letter.ts'
import { lettersOf } from '../letters/letters.ts'
import { listedLetter } from '../letters/listed-letter.ts'
import { recordReading } from '../readings/record-reading.ts'
import { can } from '../web/can.ts'
import { formats } from '../web/formats.ts'
import { drawLine } from '../web/line.ts'
import { page } from '../web/page.ts'

export const sharedRoutes = Router()

sharedRoutes.get('/cases/:number/shared', can('case.own'), showShared)

/** What a co-applicant sees of the case: its progress, the letters about the whole of it, and the part that he confirmed. */
async function showShared(req: Request<{ number: string }>, res: Response) {
  const { ctx, t, text, language } = res.locals
  const { dossier, confirmed, coApplicant } = await getSharedDossier(ctx, req.params.number)
  const { theCase, plan, version: { definition } } = dossier
  const { events, nodes, stops } = await progressOf(ctx, dossier)
  const words = await wordsFor(ctx.db, { t, text, language }, formats(language), [...typedValues(theCase.content), ...Object.values(theCase.content.known).map(({ value }) => value)])
  const letters = lettersOf(dossier, events).filter(isShared)
  const speech = await speechFor(ctx, res.locals, dossier, letters.map(({ officeId }) => officeId))
  await recordReading(ctx, {
    kind: 'page', purpose: 'coApplication', role: 'coApplicant', officeId: null, fields: fieldsOfPart(coApplicant, plan).map(({ field }) => field.id),
    subjects: [{ personId: theCase.applicantId, caseNumber: theCase.number, region: theCase.region }],
  })
  page(res, 'cases/shared', {
    title: text(definition.bundle.title), bundleTitle: definition.bundle.title, lineState, stops, confirmed, role: coApplicant.name,
    theCase: { number: theCase.number, status: theCase.status, applicantName: theCase.applicantName, submittedAt: theCase.submittedAt },
    line: drawLine(nodes.map(({ id, label, status, state, after }) => ({ id, label: text(label), sub: t(`cases:status.${status}`), word: t(`cases:status.${status}`), state, after }))),
    sections: partInWords({ definition, plan, content: theCase.content }, coApplicant, words), letters: letters.map(letter => listedLetter(letter, speech)).reverse(),
  })
}
