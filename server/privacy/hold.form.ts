import { regionOfNumber } from '../cases/filing.ts'
import { compactNumber } from '../people/identity-number.ts'
import { personalNumberProblems } from '../people/personal-number.ts'
import { form, lines, text, type Body, type Form, type Problem } from '../web/form.ts'

const longestReason = 500

/** Which case is held, and why: a court's or an auditor's document, as a rule. */
export function readHold(body: Body): Form<{ number: string; reason: string }> {
  const values = { number: text(body.number), reason: lines(body.reason) }
  const number = compactNumber(values.number)
  const problems: Problem[] = []
  if (number === '') problems.push({ field: 'number', code: 'required' })
  else if (regionOfNumber(number) === '') problems.push({ field: 'number', code: 'privacy:problem.noCase' })
  if (values.reason === '') problems.push({ field: 'reason', code: 'required' })
  else if ([...values.reason].length > longestReason) problems.push({ field: 'reason', code: 'tooLong', params: { max: longestReason } })
  else problems.push(...personalNumberProblems('reason', values.reason))
  return form(body, values, problems, () => ({ number, reason: values.reason }))
}
