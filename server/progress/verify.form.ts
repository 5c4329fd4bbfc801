import { form, text, type Body, type Form, type Problem } from '../web/form.ts'
import { readIdentifier } from '../cases/certificate.ts'

const length = 23

/** The identifier on a certificate, as somebody types it from paper. Its check character is looked at before any table is. */
export function readVerification(query: Body): Form<{ identifier: string }> {
  const typed = text(query.identifier).slice(0, 100)
  const identifier = readIdentifier(typed)
  const problems: Problem[] = []
  if (typed === '') problems.push({ field: 'identifier', code: 'required' })
  else if (typed.replace(/[\s\-–—]/g, '').length !== length) problems.push({ field: 'identifier', code: 'identifierLength', params: { length } })
  else if (!identifier) problems.push({ field: 'identifier', code: 'identifierCheck' })
  return form(query, { identifier: typed }, problems, () => ({ identifier: identifier as string }))
}
