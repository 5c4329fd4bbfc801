import { isPhone, tidyPhone } from '../people/identity-number.ts'
import { form, lines, text, type Body, type Form, type Problem } from '../web/form.ts'
import type { OfficeDetails } from './change-office.ts'

const longest = { address: 200, hours: 500 }

/** Reads address, telephone and hours; each may stay empty. A hotline such as 12345 is a telephone number too. */
export function readOffice(body: Body): Form<OfficeDetails> {
  const values = { address: text(body.address), phone: text(body.phone), hours: lines(body.hours) }
  const phone = tidyPhone(values.phone)
  const problems: Problem[] = []
  if (values.address.length > longest.address) problems.push({ field: 'address', code: 'tooLong', params: { max: longest.address } })
  if (values.phone !== '' && !isPhone(phone) && !/^1\d{4}$/.test(phone)) problems.push({ field: 'phone', code: 'administration:problem.officePhone' })
  if (values.hours.length > longest.hours) problems.push({ field: 'hours', code: 'tooLong', params: { max: longest.hours } })
  return form(body, values, problems, () => ({ ...values, phone }))
}
