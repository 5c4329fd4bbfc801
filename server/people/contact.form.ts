import { form, text, type Body, type Form, type Problem } from '../web/form.ts'
import { isEmail, tidyEmail, tidyPhone } from './identity-number.ts'
import type { Contact } from './own-account.ts'
import { phoneProblems } from './register.form.ts'

/** Reads telephone and e-mail; the e-mail may stay empty. */
export function readContact(body: Body): Form<Contact> {
  const values = { phone: text(body.phone), email: tidyEmail(text(body.email)) }
  const problems: Problem[] = phoneProblems(values.phone)
  if (values.email !== '' && !isEmail(values.email)) problems.push({ field: 'email', code: 'email' })
  return form(body, values, problems, () => ({ phone: tidyPhone(values.phone), email: values.email }))
}
