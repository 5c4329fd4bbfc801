import { paths } from '../web/paths.ts'
import type { Translate } from '../web/texts.ts'

/** What the portal writes to somebody about his account: whoever didn't do it himself must hear of it. */
export const letterKinds = ['reset', 'passwordRecovered', 'confirmEmail', 'emailWished', 'emailChanged', 'registrationTried', 'factorAdded', 'factorRemoved', 'factorsReset', 'recoveryCodesMade', 'recoveryCodeUsed', 'signOnLinked', 'signOnUnlinked', 'confirmationAsked', 'confirmationGiven', 'confirmationDeclined', 'mandateOffered', 'mandateAccepted', 'mandateConfirmed', 'mandateEnded', 'mandateDraft', 'mandateCertificate'] as const
export type LetterKind = (typeof letterKinds)[number]

export interface AccountLetter {
  id: string
  kind: LetterKind
  /** Whom it is for: a person, or the name that somebody typed who has forgotten his password; of a number that somebody else typed, only who is called as he typed. */
  to: { personId: string } | { name: string; calledAs?: string }
  /** Another address than the account's: the one it had before, or the one that is to be confirmed. */
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
  const address = publicUrl + addressOf(kind, token)
  const subject = t('people:letter.subject', { subject: t(`people:letter.${kind}.subject`), name: t('layout:name') })
  // Whose address it is nobody knows until it is confirmed: it is told no name.
  const greeting = kind === 'confirmEmail' ? t('people:letter.greetingPlain') : t('people:letter.greeting', { name })
  const closing = { reset: 'ignore', confirmEmail: 'ignoreAddress', confirmationAsked: 'notConcerned', confirmationGiven: 'goOn', confirmationDeclined: 'goOn', mandateOffered: 'declineMandate', mandateAccepted: 'endMandate', mandateConfirmed: 'endMandate', mandateDraft: 'endMandate', mandateCertificate: 'endMandate', mandateEnded: 'asToMandate' }[kind as string] ?? 'notYou'
  const lines = [greeting, t(`people:letter.${kind}.text`, { minutes: resetMinutes }), address, t(`people:letter.${closing}`)]
  const text = [...lines, '', '-- ', t('layout:name'), t('people:letter.automatic'), ''].join('\n\n')
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${safe(subject)}</title></head><body>`,
    ...lines.map(line => (line === address ? `<p><a href="${safe(address)}">${safe(address)}</a></p>` : `<p>${safe(line)}</p>`)),
    `<hr><p><small>${safe(t('layout:name'))}<br>${safe(t('people:letter.automatic'))}</small></p></body></html>`,
  ].join('\n')
  return { subject, text, html }
}

function addressOf(kind: LetterKind, token: string): string {
  switch (kind) {
    case 'reset': return paths.resetPassword(token)
    case 'confirmEmail': return paths.confirmEmail(token)
    case 'confirmationAsked': return paths.confirmations()
    case 'confirmationGiven': case 'confirmationDeclined': return paths.cases()
    case 'mandateOffered': case 'mandateAccepted': case 'mandateConfirmed': case 'mandateEnded': case 'mandateDraft': case 'mandateCertificate': return paths.mandates()
    default: return paths.me()
  }
}

const safe = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
