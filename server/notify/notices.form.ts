import type { Notices } from '../people/notices.ts'
import { form, list, text, type Body, type Form } from '../web/form.ts'
import { defaultLanguage, languages } from '../web/texts.ts'

/** Reads by which ways somebody wants to be told; what he doesn't tick he doesn't want. */
export function readNotices(body: Body): Form<Notices> {
  const values = { ways: list(body.ways), language: text(body.language) }
  const problems = values.language === '' ? [{ field: 'language', code: 'choose' }] : languages.some(one => one === values.language) ? [] : [{ field: 'language', code: 'notAnOption' }]
  return form(body, values, problems, () => ({
    email: values.ways.includes('email'),
    sms: values.ways.includes('sms'),
    language: languages.find(one => one === values.language) ?? defaultLanguage,
  }))
}
