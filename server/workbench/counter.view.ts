import type { BundleDefinition, Text } from '../catalogue/definition.ts'
import type { ChainedEvent } from '../ledger/event.ts'
import { drawLine } from '../web/line.ts'
import type { RequestLocals } from '../web/locals.ts'
import { dataOf } from '../cases/events.ts'
import { itemOf, type Dossier } from '../cases/case.ts'
import { servesCounty } from './counter.ts'
import { correctableFields, correctablePapers } from './counter-correction.ts'
import { isOwnMatter } from '../cases/desk-actions.ts'
import { toCollect } from './hand-out.ts'
import { awaitsApplicant, isFinal, isUnspoken } from '../cases/lifecycle.ts'
import { isOwn } from '../cases/own-case.ts'
import { partiesOf } from '../cases/party.ts'
import { lineState, progressOf, type Stop } from '../cases/progress.ts'
import { inWords, speechFor, type Speech } from '../cases/said-words.ts'

/** Where a case stands, for whoever sits at the counter: what each department does by when, and what can be done for the applicant here. */
export async function counterCase({ ctx, t, text, language }: Pick<RequestLocals, 'ctx' | 't' | 'text' | 'language'>, dossier: Dossier) {
  const { theCase, version, tasks } = dossier
  const { nodes, stops, events, presumedAfter } = await progressOf(ctx, dossier)
  const speech = await speechFor(ctx, { t, text, language }, dossier)
  const { notice, acceptedWholeAt } = theCase.proceedings
  const { bundle } = version.definition
  const isHere = servesCounty(ctx.actor, theCase.region) && !isOwnMatter(ctx.actor, theCase)
  return {
    bundleTitle: bundle.title, lineState, presumedAfter, isOwn: isOwn(ctx, theCase), isOwnMatter: isOwnMatter(ctx.actor, theCase),
    theCase: { number: theCase.number, applicantName: theCase.applicantName, status: theCase.status, submittedAt: theCase.submittedAt, dueOn: theCase.dueOn, concludedAt: theCase.concludedAt, channel: theCase.channel },
    parties: partiesOf(dossier), filedBy: speech.filedBy?.words, acceptedWholeAt, answerBy: notice?.answerBy, mustSupplement: tasks.some(({ status }) => awaitsApplicant(status)),
    mayAccept: isHere && bundle.intake === 'unified' && tasks.some(({ status }) => isUnspoken(status)),
    mayCorrect: isHere && (correctableFields(dossier).length > 0 || correctablePapers(dossier).length > 0),
    stops: stops.map(stop => shownStop(dossier, stop, speech)),
    results: isHere ? toCollect(dossier).map(task => ({ id: task.id, name: itemOf(dossier, task).item.result.name, dueOn: task.proceedings.delivery?.dueOn })) : [],
    corrections: correctionsIn(dossier, events),
    line: drawLine(nodes.map(({ id, label, status, state, after }) => ({ id, label: text(label), sub: t(`desk:status.${status}`), word: t(`desk:status.${status}`), state, after }))),
    decided: tasks.filter(({ status }) => isFinal(status)).length,
  }
}

/** A department's part: how its time stands. What somebody wrote in his own words is not the counter's business. */
function shownStop({ theCase }: Dossier, { task, name, office, waitsFor, why, notes }: Stop, speech: Speech) {
  const suspension = task.status === 'suspended' ? task.proceedings.suspensions.at(-1) : undefined
  return {
    status: task.status, receivedAt: task.receivedAt, acceptedAt: task.acceptedAt, decidedAt: task.decidedAt, name, office, waitsFor, dueWhy: why,
    suspension: suspension && { kind: suspension.kind, until: suspension.until },
    notes: notes.filter(({ parts }) => !Object.values(parts).some(part => 'words' in part)).map(note => inWords(note, speech)),
    isAcceptedAhead: task.status === 'waiting' && theCase.proceedings.acceptedWholeAt !== null,
  }
}

/** What was put right at the counter: which data, and when; never what they were. */
function correctionsIn({ version: { definition } }: Dossier, events: readonly ChainedEvent[]): { at: string; names: Text[] }[] {
  return events.flatMap(event => {
    if (event.type !== 'case.correctedOnTheSpot') return []
    return [{ at: event.at, names: namesIn(definition, dataOf(event, 'case.correctedOnTheSpot')) }]
  }).reverse()
}

const namesIn = ({ fields, materials }: BundleDefinition, said: { fields: string[]; materials: string[] }): Text[] =>
  [...said.fields.map(id => fields[id]), ...said.materials.map(id => materials[id])].flatMap(one => one?.name ?? [])
