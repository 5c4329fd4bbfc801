import { formats } from '../web/formats.ts'
import { paths } from '../web/paths.ts'
import type { Language, Translate } from '../web/texts.ts'
import type { Mail } from './mailer.ts'
import type { Message } from './message.ts'
import { wordsOf } from './words.ts'

export interface MailHead {
  t: Translate
  language: Language
  publicUrl: string
}

/**
 * A message as e-mail, in text and in plain HTML. Beside the reader's name and the number of the case
 * it has no personal data and doesn't say what the matter is: that is read after signing in.
 */
export function mailOf(message: Message, name: string, { t, language, publicUrl }: MailHead): Omit<Mail, 'id' | 'to'> {
  const { subject, lines } = wordsOf(message, { t, format: formats(language) })
  const number = formats(language).caseNumber(message.caseNumber)
  const greeting = t('notify:mail.greeting', { name })
  const opening = t(`notify:mail.opening.${message.kind}`, { number })
  const told = lines.map(({ label, items, details }) => ({ head: items === '' ? label : `${label}${t('components:colon')}${items}`, details }))
  const address = publicUrl + paths.message(message.id)
  const closing = [t('notify:mail.automatic'), t('notify:mail.choose', { address: publicUrl + paths.notices() })]
  const text = [
    greeting, '', opening, '', ...told.flatMap(({ head, details }) => [`- ${head}`, ...details.map(detail => `  ${detail}`)]), '',
    t('notify:mail.read', { address }), '', '-- ', t('layout:name'), ...closing, '',
  ].join('\n')
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${safe(subject)}</title></head><body>`,
    `<p>${safe(greeting)}</p><p>${safe(opening)}</p>`,
    `<ul>${told.map(({ head, details }) => `<li>${[`<strong>${safe(head)}</strong>`, ...details.map(safe)].join('<br>')}</li>`).join('')}</ul>`,
    `<p><a href="${safe(address)}">${safe(t('notify:mail.link'))}</a></p>`,
    `<hr><p><small>${[t('layout:name'), ...closing].map(safe).join('<br>')}</small></p></body></html>`,
  ].join('\n')
  return { subject: t('notify:mail.subject', { subject, number }), text, html }
}

/** A message as SMS: what it is about, by when, and where to read it. */
export function smsOf(message: Message, { t, language, publicUrl }: MailHead): string {
  const { subject } = wordsOf(message, { t, format: formats(language) })
  return t('notify:sms', { subject, number: message.caseNumber, address: publicUrl + paths.messages() })
}

const safe = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
