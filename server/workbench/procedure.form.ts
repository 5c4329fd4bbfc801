import { readDay } from '../limits/typed-day.ts'
import type { Day } from '../limits/calendar.ts'
import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, list, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { Dossier, Task } from '../cases/case.ts'
import { longestReason, reasonProblems } from './decision.form.ts'
import { dayProblems } from './intake.form.ts'
import { isBeyondStatute, procedureFault, type Procedure, type ProcedureFault } from '../cases/procedure-acts.ts'
import { procedureKinds, type ProcedureKind, type SiteVisit } from '../cases/proceedings.ts'

/** Beside which field a fault of a procedure is told. */
const fieldOf: Record<ProcedureFault, string> = {
  past: 'until', tooLong: 'until', beyondStatute: 'until', hearingMissing: 'hearingOn', hearingTooSoon: 'hearingOn', hearingTooLate: 'hearingOn', hearingAfterEnd: 'until', hearingChair: 'chairId',
}

/** A special procedure: its kind, why, until when; a hearing with its day, place and chair. */
export function readProcedure(body: Body, { dossier, task, today, chairs }: { dossier: Dossier; task: Task; today: Day; chairs: readonly { id: string }[] }): Form<Procedure> {
  const values = { kind: text(body.kind), reason: lines(body.reason), until: text(body.until), hearingOn: text(body.hearingOn), place: text(body.place), chairId: text(body.chairId) }
  const kind = procedureKinds.find(one => one === values.kind)
  const problems: Problem[] = kind ? [] : [{ field: 'kind', code: 'choose' }]
  problems.push(...reasonProblems('reason', values.reason), ...dayProblems('until', values.until, today))
  if (kind === 'hearing') problems.push(...dayProblems('hearingOn', values.hearingOn, today), ...placeProblems(values.place), ...(chairs.some(({ id }) => id === values.chairId) ? [] : [{ field: 'chairId', code: 'choose' }]))
  const procedure = (): Procedure => ({
    kind: kind as ProcedureKind, reason: values.reason, until: readDay(values.until) as Day,
    hearing: kind === 'hearing' ? { on: readDay(values.hearingOn) as Day, place: values.place, chairId: values.chairId } : null,
  })
  const fault = problems.length === 0 ? procedureFault(dossier, task, procedure(), today) : undefined
  if (fault) problems.push({ field: fieldOf[fault], code: `errors:procedure.${fault}` })
  return form(body, values, problems, procedure)
}

const placeProblems = (place: string): Problem[] => {
  if (place === '') return [{ field: 'place', code: 'required' }]
  return place.length > 100 ? [{ field: 'place', code: 'tooLong', params: { max: 100 } }] : personalNumberProblems('place', place)
}

/** A later end of the procedure that lasts, and why. */
export function readProlongation(body: Body, { dossier, task, today }: { dossier: Dossier; task: Task; today: Day }): Form<{ until: Day; reason: string }> {
  const last = task.proceedings.suspensions.at(-1)
  const values = { until: text(body.until), reason: lines(body.reason) }
  const problems = [...dayProblems('until', values.until, today), ...reasonProblems('reason', values.reason)]
  const until = readDay(values.until)
  if (until && last && problems.every(({ field }) => field !== 'until')) {
    if (until <= last.until) problems.push({ field: 'until', code: 'desk:problem.prolongLater' })
    else if (isBeyondStatute(dossier, task, last.kind, until)) problems.push({ field: 'until', code: 'errors:procedure.beyondStatute' })
  }
  return form(body, values, problems, () => ({ until: until as Day, reason: values.reason }))
}

/** What came of a procedure; it may have come to nothing. */
export function readFinding(body: Body): Form<{ finding: string | null }> {
  const finding = lines(body.finding)
  const problems = finding === '' ? [] : reasonProblems('finding', finding)
  return form(body, { finding }, problems, () => ({ finding: finding || null }))
}

/** How much more time is asked for, and why the applicant has to wait (行政许可法第四十二条). */
export function readExtension(body: Body, most: number): Form<{ value: number; reason: string }> {
  const values = { value: text(body.value), reason: lines(body.reason) }
  const typed = values.value.normalize('NFKC')
  const value = /^\d{1,4}$/.test(typed) ? Number(typed) : undefined
  const problems: Problem[] = []
  if (values.value === '') problems.push({ field: 'value', code: 'required' })
  else if (value === undefined) problems.push({ field: 'value', code: 'notInteger' })
  else if (value < 1) problems.push({ field: 'value', code: 'tooSmall', params: { min: 1 } })
  else if (value > most) problems.push({ field: 'value', code: 'tooBig', params: { max: most } })
  return form(body, values, [...problems, ...reasonProblems('reason', values.reason)], () => ({ value: value as number, reason: values.reason }))
}

export type ExtensionDecision = { isApproved: true } | { isApproved: false; answer: string }

/** The head's word; whoever declines says why. */
export function readExtensionDecision(body: Body): Form<ExtensionDecision> {
  const values = { outcome: text(body.outcome), answer: lines(body.answer) }
  const isKnown = values.outcome === 'approve' || values.outcome === 'decline'
  const problems = [...(isKnown ? [] : [{ field: 'outcome', code: 'choose' }]), ...(values.outcome === 'decline' ? reasonProblems('answer', values.answer) : [])]
  return form(body, values, problems, () => (values.outcome === 'approve' ? { isApproved: true } : { isApproved: false, answer: values.answer }))
}

/** One visit for several departments: those ticked come along. */
export function readVisit(body: Body, today: Day, own: string, joinable: readonly { id: string }[]): Form<Pick<SiteVisit, 'on' | 'place' | 'purpose' | 'taskIds'>> {
  const values = { on: text(body.on), place: text(body.place), purpose: lines(body.purpose), taskIds: list(body.taskIds) }
  const isKnown = values.taskIds.every(id => joinable.some(one => one.id === id))
  const problems = [
    ...dayProblems('on', values.on, today), ...placeProblems(values.place), ...reasonProblems('purpose', values.purpose, 500, 'required'), ...(isKnown ? [] : [{ field: 'taskIds', code: 'notAnOption' }]),
  ]
  return form(body, values, problems, () => ({ ...values, on: readDay(values.on) as Day, taskIds: [own, ...new Set(values.taskIds)] }))
}

/** Which of the arranged visits, and what is said of it: its finding, or why it is called off. */
export function readAboutVisit<Said extends 'finding' | 'reason'>(body: Body, said: Said, visits: readonly { id: string }[]): Form<{ id: string } & Record<Said, string>> {
  const typed = text(body.id)
  const id = typed === '' && visits.length === 1 ? visits[0]?.id : visits.find(visit => visit.id === typed)?.id
  const words = lines(body[said])
  const problems = [...(id === undefined ? [{ field: 'id', code: 'choose' }] : []), ...reasonProblems(said, words, longestReason, said === 'finding' ? 'required' : undefined)]
  return form(body, { id: typed, [said]: words }, problems, () => ({ id: id as string, [said]: words }) as { id: string } & Record<Said, string>)
}
