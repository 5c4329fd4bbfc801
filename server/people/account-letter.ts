import { paths } from '../web/paths.ts'
import type { Translate } from '../web/texts.ts'

/** What the portal writes to somebody about his account: whoever didn't do it himself must hear of it. */
export const letterKinds = ['reset', 'passwordRecovered', 'emailChanged', 'factorAdded', 'factorRemoved', 'factorsReset', 'recoveryCodesMade', 'recoveryCodeUsed', 'signOnLinked', 'signOnUnlinked'] as const
export type LetterKind = (typeof letterKinds)[number]

export interface AccountLetter {
  id: string
  kind: LetterKind
  /** Whom it is for: a person, or the name that somebody typed who has forgotten his password. */
  to: { personId: string } | { name: string }
  /** Another address than the account's: the one it had before. */
  email?: string
  attempts: number
}

/** How long a link to a new password works. */
export const resetMinutes = 30

export interface LetterWords {
  t: Translate
  language: string
  publicUrl: string
}

/** The letter in text and in plain HTML. It names nothing of the account but its owner's name. */
export function accountMail(kind: LetterKind, name: string, { t, language, publicUrl }: LetterWords, token = ''): { subject: string; text: string; html: string } {
  const address = publicUrl + (kind === 'reset' ? paths.resetPassword(token) : paths.me())
  const subject = t('people:letter.subject', { subject: t(`people:letter.${kind}.subject`), name: t('layout:name') })
  const lines = [t('people:letter.greeting', { name }), t(`people:letter.${kind}.text`, { minutes: resetMinutes }), address, t(kind === 'reset' ? 'people:letter.ignore' : 'people:letter.notYou')]
  const text = [...lines, '', '-- ', t('layout:name'), t('people:letter.automatic'), ''].join('\n\n')
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${safe(subject)}</title></head><body>`,
    ...lines.map(line => (line === address ? `<p><a href="${safe(address)}">${safe(address)}</a></p>` : `<p>${safe(line)}</p>`)),
    `<hr><p><small>${safe(t('layout:name'))}<br>${safe(t('people:letter.automatic'))}</small></p></body></html>`,
  ].join('\n')
  return { subject, text, html }
}

const safe = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
