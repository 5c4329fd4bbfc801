import { isPersonName, isPhone, tidyName, tidyPhone } from '../people/identity-number.ts'
import { isUsername, tidyUsername } from '../people/person.ts'
import { form, text, type Body, type Form, type Problem } from '../web/form.ts'

export interface StaffForm {
  name: string
  username: string
  phone: string
}

/** Reads the account of a new member of staff; the telephone may stay empty. */
export function readStaff(body: Body): Form<StaffForm> {
  const values = { name: tidyName(text(body.name)), username: text(body.username), phone: text(body.phone) }
  const problems: Problem[] = []
  if (!isPersonName(values.name)) problems.push({ field: 'name', code: values.name === '' ? 'required' : 'personName' })
  if (!isUsername(tidyUsername(values.username))) problems.push({ field: 'username', code: values.username === '' ? 'required' : 'people:problem.username' })
  if (values.phone !== '' && !isPhone(tidyPhone(values.phone))) problems.push({ field: 'phone', code: 'phone' })
  return form(body, values, problems, () => ({ name: values.name, username: tidyUsername(values.username), phone: tidyPhone(values.phone) }))
}
