import { form, lines, text, type Body, type Form } from '../web/form.ts'

const longestReason = 500

/** His signature under what he was shown. */
export function readConfirmation(body: Body): Form<{ shown: string }> {
  const values = { confirmed: text(body.confirmed) }
  return form(body, values, values.confirmed === 'yes' ? [] : [{ field: 'confirmed', code: 'confirmations:problem.sign' }], () => ({ shown: text(body.shown) }))
}

export function readRefusal(body: Body): Form<{ reason: string }> {
  const reason = lines(body.reason)
  const problems = reason === '' ? [{ field: 'reason', code: 'required' }] : reason.length > longestReason ? [{ field: 'reason', code: 'tooLong', params: { max: longestReason } }] : []
  return form(body, { reason }, problems, () => ({ reason }))
}
