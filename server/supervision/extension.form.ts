import type { Dossier } from '../cases/case.ts'
import { jointLimit } from '../cases/dates.ts'
import { isRunning } from '../cases/lifecycle.ts'
import type { Day } from '../limits/calendar.ts'
import { extensionFault, legalLimits } from '../limits/legal-clocks.ts'
import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { CaseExtension } from './extend-case.ts'

const longest = { reason: 1000, approver: 60 }

export type NoExtension = 'noJointLimit' | 'caseEnded' | 'extendedBefore' | 'limitPassed'

/** Why the joint limit of a case can't be lengthened, whatever is typed; undefined when it can. */
export function noExtension(dossier: Dossier, today: Day): NoExtension | undefined {
  if (!isRunning(dossier.theCase.status)) return 'caseEnded'
  const joint = jointLimit(dossier)
  if (!joint) return 'noJointLimit'
  const fault = extensionFault({ dueOn: joint.dueOn, approvedOn: today, value: 1, most: legalLimits.jointExtension, isExtended: dossier.theCase.proceedings.extension !== null })
  return fault === 'extendedBefore' || fault === 'limitPassed' ? fault : undefined
}

/** Reads by how many working days, why, and who approved it; what the law refuses is a problem beside the number. */
export function readExtension(body: Body, dossier: Dossier, today: Day): Form<CaseExtension> {
  const values = { days: text(body.days), reason: lines(body.reason), approver: text(body.approver) }
  const problems: Problem[] = []
  const refused = noExtension(dossier, today)
  const days = daysProblem(values.days)
  if (refused) problems.push({ field: 'days', code: `supervision:problem.${refused}` })
  else if (days) problems.push(days)
  if (values.approver === '') problems.push({ field: 'approver', code: 'supervision:problem.approver' })
  if (values.reason === '') problems.push({ field: 'reason', code: 'supervision:problem.reason' })
  for (const field of ['approver', 'reason'] as const) if ([...values[field]].length > longest[field]) problems.push({ field, code: 'tooLong', params: { max: longest[field] } })
  problems.push(...personalNumberProblems('approver', values.approver), ...personalNumberProblems('reason', values.reason))
  return form(body, values, problems, () => ({ value: Number(values.days.normalize('NFKC')), reason: values.reason, approver: values.approver }))
}

function daysProblem(written: string): Problem | undefined {
  const typed = written.normalize('NFKC')
  const { value: max } = legalLimits.jointExtension
  if (typed === '') return { field: 'days', code: 'required' }
  if (!/^\d{1,9}$/.test(typed)) return { field: 'days', code: 'notInteger' }
  if (Number(typed) < 1) return { field: 'days', code: 'tooSmall', params: { min: 1 } }
  return Number(typed) > max ? { field: 'days', code: 'supervision:problem.tooLong', params: { max } } : undefined
}
